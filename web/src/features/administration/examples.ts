/** What stands in a new document before anything was written. */
import type { Kind } from "./queries";

export const EXAMPLES: Record<Kind, Record<string, unknown>> = {
  calendars: { name: "Office hours", hours: { "monday-friday": "09:00-17:00" } },
  targets: { name: "Within four hours", scope: "task", definition: "", target: "PT4H", warnings: ["80%"] },
  rules: { definition: "", strategies: ["least-loaded"], groups: [] },
};
