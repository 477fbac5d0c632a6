/** Reading the answer of a decision, and what people type for its inputs. */
import type { shapes } from "../../api";
import type { Input } from "../../diagrams/tables";

/** The numbers of the rules that matched, by table. */
export function litRules(result: shapes.DecisionResult | undefined): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const table of result?.tables ?? []) {
    const rules = (table["rules"] ?? []) as { number: number }[];
    found[String(table["table"])] = rules.map((rule) => rule.number);
  }
  return found;
}

const TEMPORAL: Record<string, string> = {
  date: "Date",
  time: "Time",
  dateTime: "Date",
  "date and time": "Date",
  "days and time duration": "Duration",
  dayTimeDuration: "Duration",
  "years and months duration": "Duration",
  yearMonthDuration: "Duration",
};

/** What was typed as the value that is meant; nothing typed is null. */
export function valueOf({ type }: Input, typed: string): unknown {
  const text = typed.trim();
  if (!text) return null;
  const temporal = TEMPORAL[type];
  if (temporal) return { value: text, type: temporal };
  if (type === "number") return { value: text, type: "Double" };
  if (type === "boolean") return text === "true";
  if (type === "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A value as it stands in a table. */
export const shownValue = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);
