import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";
import { oneOf, textOf } from "./search";

const STATES = ["active", "suspended", "failed", "completed", "terminated", "closed"] as const;

export interface CasesSearch {
  status?: (typeof STATES)[number];
  kind?: string;
  business?: string;
  sort?: string;
}

export const cases = createRoute({
  getParentRoute: () => root,
  path: "/cases",
  validateSearch: (given: Record<string, unknown>): CasesSearch => ({
    status: oneOf(STATES, given["status"]),
    kind: textOf(given["kind"]),
    business: textOf(given["business"]),
    sort: textOf(given["sort"]),
  }),
  component: lazyRouteComponent(() => import("../features/cases")),
});

export interface CaseSearch {
  tab?: string;
  item?: string;
}

export const oneCase = createRoute({
  getParentRoute: () => root,
  path: "/cases/$id",
  validateSearch: (given: Record<string, unknown>): CaseSearch => ({
    tab: textOf(given["tab"]),
    item: textOf(given["item"]),
  }),
  component: lazyRouteComponent(() => import("../features/cases/case")),
});
