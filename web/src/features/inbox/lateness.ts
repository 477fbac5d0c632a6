/** How a task stands in time: what its clock says, else its due date. */
import type { shapes } from "../../api";
import type { Tone } from "../../components/facts";
import { t } from "../../messages";
import { ago, span } from "../../messages/formats";

export interface Lateness {
  tone: Tone;
  text: string;
  /** A moment, and what it is. */
  title: { what: string; at: string } | null;
}

const SOON_MS = 86_400_000;

export function lateness(task: shapes.Task, now: Date = new Date()): Lateness | null {
  const at = task.sla_due ?? task.due;
  if (!at) return null;
  const left = new Date(at).getTime() - now.getTime();
  const state = task.sla_status ? (t.inbox.sla[task.sla_status] ?? task.sla_status) : t.inbox.dueAt;
  const title = { what: state, at };
  if (left < 0 || task.sla_status === "breached")
    return { tone: "bad", text: left < 0 ? t.inbox.late(span(left / 1000)) : state, title };
  const tone = task.sla_status === "at-risk" || left < SOON_MS ? "warn" : "plain";
  return { tone, text: t.inbox.due(ago(at, now)), title };
}

export const URGENT = 75;
