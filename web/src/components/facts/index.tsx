/** Names and values, one below the other. */
import type { ReactNode } from "react";
import css from "./facts.module.css";

export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={css.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A value as JSON writes it, wrapped and selectable. */
export function Json({ value }: { value: unknown }) {
  return <pre className={css.json}>{typeof value === "string" ? value : JSON.stringify(value, null, 2)}</pre>;
}

export type Tone = "plain" | "active" | "good" | "warn" | "bad";

/** A state, in a word and a colour. */
export function State({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`${css.state} ${css[tone]}`}>{children}</span>;
}
