import { describe, expect, it } from "vitest";
import type { shapes } from "../../api";
import { historyOf, momentAfter } from "./replay";

type Change = shapes.Change;

const change = (
  what: Change["what"],
  activity: string,
  execution: string | null = null,
  more: Partial<Change> = {},
): Change => ({
  what,
  activity_id: activity,
  execution_id: execution,
  state: null,
  values: null,
  ...more,
});
const command = (sequence: number, ...changes: Change[]): shapes.ReplayedCommand => ({
  sequence,
  timestamp: "2026-01-16T15:00:00Z",
  user: "mary",
  operation: "complete-task",
  process_definition_id: "d",
  changes,
});
const JOURNAL = [
  command(
    1,
    change("entered", "p", "1"),
    change("variables", "p", "1", { values: { amount: 7 } }),
    change("passed", "start"),
    change("flow", "f1"),
    change("entered", "ask", "2"),
    change("entered", "ask", "3"),
  ),
  command(2, change("left", "ask", "2"), change("incident", "ask", "3", { state: "job/failed" })),
  command(
    3,
    change("resolved", "ask", "3", { state: "retry" }),
    change("variables", "p", "1", { values: { amount: 11 } }),
    change("cancelled", "ask", "3"),
    change("left", "p", "1"),
  ),
];

describe("a replay", () => {
  it("has nothing before the first command", () => {
    expect(momentAfter(JOURNAL, 0, "p")).toEqual({
      tokens: {},
      incidents: {},
      path: [],
      variables: {},
    });
  });

  it("counts the tokens at an element and leaves the process itself out", () => {
    const moment = momentAfter(JOURNAL, 1, "p");
    expect(moment.tokens).toEqual({ ask: 2 });
    expect(moment.path).toEqual(["start", "f1"]);
    expect(moment.variables).toEqual({ amount: 7 });
  });

  it("shows an incident until it is resolved", () => {
    expect(momentAfter(JOURNAL, 2, "p").incidents).toEqual({ ask: 1 });
    expect(momentAfter(JOURNAL, 3, "p").incidents).toEqual({});
  });

  it("does not call passed what was cancelled", () => {
    const last = momentAfter([JOURNAL[0]!, command(2, change("cancelled", "ask", "2"))], 2, "p");
    expect(last.path).not.toContain("ask");
    expect(last.tokens).toEqual({ ask: 1 });
  });

  it("follows a token that a migration moved", () => {
    const moved = [...JOURNAL.slice(0, 1), command(2, change("moved", "enquire", "2"))];
    expect(momentAfter(moved, 2, "p").tokens).toEqual({ ask: 1, enquire: 1 });
  });

  it("tells what became of a variable", () => {
    expect(historyOf(JOURNAL, "amount", "p").map(({ sequence, value }) => [sequence, value])).toEqual([
      [1, 7],
      [3, 11],
    ]);
  });
});
