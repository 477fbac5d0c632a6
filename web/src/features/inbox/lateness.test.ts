import { describe, expect, it } from "vitest";
import type { shapes } from "../../api";
import { lateness } from "./lateness";

const now = new Date("2026-03-01T12:00:00Z");
const task = (given: Partial<shapes.Task>) =>
  ({ due: null, sla_due: null, sla_status: null, ...given }) as shapes.Task;

describe("how a task stands in time", () => {
  it("says nothing where nothing is due", () => {
    expect(lateness(task({}), now)).toBeNull();
  });

  it("is late after its due date, whatever its clock says", () => {
    expect(lateness(task({ due: "2026-03-01T09:00:00Z" }), now)).toMatchObject({
      tone: "bad",
      text: "3 h late",
    });
  });

  it("warns a day before, and as soon as its clock does", () => {
    expect(lateness(task({ due: "2026-03-02T08:00:00Z" }), now)?.tone).toBe("warn");
    expect(lateness(task({ due: "2026-03-09T08:00:00Z" }), now)?.tone).toBe("plain");
    expect(lateness(task({ sla_due: "2026-03-09T08:00:00Z", sla_status: "at-risk" }), now)?.tone).toBe(
      "warn",
    );
  });

  it("goes by the clock before the due date", () => {
    const found = lateness(
      task({ due: "2026-03-20T08:00:00Z", sla_due: "2026-03-01T10:00:00Z", sla_status: "breached" }),
      now,
    );
    expect(found).toMatchObject({ tone: "bad", text: "2 h late", title: { what: "Too late" } });
  });
});
