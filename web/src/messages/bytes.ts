import { number } from "./formats";

const UNITS = ["bytes", "kB", "MB", "GB"];
const KILO = 1000;

/** "12 kB" */
export function bytes(size: number): string {
  const power = Math.min(UNITS.length - 1, size < 1 ? 0 : Math.floor(Math.log(size) / Math.log(KILO)));
  return `${number(Math.round(size / KILO ** power))} ${UNITS[power] ?? ""}`;
}
