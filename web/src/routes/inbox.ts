import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";

export interface InboxSearch {
  view?: string;
  q?: string;
  sort?: string;
  task?: string;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);

export const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  validateSearch: (given: Record<string, unknown>): InboxSearch => ({
    view: text(given["view"]),
    q: text(given["q"]),
    sort: text(given["sort"]),
    task: text(given["task"]),
  }),
  component: lazyRouteComponent(() => import("../features/inbox")),
});
