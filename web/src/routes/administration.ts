import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";
import { oneOf, textOf } from "./search";

const TABS = [
  "users",
  "groups",
  "grants",
  "keys",
  "calendars",
  "targets",
  "rules",
  "filters",
  "health",
] as const;

export interface AdministrationSearch {
  tab?: (typeof TABS)[number];
  q?: string;
}

export const administration = createRoute({
  getParentRoute: () => root,
  path: "/administration",
  validateSearch: (given: Record<string, unknown>): AdministrationSearch => ({
    tab: oneOf(TABS, given["tab"]),
    q: textOf(given["q"]),
  }),
  component: lazyRouteComponent(() => import("../features/administration")),
});
