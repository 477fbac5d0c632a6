import { describe, expect, it } from "vitest";
import type { shapes } from "../../api";
import { planOf, statesOf } from "./plan";

const item = (execution: number, stage: number, id: string, status = "active"): shapes.PlanItem => ({
  id: `row-${execution}`,
  execution_id: execution,
  plan_item_id: id,
  type: "humanTask",
  name: null,
  status,
  stage_execution_id: stage,
  required: false,
  created: "2026-01-16T15:00:00Z",
  changed: null,
});
const action = (name: string, execution: number, id: string): shapes.Action => ({
  action: name,
  plan_item_id: id,
  type: "humanTask",
  name: null,
  execution_id: execution,
  why: "",
  roles: [],
});

describe("the plan of a case", () => {
  it("nests what is in stages, and tells what can be done with each", () => {
    const found = planOf(
      [item(4, 3, "inner"), item(2, 1, "first"), item(3, 1, "stage")],
      [action("complete", 4, "inner"), action("plan", 3, "extra"), action("suspend", 1, "case")],
    );
    expect(found.map(({ item: each }) => each.plan_item_id)).toEqual(["first", "stage"]);
    const [, stage] = found;
    expect(stage?.inside.map(({ item: each }) => each.plan_item_id)).toEqual(["inner"]);
    expect(stage?.discretionary.map((each) => each.plan_item_id)).toEqual(["extra"]);
    expect(stage?.inside[0]?.actions.map((each) => each.action)).toEqual(["complete"]);
  });

  it("shows of several instances the one that matters most", () => {
    const found = statesOf([
      item(2, 1, "again", "completed"),
      item(3, 1, "again", "active"),
      item(4, 1, "again", "available"),
      item(5, 1, "odd", "unheard-of"),
    ]);
    expect(found).toEqual({ again: "active", odd: "unheard-of" });
  });
});
