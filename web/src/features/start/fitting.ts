import type { shapes } from "../../api";

/** The definitions in whose name or key each of the words is found. */
export function fitting(
  definitions: readonly shapes.Definition[],
  text: string,
): readonly shapes.Definition[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return definitions.filter(({ name, key }) => {
    const found = `${name ?? ""} ${key}`.toLowerCase();
    return words.every((word) => found.includes(word));
  });
}
