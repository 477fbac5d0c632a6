/** Where something went wrong. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import { t } from "../../../../messages";
import { Badges } from "../badges";
import { Markers } from "../markers";

export class Incidents {
  static $inject = ["overlays", "elementRegistry", "canvas"];
  private readonly badges: Badges;
  private readonly markers: Markers;

  constructor(overlays: Overlays, registry: ElementRegistry, canvas: Canvas) {
    this.badges = new Badges(overlays, registry, "incidents", {
      top: -10,
      right: 10,
    });
    this.markers = new Markers(canvas, registry);
  }

  show(counts: Record<string, number>): void {
    const found = Object.entries(counts).filter(([, count]) => count > 0);
    this.badges.show(found.map(([id, count]) => [id, String(count), t.diagrams.incidents(count)]));
    this.markers.show(found.map(([id]) => [id, "tv-failed"]));
  }
}

export default { __init__: ["tvIncidents"], tvIncidents: ["type", Incidents] };
