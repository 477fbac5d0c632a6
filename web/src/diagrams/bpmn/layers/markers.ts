import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";

/** Classes on elements and flows; what a layer marked before is taken off when it marks anew. */
export class Markers {
  private marked: [string, string][] = [];

  constructor(
    private readonly canvas: Canvas,
    private readonly registry: ElementRegistry,
  ) {}

  show(classes: Iterable<[element: string, name: string]>): void {
    for (const [element, name] of this.marked)
      if (this.registry.get(element)) this.canvas.removeMarker(element, name);
    this.marked = [...classes].filter(([element]) => this.registry.get(element));
    for (const [element, name] of this.marked) this.canvas.addMarker(element, name);
  }
}
