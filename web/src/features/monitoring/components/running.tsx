/** What runs, since when and until when, on one line of time. */
import { Link } from "@tanstack/react-router";
import type { shapes } from "../../../api";
import { type Bar, Gantt } from "../../../charts";
import { Empty } from "../../../components/states";
import { t } from "../../../messages";
import { lasting } from "../../../messages/durations";
import { short } from "../../../messages/short";

const TONES: Record<shapes.ActiveProcess["health"], Bar["tone"]> = {
  "on-track": "good",
  "at-risk": "warn",
  delayed: "bad",
  blocked: "bad",
};

export function Running({ of }: { of: readonly shapes.ActiveProcess[] }) {
  if (of.length === 0) return <Empty title={t.monitoring.nothingRuns} />;
  return (
    <Gantt
      label={t.monitoring.running}
      now={new Date()}
      bars={of.map((each) => ({
        id: each.id,
        name: (
          <Link to="/processes/instances/$id" params={{ id: each.id }}>
            {each.business_key ?? `${each.name ?? each.journey_id} ${short(each.id)}`}
          </Link>
        ),
        from: new Date(each.started_at),
        due: each.due ? new Date(each.due) : null,
        tone: TONES[each.health],
        said: t.monitoring.runs(
          t.monitoring.health[each.health],
          lasting(each.age),
          each.current_steps.join(", "),
        ),
      }))}
    />
  );
}
