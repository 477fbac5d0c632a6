/** Somebody, as a disc with the beginning of the name; its colour is the person's own. */
import css from "./person.module.css";

const HUES = 12;

const hue = (id: string): number => {
  let sum = 7;
  for (const each of id) sum = (sum * 31 + (each.codePointAt(0) ?? 0)) % 3571;
  return (sum % HUES) * (360 / HUES);
};

const initials = (name: string): string => {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const first = words[0]?.[0] ?? "?";
  return (first + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : (words[0]?.[1] ?? ""))).toUpperCase();
};

export function Person({ id, size = 20 }: { id: string; size?: number }) {
  const style = { "--hue": hue(id), width: size, height: size, fontSize: size * 0.42 } as React.CSSProperties;
  return (
    <span className={css.disc} style={style} title={id} aria-hidden>
      {initials(id)}
    </span>
  );
}
