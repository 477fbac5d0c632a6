/** Playing a journal: what is the case after each of its commands. */
import type { shapes } from "../../api";

type Command = shapes.ReplayedCommand;

export interface Moment {
  /** Tokens by element; the process itself is none. */
  tokens: Record<string, number>;
  incidents: Record<string, number>;
  /** Elements and flows that were passed. */
  path: string[];
  /** The variables of the process. */
  variables: Record<string, unknown>;
}

/** What is the case after the first `count` commands. */
export function momentAfter(commands: readonly Command[], count: number, key: string): Moment {
  const open = new Map<string, string>();
  const failed = new Map<string, number>();
  const path = new Set<string>();
  const variables: Record<string, unknown> = {};
  for (const command of commands.slice(0, count))
    for (const change of command.changes) {
      const item = change.execution_id ?? "";
      if (change.what === "entered" || change.what === "moved") open.set(item, change.activity_id);
      else if (change.what === "left" || change.what === "cancelled") {
        open.delete(item);
        failed.delete(item);
      } else if (change.what === "incident") failed.set(item, (failed.get(item) ?? 0) + 1);
      else if (change.what === "resolved") failed.set(item, Math.max(0, (failed.get(item) ?? 0) - 1));
      else if (change.what === "variables" && change.activity_id === key)
        Object.assign(variables, change.values);
      if (change.what === "left" || change.what === "passed" || change.what === "flow")
        path.add(change.activity_id);
    }
  const at = (item: string): string => open.get(item) ?? "";
  return {
    tokens: counted([...open.values()].filter((element) => element !== key)),
    incidents: counted([...failed].flatMap(([item, number]) => Array<string>(number).fill(at(item)))),
    path: [...path].filter((element) => element !== key),
    variables,
  };
}

function counted(elements: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const element of elements) found[element] = (found[element] ?? 0) + 1;
  return found;
}

/** What became of one variable: its values, when, by whom and with which command. */
export function historyOf(commands: readonly Command[], name: string, key: string) {
  return commands.flatMap(({ sequence, timestamp, user, operation, changes }) =>
    changes
      .filter((each) => each.what === "variables" && each.activity_id === key && name in (each.values ?? {}))
      .map((each) => ({
        sequence,
        timestamp,
        user,
        operation,
        value: each.values?.[name],
      })),
  );
}
