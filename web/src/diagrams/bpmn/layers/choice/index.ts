/** The element that is spoken of beside the diagram. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import { Markers } from "../markers";

/** So near to the edge it is still seen. */
const NEAR = 12;

export class Choice {
  static $inject = ["canvas", "elementRegistry"];
  private readonly markers: Markers;

  constructor(
    private readonly canvas: Canvas,
    private readonly registry: ElementRegistry,
  ) {
    this.markers = new Markers(canvas, registry);
  }

  show(chosen: string | null): void {
    this.markers.show(chosen ? [[chosen, "tv-chosen"]] : []);
    const element = chosen ? this.registry.get(chosen) : undefined;
    if (element) this.canvas.scrollToElement(element, NEAR);
  }
}

export default { __init__: ["tvChoice"], tvChoice: ["type", Choice] };
