import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";
import { textOf } from "./search";

export interface StartSearch {
  q?: string;
  /** The key of what is to be started. */
  definition?: string;
}

export const start = createRoute({
  getParentRoute: () => root,
  path: "/start",
  validateSearch: (given: Record<string, unknown>): StartSearch => ({
    q: textOf(given["q"]),
    definition: textOf(given["definition"]),
  }),
  component: lazyRouteComponent(() => import("../features/start")),
});
