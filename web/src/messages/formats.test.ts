import { describe, expect, it } from "vitest";
import { ago, day, span } from "./formats";

const NOW = new Date("2026-11-21T12:00:00Z");

describe("ago", () => {
  it.each([
    ["2026-11-21T11:59:30Z", "now"],
    ["2026-11-21T09:00:00Z", "3 hr ago"],
    ["2026-11-23T13:00:00Z", "in 2 days"],
    ["2026-11-20T11:00:00Z", "yesterday"],
  ])("reads %s as %s", (moment, told) => expect(ago(moment, NOW)).toBe(told));
});

describe("span", () => {
  it.each([
    [0, "0 s"],
    [59, "59 s"],
    [2700, "45 min"],
    [183_600, "2 d 3 h"],
    [86_400, "1 d"],
    [86_430, "1 d"],
  ])("tells %d seconds as %s", (seconds, told) => expect(span(seconds)).toBe(told));
});

describe("day", () => {
  it("names the year where it is another one", () => {
    expect(day("2026-03-04T12:00:00Z", NOW)).toBe("4 Mar");
    expect(day("2025-03-04T12:00:00Z", NOW)).toBe("4 Mar 2025");
  });
});
