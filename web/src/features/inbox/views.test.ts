import { describe, expect, it } from "vitest";
import type { shapes } from "../../api";
import { asked, beside, fitting, following, ofFilter, sortOf, viewOf } from "./views";

const who = { user: "anna", groups: ["accounting", "sales"] };
const task = (name: string, business_key: string | null = null) =>
  ({ name, business_key, process_definition_name: "Expense claim" }) as shapes.Task;

describe("what is looked at", () => {
  it("is one's own where the address says nothing that there is", () => {
    expect([viewOf(undefined), viewOf("nonsense"), viewOf("free"), viewOf("filter:f1")]).toEqual([
      "mine",
      "mine",
      "free",
      "filter:f1",
    ]);
    expect([sortOf("drop table"), sortOf("due")]).toEqual(["-priority", "due"]);
  });

  it("asks for free tasks by one's groups, and for a filter by its id alone", () => {
    expect(asked("mine", who)).toEqual({ assignee: "anna" });
    expect(asked("free", who)).toEqual({
      user: "anna",
      candidate_group: ["accounting", "sales"],
      unassigned: true,
    });
    expect(asked(ofFilter("f1"), who)).toEqual({ filter: "f1" });
  });
});

describe("searching", () => {
  const tasks = [task("Check the invoice", "A-17"), task("Decide the claim"), task("Decide", "a-18")];

  it("finds tasks that have every word, wherever", () => {
    expect(fitting(tasks, " decide A-1 ").map(({ name }) => name)).toEqual(["Decide"]);
    expect(fitting(tasks, "expense")).toHaveLength(3);
  });

  it("leaves the list itself where nothing is searched for", () => {
    expect(fitting(tasks, "  ")).toBe(tasks);
  });
});

describe("going from task to task", () => {
  const ids = ["a", "b", "c"];

  it("stops at the ends and begins where one comes from", () => {
    expect(beside(ids, "b", 1)).toBe("c");
    expect(beside(ids, "c", 1)).toBe("c");
    expect(beside(ids, "a", -1)).toBe("a");
    expect([beside(ids, undefined, 1), beside(ids, "gone", -1), beside([], undefined, 1)]).toEqual([
      "a",
      "c",
      undefined,
    ]);
  });

  it("goes on with the next once one is done, else with the one before", () => {
    expect([following(ids, "a"), following(ids, "c"), following(["a"], "a")]).toEqual(["b", "b", undefined]);
  });
});
