import { evaluate } from "@bpmn-io/feelin";
import { describe, expect, it } from "vitest";
import type { shapes } from "../../api";
import { t } from "../../messages";
import { hiddenBy } from "./conditions";
import { answers, at, beginning, faultOf, faultsIn, faultsOf, put } from "./values";

const field = (given: Partial<shapes.FormField>): shapes.FormField => ({
  id: given.path ?? "x",
  path: "x",
  type: "string",
  label: "X",
  description: null,
  required: false,
  read_only: false,
  hidden: false,
  condition: null,
  default: null,
  value: null,
  limits: {},
  options: null,
  layout: {},
  fields: [],
  item: null,
  ...given,
});
const form = (...fields: shapes.FormField[]) => ({ fields, data: {} }) as unknown as shapes.Form;
const shown = () => false;

describe("values at paths", () => {
  it("are put without changing what was given, in lists as well", () => {
    const given = { a: { b: 1 }, list: [{ c: 1 }, { c: 2 }] };
    expect(put(given, "a.d", 2)).toEqual({ a: { b: 1, d: 2 }, list: given.list });
    expect(put(given, "list.1.c", 3)).toEqual({ a: { b: 1 }, list: [{ c: 1 }, { c: 3 }] });
    expect([given.list[1]?.c, at(given, "list.0.c"), at(given, "no.where")]).toEqual([2, 1, undefined]);
  });
});

describe("where a form begins", () => {
  it("is what is known, and over it the draft, but for what cannot be changed", () => {
    const asked = form(
      field({ path: "amount", value: 84, read_only: true }),
      field({ path: "person.name", value: "Anna" }),
      field({ path: "isUrgent", type: "boolean" }),
    );
    expect(beginning(asked, { amount: 1, person: { name: "Ben" } })).toEqual({
      amount: 84,
      person: { name: "Ben" },
      isUrgent: false,
    });
  });
});

describe("what is sent", () => {
  it("has nothing hidden, read-only or left empty, and takes away what was there", () => {
    const asked = form(
      field({ path: "a" }),
      field({ path: "b", read_only: true, value: 1 }),
      field({ path: "c" }),
      field({ path: "d", value: "before" }),
      field({ path: "e", type: "number", limits: { as_text: true } }),
      field({ type: "group", path: "", fields: [field({ path: "g.h" })] }),
    );
    const values = { a: "", b: 1, c: "hidden", d: "", e: 3, g: { h: "in a group" } };
    expect(answers(asked, values, ({ path }) => path === "c")).toEqual({
      d: null,
      e: "3",
      g: { h: "in a group" },
    });
  });
});

describe("what is wrong", () => {
  it("is told beside the field", () => {
    const asked = form(field({ path: "a", required: true }), field({ path: "b", required: true }));
    expect(faultsIn(asked, { b: "given" }, shown)).toEqual({ a: t.form.required });
    expect(faultsIn(asked, {}, () => true)).toEqual({});
  });

  it("goes by the limits of the field", () => {
    expect(faultOf(field({ type: "integer" }), 1.5)).toBe(t.form.integer);
    expect(faultOf(field({ type: "number", limits: { minimum: 2 } }), 1)).toBe(t.form.least("2"));
    expect(faultOf(field({ type: "number", limits: { above: 2 } }), 2)).toBe(t.form.above("2"));
    expect(faultOf(field({ limits: { min_length: 10 } }), "short")).toBe(t.form.shortest(10));
    expect(faultOf(field({ limits: { min_length: 10 } }), "")).toBeNull();
    expect(faultOf(field({ type: "boolean", required: true }), false)).toBe(t.form.required);
  });

  it("is read from what the server says", () => {
    const errors = [{ field: "reason", path: "reason", what: "required", expected: "a value" }];
    expect(faultsOf({ errors })).toEqual({ reason: "Expected a value." });
  });
});

describe("what is hidden", () => {
  const reason = field({
    path: "reason",
    hidden: true,
    condition: '=decision = "approve" or decision = null',
  });

  it("follows what is entered", () => {
    expect(hiddenBy(evaluate, {}, { decision: "reject" })(reason)).toBe(false);
    expect(hiddenBy(evaluate, {}, { decision: "approve" })(reason)).toBe(true);
    expect(hiddenBy(evaluate, {}, { decision: null })(reason)).toBe(true);
  });

  it("is as the server said until FEEL is there, and where it cannot be read", () => {
    expect(hiddenBy(null, {}, { decision: "reject" })(reason)).toBe(true);
    expect(hiddenBy(evaluate, {}, {})({ ...reason, condition: "=((", hidden: false })).toBe(false);
  });
});
