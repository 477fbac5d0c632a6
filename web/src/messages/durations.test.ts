import { describe, expect, it } from "vitest";
import { lasting, seconds } from "./durations";

describe("a duration of ISO 8601", () => {
  it("is read to the fraction of a second", () => {
    expect(seconds("P1DT2H3M4.5S")).toBe(93_784.5);
    expect(seconds("-PT30M")).toBe(-1_800);
    expect(seconds("PT0S")).toBe(0);
    expect(seconds("a while")).toBeNaN();
  });

  it("is told in its two largest units", () => {
    expect(lasting("PT2H5M")).toBe("2 h 5 min");
    expect(lasting(null)).toBe("–");
  });
});
