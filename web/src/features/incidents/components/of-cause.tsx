/** The incidents with one cause, and the one that is looked at. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { shapes } from "../../../api";
import { Grid, type Column } from "../../../components/grid";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { ago, moment } from "../../../messages/formats";
import { short } from "../../../messages/short";
import css from "../incidents.module.css";
import { incidents, type Status } from "../queries";
import { retryAll } from "../retry";
import { One } from "./one";

interface OfCauseProps {
  cause: shapes.Cause;
  status: Status;
  current: string | null;
  onOpen: (id: string) => void;
  onBack: () => void;
}

export function OfCause({ cause, status, current, onOpen, onBack }: OfCauseProps) {
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const found = useInfiniteQuery(incidents(cause, status));
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const open = current ?? rows[0]?.id ?? null;
  const columns: Column<shapes.Incident>[] = [
    {
      key: "instance",
      title: t.incidents.instance,
      width: "minmax(110px, 1fr)",
      show: ({ id, process_instance_id }) => (
        <button className={css.link} onClick={() => onOpen(id)}>
          {short(process_instance_id)}
        </button>
      ),
    },
    {
      key: "created",
      title: t.incidents.created,
      width: "100px",
      show: ({ created }) => <span title={moment(created)}>{ago(created)}</span>,
    },
    {
      key: "assignee",
      title: t.incidents.assignee,
      width: "100px",
      isMinor: true,
      show: ({ assignee }) => assignee ?? t.common.none,
    },
  ];
  return (
    <div className={css.pair}>
      <section className={css.rows} aria-label={t.incidents.count(cause.count)}>
        <Retry
          rows={rows}
          chosen={chosen}
          onDone={() => setChosen(new Set())}
          onBack={onBack}
          mayRetry={status === "open"}
        />
        {found.isPending && <LoadingRows />}
        {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
        {rows.length > 0 && (
          <Grid
            label={t.incidents.count(cause.count)}
            columns={columns}
            rows={rows}
            idOf={({ id }) => id}
            current={open}
            chosen={status === "open" ? chosen : undefined}
            onChoose={status === "open" ? setChosen : undefined}
            onEnd={() => {
              if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
            }}
          />
        )}
      </section>
      {open && <One key={open} id={open} />}
    </div>
  );
}

interface RetryProps {
  rows: readonly shapes.Incident[];
  chosen: ReadonlySet<string>;
  mayRetry: boolean;
  onDone: () => void;
  onBack: () => void;
}

function Retry({ rows, chosen, mayRetry, onDone, onBack }: RetryProps) {
  const store = useQueryClient();
  const wanted = chosen.size > 0 ? rows.filter((each) => chosen.has(each.id)) : rows;
  const retry = useMutation({
    mutationFn: () => retryAll(wanted.map((each) => each.id)),
    onSuccess: ({ done, failed }) =>
      notifications.show(
        failed.length > 0
          ? {
              color: "red",
              title: t.incidents.stillFailing(failed.length, wanted.length),
              message: failed[0]?.message,
            }
          : { message: t.incidents.retried(done) },
      ),
    onSettled: async () => {
      onDone();
      await store.invalidateQueries({ queryKey: ["incidents"] });
    },
  });
  return (
    <div className={css.bar}>
      <Button size="xs" variant="default" className={css.back} onClick={onBack}>
        {t.incidents.causes}
      </Button>
      <span className={css.quiet}>
        {chosen.size > 0 ? t.operate.chosen(chosen.size) : t.incidents.count(rows.length)}
      </span>
      {mayRetry && (
        <Button
          size="xs"
          ml="auto"
          loading={retry.isPending}
          disabled={wanted.length === 0}
          onClick={() => retry.mutate()}
        >
          {t.incidents.retryAll(wanted.length)}
        </Button>
      )}
    </div>
  );
}
