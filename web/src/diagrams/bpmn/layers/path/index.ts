/** The way that was taken. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import { Markers } from "../markers";

export class Path {
  static $inject = ["canvas", "elementRegistry"];
  private readonly markers: Markers;

  constructor(canvas: Canvas, registry: ElementRegistry) {
    this.markers = new Markers(canvas, registry);
  }

  show(passed: Iterable<string>): void {
    this.markers.show([...new Set(passed)].map((id) => [id, "tv-passed"]));
  }
}

export default { __init__: ["tvPath"], tvPath: ["type", Path] };
