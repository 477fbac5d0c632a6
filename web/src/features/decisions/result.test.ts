import { describe, expect, it } from "vitest";
import { litRules, valueOf } from "./result";

const input = (type: string) => ({ id: "i", name: "i", type });

describe("the answer of a decision", () => {
  it("tells which rules matched in each table", () => {
    const tables = [
      { table: "t", rules: [{ number: 2 }, { number: 3 }] },
      { table: "u", rules: [] },
    ];
    const result = { decision: "d", value: 1, inputs: {}, decisions: {}, tables, warnings: [] };
    expect(litRules(result)).toEqual({ t: [2, 3], u: [] });
    expect(litRules(undefined)).toEqual({});
  });
});

describe("what is typed for an input", () => {
  it("keeps numbers exact by leaving them to the server", () => {
    expect(valueOf(input("number"), "0.1000000000000000000001")).toEqual({
      value: "0.1000000000000000000001",
      type: "Double",
    });
  });

  it("is what the type of the input says", () => {
    expect(valueOf(input("boolean"), "true")).toBe(true);
    expect(valueOf(input("string"), "12")).toBe("12");
    expect(valueOf(input("date"), "2026-01-16")).toEqual({ value: "2026-01-16", type: "Date" });
    expect(valueOf(input("tList"), "[1, 2]")).toEqual([1, 2]);
    expect(valueOf(input(""), "plain")).toBe("plain");
  });

  it("is null where nothing is typed", () => {
    expect(valueOf(input("string"), "  ")).toBeNull();
  });
});
