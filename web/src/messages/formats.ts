/** Times and numbers as people read them, in the reader's time zone. */
import { LANGUAGE } from "./index";

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto", style: "short" });
const moments = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "short" });
const days = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "short" });
const daysOfYears = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "short", year: "numeric" });
const numbers = new Intl.NumberFormat(LANGUAGE);

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "3 hr ago", "in 2 days". */
export function ago(moment: string | Date, now: Date = new Date()): string {
  const seconds = (new Date(moment).getTime() - now.getTime()) / 1000;
  const found = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  return found ? relative.format(Math.trunc(seconds / found[1]), found[0]) : "now";
}

/** Date and time in full, with the zone. */
export const moment = (value: string | Date): string => `${moments.format(new Date(value))} (${zone})`;

/** "4 Nov", with the year where it is another one. */
export function day(value: string | Date, now: Date = new Date()): string {
  const found = new Date(value);
  return (found.getFullYear() === now.getFullYear() ? days : daysOfYears).format(found);
}

export const number = (value: number): string => numbers.format(value);

/** "2 d 3 h", "45 min", for a number of seconds. */
export function span(seconds: number): string {
  const whole = Math.abs(Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor((whole % 86_400) / 3_600), "h"],
    [Math.floor((whole % 3_600) / 60), "min"],
    [whole % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
