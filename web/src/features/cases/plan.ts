/** The plan of a case as a tree: stages hold what is planned in them. */
import type { shapes } from "../../api";

export interface Planned {
  item: shapes.PlanItem;
  inside: Planned[];
  /** What can be done with it now. */
  actions: shapes.Action[];
  /** What may be planned in it besides. */
  discretionary: shapes.Action[];
}

const PLAN = "plan";

/** The items in the order in which they came to be; what hangs on no stage that is known stands at the top. */
export function planOf(items: readonly shapes.PlanItem[], actions: readonly shapes.Action[]): Planned[] {
  const found = new Map<number, Planned>();
  for (const item of [...items].sort((one, other) => one.execution_id - other.execution_id)) {
    const own = actions.filter((each) => each.execution_id === item.execution_id);
    found.set(item.execution_id, {
      item,
      inside: [],
      actions: own.filter((each) => each.action !== PLAN),
      discretionary: own.filter((each) => each.action === PLAN),
    });
  }
  const top: Planned[] = [];
  for (const each of found.values()) (found.get(each.item.stage_execution_id)?.inside ?? top).push(each);
  return top;
}

const IMPORTANCE = [
  "failed",
  "active",
  "enabled",
  "suspended",
  "available",
  "completed",
  "disabled",
  "terminated",
];

/** One state for each item of the model: of its instances the one that matters most. */
export function statesOf(items: readonly shapes.PlanItem[]): Record<string, string> {
  const found: Record<string, string> = {};
  const rank = (state: string): number => {
    const index = IMPORTANCE.indexOf(state);
    return index < 0 ? IMPORTANCE.length : index;
  };
  for (const { plan_item_id: id, status } of items) {
    const known = found[id];
    if (known === undefined || rank(status) < rank(known)) found[id] = status;
  }
  return found;
}

const FIRST = new Set(["manualStart", "complete", "occur", "reenable", "reactivate", "resume", "enable"]);

/** What people mostly want of an item; the rest is kept in a menu. */
export const isFirst = ({ action }: shapes.Action): boolean => FIRST.has(action);
