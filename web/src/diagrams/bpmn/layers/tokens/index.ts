/** Where tokens stand, and how many. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import { t } from "../../../../messages";
import { Badges } from "../badges";
import { Markers } from "../markers";

export class Tokens {
  static $inject = ["overlays", "elementRegistry", "canvas"];
  private readonly badges: Badges;
  private readonly markers: Markers;

  constructor(overlays: Overlays, registry: ElementRegistry, canvas: Canvas) {
    this.badges = new Badges(overlays, registry, "tokens", {
      bottom: 10,
      left: -10,
    });
    this.markers = new Markers(canvas, registry);
  }

  show(counts: Record<string, number>): void {
    const found = Object.entries(counts).filter(([, count]) => count > 0);
    this.badges.show(found.map(([id, count]) => [id, String(count), t.diagrams.tokens(count)]));
    this.markers.show(found.map(([id]) => [id, "tv-active"]));
  }
}

export default { __init__: ["tvTokens"], tvTokens: ["type", Tokens] };
