import { describe, expect, it } from "vitest";
import { Problem } from "../../api";
import { faultOf, faultOfAll, objectOf } from "./faults";

const FIELDS = { "identity/name-taken": "id" };
const taken = new Problem(409, { code: "identity/name-taken", detail: "Expected a new user name." });

describe("what the server refused", () => {
  it("is said at the field that is meant, and not twice", () => {
    expect(faultOf(taken, FIELDS, "id")).toBe("Expected a new user name.");
    expect(faultOf(taken, FIELDS, "password")).toBeUndefined();
    expect(faultOfAll(taken, FIELDS)).toBeUndefined();
  });
  it("is said of the form where no field is meant", () => {
    expect(faultOfAll(new Problem(403, { code: "identity/not-permitted", detail: "No." }), FIELDS)).toBe(
      "No.",
    );
    expect(faultOfAll(null, FIELDS)).toBeUndefined();
  });
  it("has a line for each finding", () => {
    const findings = [{ element: "hours", message: "Expected hours." }, { message: "Expected a key." }];
    const invalid = new Problem(400, { code: "model/invalid", detail: "All.", findings });
    expect(faultOfAll(invalid, {})).toBe("hours: Expected hours.\nExpected a key.");
  });
});

describe("what was written as JSON", () => {
  it("is an object, or nothing", () => {
    expect(objectOf('{"a": 1}')).toEqual({ a: 1 });
    for (const text of ["[]", "1", "null", "{", ""]) expect(objectOf(text)).toBeNull();
  });
});
