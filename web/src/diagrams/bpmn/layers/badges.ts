import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";

export type Corner = {
  top?: number;
  bottom?: number;
  left?: number;
  right?: number;
};

/** Small marks that stand at elements; a layer shows one set of them at a time. */
export class Badges {
  constructor(
    private readonly overlays: Overlays,
    private readonly registry: ElementRegistry,
    private readonly kind: string,
    private readonly corner: Corner,
  ) {}

  show(texts: Iterable<[element: string, text: string, said: string]>): void {
    this.overlays.remove({ type: this.kind });
    for (const [element, text, said] of texts) {
      if (!this.registry.get(element)) continue;
      const html = document.createElement("div");
      html.className = `tv-badge tv-badge-${this.kind}`;
      html.textContent = text;
      html.title = said;
      html.dataset["at"] = element;
      this.overlays.add(element, this.kind, { position: this.corner, html });
    }
  }
}
