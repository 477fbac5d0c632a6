/** What another version has that this one has not, or has otherwise. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import { Markers } from "../markers";

export type Change = "added" | "removed" | "changed" | "moved";

export class Difference {
  static $inject = ["canvas", "elementRegistry"];
  private readonly markers: Markers;

  constructor(canvas: Canvas, registry: ElementRegistry) {
    this.markers = new Markers(canvas, registry);
  }

  show(changes: Record<string, Change>): void {
    this.markers.show(Object.entries(changes).map(([id, change]) => [id, `tv-${change}`]));
  }
}

export default {
  __init__: ["tvDifference"],
  tvDifference: ["type", Difference],
};
