/** The tasks, however many: only the rows that are seen are there. */
import { Checkbox } from "@mantine/core";
import {
  IconCircleCheck,
  IconFlame,
  IconMessageCircle,
  IconPaperclip,
  IconPlayerPause,
  IconSearch,
} from "@tabler/icons-react";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useRef } from "react";
import type { shapes } from "../../../api";
import { State } from "../../../components/facts";
import { Person } from "../../../components/person";
import { Empty, Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { ago, moment } from "../../../messages/formats";
import css from "../inbox.module.css";
import { lateness, URGENT } from "../lateness";
import type { View } from "../views";

const HEIGHT = 56;
const NEAR = 30;

interface TaskListProps {
  list: Pick<
    UseInfiniteQueryResult,
    "isPending" | "isError" | "error" | "hasNextPage" | "isFetchingNextPage"
  > & {
    refetch: () => unknown;
    fetchNextPage: () => unknown;
  };
  shown: readonly shapes.Task[];
  isSearch: boolean;
  view: View;
  user: string;
  current: string | undefined;
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
  onOpen: (id: string) => void;
}

export function TaskList({
  list,
  shown,
  isSearch,
  view,
  user,
  current,
  chosen,
  onToggle,
  onOpen,
}: TaskListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => HEIGHT,
    overscan: 10,
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  const isNearEnd = shown.length > 0 && last >= shown.length - NEAR;
  const more = useEffectEvent(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) list.fetchNextPage();
  });
  useEffect(() => {
    if (isNearEnd) more();
  }, [isNearEnd, shown.length]);

  const reveal = useEffectEvent((id: string) => {
    const index = shown.findIndex((each) => each.id === id);
    if (index < 0) return;
    virtual.scrollToIndex(index);
    // the focus follows in the list, and stays where it is elsewhere
    if (document.activeElement === document.body || scroll.current?.contains(document.activeElement))
      requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>(`[data-task="${id}"]`)?.focus());
  });
  useEffect(() => {
    if (current) reveal(current);
  }, [current]);

  if (list.isPending) return <LoadingRows height={HEIGHT} />;
  if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />;
  if (shown.length === 0) return <Nothing isLooking={list.hasNextPage} isSearch={isSearch} view={view} />;
  return (
    <div ref={scroll} className={css.scroll}>
      <ul className={css.list} style={{ height: virtual.getTotalSize() }} aria-label={t.inbox.list}>
        {seen.map(({ index, start }) => {
          const task = shown[index];
          if (!task) return null;
          return (
            <li
              key={task.id}
              className={css.row}
              aria-setsize={shown.length}
              aria-posinset={index + 1}
              data-current={task.id === current || undefined}
              data-chosen={chosen.has(task.id) || undefined}
              style={{ height: HEIGHT, transform: `translateY(${start}px)` }}
            >
              <Checkbox
                size="xs"
                className={css.check}
                checked={chosen.has(task.id)}
                onChange={() => onToggle(task.id)}
                aria-label={t.inbox.chooseTask(task.name ?? task.task_definition_key)}
              />
              <Row task={task} user={user} isCurrent={task.id === current} onOpen={onOpen} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface RowProps {
  task: shapes.Task;
  user: string;
  isCurrent: boolean;
  onOpen: (id: string) => void;
}

function Row({ task, user, isCurrent, onOpen }: RowProps) {
  const late = lateness(task);
  return (
    <button
      className={css.task}
      data-task={task.id}
      aria-current={isCurrent || undefined}
      onClick={() => onOpen(task.id)}
    >
      <span className={css.line}>
        {task.priority >= URGENT && (
          <span className={css.urgent} title={t.inbox.priority(task.priority)}>
            <IconFlame size={14} stroke={1.8} aria-hidden />
            <span className="unseen">{t.inbox.urgent}</span>
          </span>
        )}
        <span className={css.name}>{task.name ?? task.task_definition_key}</span>
        {task.suspension_state === "suspended" && (
          <span title={t.inbox.suspended}>
            <IconPlayerPause size={13} stroke={1.8} aria-hidden />
            <span className="unseen">{t.inbox.suspended}</span>
          </span>
        )}
        {late && (
          <span
            className={css.late}
            title={late.title ? t.inbox.slaTitle(late.title.what, moment(late.title.at)) : undefined}
          >
            <State tone={late.tone}>{late.text}</State>
          </span>
        )}
      </span>
      <span className={css.line}>
        <span className={css.where}>
          {[task.business_key, task.process_definition_name ?? task.process_definition_key]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <span className={css.marks}>
          {task.comment_count > 0 && (
            <span title={t.inbox.comments(task.comment_count)}>
              <IconMessageCircle size={13} stroke={1.6} aria-hidden /> {task.comment_count}
            </span>
          )}
          {task.attachment_count > 0 && (
            <span title={t.inbox.files(task.attachment_count)}>
              <IconPaperclip size={13} stroke={1.6} aria-hidden /> {task.attachment_count}
            </span>
          )}
          <span title={moment(task.created)}>{ago(task.created)}</span>
          <span className={css.who}>
            {task.assignee && <Person id={task.assignee} size={18} />}
            <span className="unseen">{whose(task, user)}</span>
          </span>
        </span>
      </span>
    </button>
  );
}

const whose = ({ assignee }: shapes.Task, user: string): string =>
  assignee === user ? t.inbox.you : (assignee ?? t.inbox.nobody);

function Nothing({ isLooking, isSearch, view }: { isLooking: boolean; isSearch: boolean; view: View }) {
  if (isLooking) return <LoadingRows height={HEIGHT} />;
  if (isSearch)
    return (
      <Empty icon={IconSearch} title={t.inbox.noMatch}>
        {t.inbox.noMatchHint}
      </Empty>
    );
  const title = view === "mine" ? t.inbox.none : view === "free" ? t.inbox.noneFree : t.inbox.noneVisible;
  return (
    <Empty icon={IconCircleCheck} title={title}>
      {t.inbox.noneHint}
    </Empty>
  );
}
