/** Durations as the server tells them (ISO 8601) and as people read them. */
import { span } from "./formats";

const PARTS = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/;
const DAY = 86_400;
const HOUR = 3_600;
const MINUTE = 60;

/** Seconds; not a number for what is no duration of days and less. */
export function seconds(duration: string): number {
  const [, sign, days, hours, minutes, rest] = PARTS.exec(duration) ?? [];
  if (sign === undefined) return NaN;
  const whole =
    Number(days ?? 0) * DAY + Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE + Number(rest ?? 0);
  return sign ? -whole : whole;
}

/** "2 h 5 min" for "PT2H5M"; a dash without one. */
export const lasting = (duration: string | null): string =>
  duration === null ? "–" : span(seconds(duration));
