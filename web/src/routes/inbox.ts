import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";
import { textOf } from "./search";

export interface InboxSearch {
  view?: string;
  q?: string;
  sort?: string;
  task?: string;
}

export const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  validateSearch: (given: Record<string, unknown>): InboxSearch => ({
    view: textOf(given["view"]),
    q: textOf(given["q"]),
    sort: textOf(given["sort"]),
    task: textOf(given["task"]),
  }),
  component: lazyRouteComponent(() => import("../features/inbox")),
});
