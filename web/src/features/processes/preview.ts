/** What a dry run says would happen, in words. */
import type { shapes } from "../../api";
import { type Element, nameIn } from "../../diagrams/elements";
import { t } from "../../messages";

const TOLD: Record<string, (name: string) => string> = {
  entered: t.replay.entered,
  completed: t.replay.left,
  terminated: t.replay.cancelled,
  passed: t.replay.passed,
};

/** One line for each element that would be entered or left. */
export function effectsOf(preview: shapes.Preview, elements: ReadonlyMap<string, Element>): string[] {
  return preview.steps
    .flatMap((step) => step.events)
    .flatMap((event) => {
      const tell = TOLD[String(event["event"])];
      return tell && typeof event["element"] === "string" ? [tell(nameIn(elements, event["element"]))] : [];
    });
}
