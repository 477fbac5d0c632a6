/** What runs since when, on one line of time; a mark where it is due. */
import type { ReactNode } from "react";
import { day } from "../messages/formats";
import css from "./charts.module.css";

export interface Bar {
  id: string;
  name: ReactNode;
  from: Date;
  /** It is due then. */
  due: Date | null;
  tone: "good" | "warn" | "bad";
  /** What the bar says, for who does not see it. */
  said: string;
}

const WHOLE = 100;
const LEAST = 0.6;

export function Gantt({ label, bars, now }: { label: string; bars: readonly Bar[]; now: Date }) {
  const times = bars.flatMap(({ from, due }) => [from.getTime(), ...(due ? [due.getTime()] : [])]);
  const first = Math.min(...times);
  const last = Math.max(now.getTime(), ...times);
  const at = (time: Date): number => (WHOLE * (time.getTime() - first)) / Math.max(1, last - first);
  return (
    <div className={css.gantt} role="list" aria-label={label}>
      {bars.map(({ id, name, from, due, tone, said }) => (
        <div key={id} className={css.line} role="listitem">
          <div className={css.name}>{name}</div>
          <div className={css.track} role="img" aria-label={said} title={said}>
            <div
              className={`${css.bar} ${css[tone]}`}
              style={{ left: `${at(from)}%`, width: `${Math.max(LEAST, at(now) - at(from))}%` }}
            />
            {due && <div className={css.due} style={{ left: `${at(due)}%` }} />}
          </div>
        </div>
      ))}
      <div className={css.ends} aria-hidden>
        <span>{day(new Date(first))}</span>
        <span>{day(new Date(last))}</span>
      </div>
    </div>
  );
}
