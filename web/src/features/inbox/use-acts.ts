/** Claiming, giving back and assigning: shown at once, taken back where the server refuses, and then it is said why. */
import { notifications } from "@mantine/notifications";
import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, hasCode, type shapes } from "../../api";
import { t } from "../../messages";

export interface Act {
  action: "claim" | "unclaim" | "assign";
  ids: readonly string[];
  /** Who gets them. */
  user: string;
}

type Pages = InfiniteData<shapes.TaskPage, string | null>;

export function useActs() {
  const store = useQueryClient();
  return useMutation({
    mutationFn: carryOut,
    onMutate: async ({ action, ids, user }) => {
      await store.cancelQueries({ queryKey: ["tasks"] });
      const before = store.getQueriesData({ queryKey: ["tasks"] });
      show(store, new Set(ids), action === "unclaim" ? null : user);
      return before;
    },
    onSuccess: (report, act) => tell(report, act),
    onError: (error, { ids }, before) => {
      before?.forEach(([key, data]) => store.setQueryData(key, data));
      if (hasCode(error, "task/claimed-by-another")) {
        const winner = String(error.facts["assignee"]);
        show(store, new Set(ids), winner);
        notifications.show({ color: "yellow", title: t.inbox.lostTitle, message: t.inbox.lost(winner) });
      } else refused(error);
    },
    onSettled: () => store.invalidateQueries({ queryKey: ["tasks"] }),
  });
}

/** One alone is asked for by itself, since its refusal says more. */
async function carryOut({ action, ids, user }: Act): Promise<shapes.ManyTasksReport> {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    if (action === "claim") await api.claimTask(only, {});
    else if (action === "unclaim") await api.unclaimTask(only);
    else await api.assignTask(only, { user_id: user });
    return { done: 1, refused: 0, results: [] };
  }
  return api.changeTasks({ action, task_ids: [...ids], ...(action === "unclaim" ? {} : { user_id: user }) });
}

function tell(report: shapes.ManyTasksReport, { action, user }: Act): void {
  const done = {
    claim: t.inbox.claimed(report.done),
    unclaim: t.inbox.unclaimed(report.done),
    assign: t.inbox.assigned(report.done, user),
  };
  if (report.done > 0) notifications.show({ message: done[action] });
  if (report.refused === 0) return;
  const reasons = new Set(report.results.filter((each) => !each.done).map((each) => each.detail));
  notifications.show({
    color: "yellow",
    title: t.inbox.refused(report.refused),
    message: [...reasons].slice(0, 3).join(" "),
  });
}

/** Says what the server did not do. */
export function refused(error: unknown): void {
  if (hasCode(error, "task/not-found"))
    notifications.show({ color: "yellow", title: t.inbox.overTitle, message: t.inbox.over });
  else
    notifications.show({
      color: "red",
      title: t.inbox.notDone,
      message: error instanceof Error ? error.message : String(error),
    });
}

/** Shows who has the tasks, wherever they are shown. */
export function show(store: QueryClient, ids: ReadonlySet<string>, assignee: string | null): void {
  const given = <Row extends shapes.Task | shapes.TaskDetails>(row: Row): Row =>
    ids.has(row.id) ? { ...row, assignee, status: assignee ? "assigned" : "created" } : row;
  store.setQueriesData<Pages>(
    { queryKey: ["tasks", "list"] },
    (data) =>
      data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(given) })) },
  );
  for (const id of ids)
    store.setQueryData<shapes.TaskDetails>(["tasks", "one", id], (data) => data && given(data));
}
