/** Which tasks are looked at, as the address has it, and in what order. */
import type { shapes } from "../../api";
import { t } from "../../messages";

export interface Who {
  user: string;
  groups: readonly string[];
}

export const VIEWS = ["mine", "free", "visible"] as const;
export type View = (typeof VIEWS)[number] | `filter:${string}`;

export type Sort = keyof typeof t.inbox.sorts;
export const SORTS = Object.keys(t.inbox.sorts) as Sort[];

const FILTER = "filter:";

export const viewOf = (given: string | undefined): View =>
  VIEWS.find((each) => each === given) ?? (given?.startsWith(FILTER) ? (given as View) : "mine");

export const sortOf = (given: string | undefined): Sort =>
  SORTS.find((each) => each === given) ?? "-priority";

export const ofFilter = (id: string): View => `${FILTER}${id}`;

/** What the list of tasks is asked for. */
export function asked(view: View, { user, groups }: Who) {
  if (view === "mine") return { assignee: user };
  if (view === "free") return { user, candidate_group: [...groups], unassigned: true };
  if (view === "visible") return {};
  return { filter: view.slice(FILTER.length) };
}

export const nameOf = (view: View, filters: readonly shapes.TaskFilter[]): string => {
  if (view === "mine" || view === "free" || view === "visible") return t.inbox[view];
  return filters.find((each) => ofFilter(each.id) === view)?.name ?? t.inbox.title;
};

const said = (task: shapes.Task): string =>
  [
    task.name,
    task.business_key,
    task.process_definition_name,
    task.process_definition_key,
    task.assignee,
    task.description,
  ]
    .filter(Boolean)
    .join(" ")
    .toLowerCase();

/** The tasks in which each of the words is found. */
export function fitting(tasks: readonly shapes.Task[], text: string): readonly shapes.Task[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return tasks;
  return tasks.filter((task) => {
    const found = said(task);
    return words.every((word) => found.includes(word));
  });
}

/** What comes after this one, or before it; the first where there is no such. */
export function beside(ids: readonly string[], id: string | undefined, step: number): string | undefined {
  const index = id === undefined ? -1 : ids.indexOf(id);
  if (index < 0) return step > 0 ? ids[0] : ids.at(-1);
  return ids[Math.min(ids.length - 1, Math.max(0, index + step))];
}

/** Where one goes on when a task has left the list. */
export function following(ids: readonly string[], id: string): string | undefined {
  const index = ids.indexOf(id);
  return ids[index + 1] ?? (index > 0 ? ids[index - 1] : undefined);
}
