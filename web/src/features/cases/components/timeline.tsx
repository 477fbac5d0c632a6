/** What became of the items, the newest first; milestones stand out. */
import { useQuery } from "@tanstack/react-query";
import type { shapes } from "../../../api";
import { Life } from "../../../components/facts/life";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { moment } from "../../../messages/formats";
import css from "../cases.module.css";
import { timeline } from "../queries";

export function Timeline({ id, items }: { id: string; items: readonly shapes.PlanItem[] }) {
  const found = useQuery(timeline(id));
  if (found.isPending) return <LoadingRows rows={5} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const known = new Map(items.map((each) => [each.plan_item_id, each]));
  const steps = found.data.items
    .map((step) => ({
      ...step,
      changes: step.changes.filter((each) => each.what === "state"),
    }))
    .filter((step) => step.changes.length > 0)
    .reverse();
  return (
    <ol className={css.timeline}>
      {steps.map((step) => (
        <li key={step.sequence}>
          <div className={css.quiet}>
            {moment(step.timestamp)} · {step.user ?? t.operate.system} · {step.operation}
          </div>
          {step.changes.map((each, index) => {
            const item = known.get(each.activity_id);
            return (
              <div key={index} className={css.line} data-milestone={item?.type === "milestone" || undefined}>
                <span className={css.name}>{item?.name ?? each.activity_id}</span>
                <Life state={each.state ?? ""} />
              </div>
            );
          })}
        </li>
      ))}
    </ol>
  );
}
