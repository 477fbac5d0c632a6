/** What people did in the instance of the task, the newest last. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { shapes } from "../../../api";
import { Person } from "../../../components/person";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { ago, moment } from "../../../messages/formats";
import css from "../inbox.module.css";
import { past } from "../queries";

export function Past({ of }: { of: shapes.TaskDetails }) {
  const found = useInfiniteQuery(past(of.process_instance_id));
  if (found.isPending) return <LoadingRows rows={3} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const entries = found.data.pages.flatMap((page) => page.items);
  return (
    <div className={css.part}>
      <p className={css.quiet}>{t.inbox.pastHint}</p>
      <ol className={css.talk}>
        {entries.map((each) => (
          <li key={each.sequence}>
            <Person id={each.user ?? t.operate.system} size={24} />
            <p className={css.by}>
              <b>{each.user ?? t.operate.system}</b> {said(each, of.id)}{" "}
              <span title={moment(each.timestamp)}>{ago(each.timestamp)}</span>
            </p>
          </li>
        ))}
      </ol>
      {found.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t.common.more}
        </Button>
      )}
    </div>
  );
}

function said({ operation, details }: shapes.AuditEntry, task: string): string {
  const { task_id, user } = details;
  return [
    t.inbox.past[operation] ?? operation.replaceAll("-", " "),
    task_id === task && t.inbox.thisTask,
    operation === "assign-task" && typeof user === "string" && t.inbox.to(user),
  ]
    .filter(Boolean)
    .join(" ");
}
