/** What waits for one: lists of tasks, and the task that is open beside them. */
import { ActionIcon, NativeSelect, TextInput } from "@mantine/core";
import { useThrottledCallback } from "@mantine/hooks";
import { IconKeyboard, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useLive, useSession } from "../../api";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { t } from "../../messages";
import { Bulk } from "./components/bulk";
import { TaskList } from "./components/list";
import { ViewChoice, Views } from "./components/views";
import css from "./inbox.module.css";
import { filters, me, tasks } from "./queries";
import { useActs } from "./use-acts";
import { useKeys } from "./use-keys";
import { beside, fitting, following, nameOf, SORTS, sortOf, viewOf, type Who } from "./views";

// what is not there at first comes when it is wanted
const OneTask = lazy(() => import("./components/task"));
const Assign = lazy(() => import("./components/assign"));
const KeyHelp = lazy(() => import("./components/key-help"));

const HERE = "/inbox";
const OFTEN_MS = 400;

export default function Inbox() {
  const { user } = useSession();
  const found = useQuery(me(user ?? ""));
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Page title={t.inbox.title}>{null}</Page>;
  return <Whole who={{ user: found.data.user_id ?? user ?? "", groups: found.data.groups }} />;
}

function Whole({ who }: { who: Who }) {
  const search = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const store = useQueryClient();
  const view = viewOf(search.view);
  const sort = sortOf(search.sort);
  const { q = "", task: open } = search;
  const change = (wanted: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...wanted }), replace: true });

  const list = useInfiniteQuery(tasks(view, sort, who));
  const saved = useQuery(filters).data?.items ?? [];
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = fitting(rows, q);
  const ids = shown.map(({ id }) => id);
  const total = list.data?.pages[0]?.total ?? rows.length;

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    // who searches looks at all of them
    if (q && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [q, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const ask = useThrottledCallback(() => void store.invalidateQueries({ queryKey: ["tasks"] }), OFTEN_MS);
  const isLive = useLive(
    { scope: view === "mine" || view === "free" ? "mine" : "visible", groups: who.groups },
    ask,
  );

  const [looked, setLooked] = useState<string | undefined>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isAssigning, setAssigning] = useState(false);
  const [hasHelp, setHelp] = useState(false);
  const searching = useRef<HTMLInputElement>(null);
  const acts = useActs();
  const current = open ?? looked;
  const meant = chosen.size > 0 ? [...chosen] : current ? [current] : [];
  const act = (action: "claim" | "unclaim") => {
    if (meant.length > 0) acts.mutate({ action, ids: meant, user: who.user });
    setChosen(new Set());
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const look = (id: string | undefined) => {
    setLooked(id);
    if (open && id) change({ task: id });
  };

  useKeys({
    j: () => look(beside(ids, current, 1)),
    k: () => look(beside(ids, current, -1)),
    Enter: () => (open ? intoForm() : current && change({ task: current })),
    Escape: () => (open ? change({ task: undefined }) : setChosen(new Set())),
    c: () => act("claim"),
    u: () => act("unclaim"),
    a: () => meant.length > 0 && setAssigning(true),
    x: () => current && toggle(current),
    "/": () => searching.current?.focus(),
    "?": () => setHelp(true),
  });

  return (
    <Page
      title={nameOf(view, saved)}
      mark={
        <span
          className={css.live}
          data-live={isLive || undefined}
          title={isLive ? t.inbox.live : t.inbox.notLive}
        />
      }
      note={q ? t.inbox.shownOf(shown.length, total) : t.inbox.tasks(total)}
      actions={
        <>
          <ViewChoice view={view} saved={saved} onView={(next) => change({ view: next, task: undefined })} />
          <TextInput
            ref={searching}
            size="xs"
            className={css.search}
            leftSection={<IconSearch size={14} />}
            placeholder={t.inbox.search}
            aria-label={t.inbox.search}
            value={q}
            onChange={(event) => change({ q: event.currentTarget.value || undefined })}
          />
          <NativeSelect
            size="xs"
            className={css.sort}
            aria-label={t.inbox.sort}
            data={SORTS.map((value) => ({ value, label: t.inbox.sorts[value] }))}
            value={sort}
            onChange={(event) => change({ sort: event.currentTarget.value })}
          />
          <ActionIcon
            className={css.help}
            aria-label={t.inbox.keysTitle}
            title={t.inbox.keysTitle}
            onClick={() => setHelp(true)}
          >
            <IconKeyboard size={16} stroke={1.6} />
          </ActionIcon>
        </>
      }
    >
      <div className={css.split} data-open={open !== undefined || undefined}>
        <Views
          view={view}
          saved={saved}
          who={who}
          onView={(next) => change({ view: next, task: undefined })}
        />
        <section className={css.tasks} aria-label={t.inbox.list}>
          {chosen.size > 0 && (
            <Bulk
              count={chosen.size}
              onClaim={() => act("claim")}
              onUnclaim={() => act("unclaim")}
              onAssign={() => setAssigning(true)}
              onAll={() => setChosen(new Set(ids))}
              onNone={() => setChosen(new Set())}
            />
          )}
          <TaskList
            list={list}
            shown={shown}
            isSearch={q !== ""}
            view={view}
            user={who.user}
            current={current}
            chosen={chosen}
            onToggle={toggle}
            onOpen={(id) => {
              setLooked(id);
              change({ task: id });
            }}
          />
        </section>
        {open ? (
          <Suspense fallback={<LoadingRows rows={5} />}>
            <OneTask
              key={open}
              id={open}
              who={who}
              onBack={() => change({ task: undefined })}
              onAssign={() => setAssigning(true)}
              onDone={() => {
                const next = following(ids, open);
                setLooked(next);
                change({ task: next });
              }}
            />
          </Suspense>
        ) : (
          <div className={css.aside}>
            <Empty title={t.inbox.choose}>{t.inbox.chooseHint}</Empty>
          </div>
        )}
      </div>
      <Suspense>
        {isAssigning && (
          <Assign
            count={meant.length}
            onClose={() => setAssigning(false)}
            onGo={(user) => {
              acts.mutate({ action: "assign", ids: meant, user });
              setChosen(new Set());
              setAssigning(false);
            }}
          />
        )}
        {hasHelp && <KeyHelp onClose={() => setHelp(false)} />}
      </Suspense>
    </Page>
  );
}

function intoForm(): void {
  const first = "#task-work :is(input, textarea, button):not([disabled]):not([readonly])";
  document.querySelector<HTMLElement>(first)?.focus();
}
