import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";
import { numberOf, textOf } from "./search";

export const decisions = createRoute({
  getParentRoute: () => root,
  path: "/decisions",
  validateSearch: (given: Record<string, unknown>): { q?: string } => ({ q: textOf(given["q"]) }),
  component: lazyRouteComponent(() => import("../features/decisions")),
});

export interface DecisionSearch {
  version?: number;
  tab?: string;
}

export const decision = createRoute({
  getParentRoute: () => root,
  path: "/decisions/$key",
  validateSearch: (given: Record<string, unknown>): DecisionSearch => ({
    version: numberOf(given["version"]),
    tab: textOf(given["tab"]),
  }),
  component: lazyRouteComponent(() => import("../features/decisions/decision")),
});
