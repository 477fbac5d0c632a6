/** Faults and doubts that the server found in a model, shown where they are. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import { Badges } from "../badges";
import { Markers } from "../markers";

export interface Finding {
  element: string | null;
  severity: string;
  message: string;
}

export class Findings {
  static $inject = ["overlays", "elementRegistry", "canvas"];
  private readonly faults: Badges;
  private readonly doubts: Badges;
  private readonly markers: Markers;

  constructor(overlays: Overlays, registry: ElementRegistry, canvas: Canvas) {
    this.faults = new Badges(overlays, registry, "faults", {
      top: -10,
      right: 10,
    });
    this.doubts = new Badges(overlays, registry, "doubts", {
      top: -10,
      left: -8,
    });
    this.markers = new Markers(canvas, registry);
  }

  show(findings: readonly Finding[]): void {
    const at = (isFault: boolean) => grouped(findings.filter((f) => (f.severity === "error") === isFault));
    const faults = at(true);
    this.faults.show(faults);
    this.doubts.show(at(false));
    this.markers.show(faults.map(([id]) => [id, "tv-failed"]));
  }
}

function grouped(findings: readonly Finding[]): [string, string, string][] {
  const found = new Map<string, string[]>();
  for (const { element, message } of findings)
    if (element) found.set(element, [...(found.get(element) ?? []), message]);
  return [...found].map(([element, messages]) => [element, "!", messages.join("\n")]);
}

export default { __init__: ["tvFindings"], tvFindings: ["type", Findings] };
