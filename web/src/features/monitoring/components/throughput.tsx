/** What came and went by days, and the figures of now. */
import type { shapes } from "../../../api";
import { DaysChart } from "../../../charts";
import { t } from "../../../messages";
import { lasting } from "../../../messages/durations";
import { day, number } from "../../../messages/formats";
import css from "../monitoring.module.css";

export function Throughput({ of }: { of: shapes.Metrics }) {
  const queue = Object.values(of.due_jobs).reduce((sum, each) => sum + each, 0);
  const figures: [string, string, boolean?][] = [
    [t.monitoring.active, number(of.active)],
    [t.monitoring.completed, number(of.completed)],
    [t.monitoring.cycle, lasting(of.cycle_time.mean)],
    [t.monitoring.p95, lasting(of.cycle_time.p95)],
    [t.monitoring.openTasks, number(of.tasks.open)],
    [t.monitoring.overdue, number(of.tasks.overdue), of.tasks.overdue > 0],
    [t.monitoring.openIncidents, number(of.open_incidents), of.open_incidents > 0],
    [t.monitoring.queue, number(queue)],
  ];
  return (
    <>
      <dl className={css.figures}>
        {figures.map(([name, value, isBad]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-bad={isBad || undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      <DaysChart
        label={t.monitoring.throughput}
        days={of.days.map((each) => day(each.day))}
        series={[
          {
            name: t.monitoring.started,
            colour: "--t-faint",
            values: of.days.map((each) => each.started),
          },
          {
            name: t.monitoring.completed,
            colour: "--t-accent",
            values: of.days.map((each) => each.completed),
          },
          { name: t.monitoring.incidents, colour: "--t-bad", values: of.days.map((each) => each.incidents) },
        ]}
      />
    </>
  );
}
