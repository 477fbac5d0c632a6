/** How much happens where: five degrees of warmth, and the figure that is meant. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import { Badges } from "../badges";
import { Markers } from "../markers";

export interface Warmth {
  value: number;
  text: string;
}

const DEGREES = 5;

export class Heat {
  static $inject = ["overlays", "elementRegistry", "canvas"];
  private readonly badges: Badges;
  private readonly markers: Markers;

  constructor(overlays: Overlays, registry: ElementRegistry, canvas: Canvas) {
    this.badges = new Badges(overlays, registry, "heat", { top: -9, left: 8 });
    this.markers = new Markers(canvas, registry);
  }

  show(figures: Record<string, Warmth>): void {
    const found = Object.entries(figures).filter(([, { value }]) => value > 0);
    const most = Math.max(...found.map(([, { value }]) => value), 0);
    this.badges.show(found.map(([id, { text }]) => [id, text, text]));
    this.markers.show(found.map(([id, { value }]) => [id, `tv-heat-${degree(value, most)}`]));
  }
}

/** 1 (cool) to 5 (the hottest of all). */
export const degree = (value: number, most: number): number =>
  most <= 0 ? 1 : Math.min(DEGREES, 1 + Math.floor((value / most) * (DEGREES - 0.001)));

export default { __init__: ["tvHeat"], tvHeat: ["type", Heat] };
