/** What was asked of many instances at once, and how far it is. */
import { Button, Progress } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type shapes } from "../../api";
import { State } from "../../components/facts";
import { toneOf } from "../../components/facts/tones";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { t } from "../../messages";
import { ago, moment } from "../../messages/formats";
import css from "./batches.module.css";
import { batch, batches } from "./queries";

export default function Batches() {
  const found = useQuery(batches);
  return (
    <Page title={t.batches.title} crumbs={[{ name: t.processes.title, to: "/processes" }]}>
      {found.isPending && <LoadingRows />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && (
        <Empty icon={IconStack2} title={t.batches.none}>
          {t.batches.noneHint}
        </Empty>
      )}
      <ul className={css.list}>
        {found.data?.items.map((each) => (
          <One key={each.id} of={each} />
        ))}
      </ul>
    </Page>
  );
}

function One({ of }: { of: shapes.Batch }) {
  const store = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const operate = useMutation({
    mutationFn: (work: (id: string) => Promise<unknown>) => work(of.id),
    onSettled: () => store.invalidateQueries({ queryKey: ["batches"] }),
  });
  const done = of.completed + of.failed;
  const key = (name: string, work: (id: string) => Promise<unknown>) => (
    <Button size="compact-xs" variant="default" onClick={() => operate.mutate(work)}>
      {name}
    </Button>
  );
  return (
    <li className={css.one}>
      <div className={css.head}>
        <b>{t.batches.kind[of.type] ?? of.type}</b>
        <State tone={toneOf(of.status)}>{t.batches.status[of.status] ?? of.status}</State>
        <span className={css.quiet} title={moment(of.created)}>
          {ago(of.created)} · {of.created_by ?? t.operate.system}
        </span>
        <span className={css.keys}>
          {of.status === "running" && key(t.batches.pause, api.pauseBatch)}
          {of.status === "paused" && key(t.batches.resume, api.resumeBatch)}
          {(of.status === "running" || of.status === "paused") && key(t.batches.cancel, api.cancelBatch)}
          {of.failed > 0 && key(t.batches.retry, api.retryBatch)}
        </span>
      </div>
      <Progress.Root size="sm" aria-label={t.batches.progress(done, of.total)}>
        <Progress.Section value={share(of.completed, of.total)} aria-label={t.lifecycle["completed"]} />
        <Progress.Section value={share(of.failed, of.total)} color="red" aria-label={t.lifecycle["failed"]} />
      </Progress.Root>
      <div className={`${css.quiet} number`}>
        {t.batches.progress(done, of.total)}
        {of.failed > 0 && (
          <>
            {" · "}
            <button className={css.why} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {t.batches.failed(of.failed)}
            </button>
          </>
        )}
      </div>
      {isOpen && <Reasons id={of.id} />}
    </li>
  );
}

const WHOLE = 100;
const share = (part: number, total: number): number => (total === 0 ? 0 : (WHOLE * part) / total);

function Reasons({ id }: { id: string }) {
  const found = useQuery(batch(id));
  return (
    <ul className={css.reasons} aria-label={t.batches.reasons}>
      {found.data?.reasons.map((reason) => (
        <li key={reason.code}>
          {reason.count} × <code>{reason.code}</code> {reason.message}
        </li>
      ))}
    </ul>
  );
}
