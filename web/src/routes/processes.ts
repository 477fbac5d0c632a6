import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";
import { numberOf, oneOf, textOf } from "./search";

const STATES = ["active", "suspended", "completed", "terminated"] as const;

export const processes = createRoute({
  getParentRoute: () => root,
  path: "/processes",
  validateSearch: (given: Record<string, unknown>): { q?: string } => ({
    q: textOf(given["q"]),
  }),
  component: lazyRouteComponent(() => import("../features/processes")),
});

export interface DefinitionSearch {
  version?: number;
  /** The version that it is compared with. */
  with?: number;
  status?: (typeof STATES)[number];
  business?: string;
  sort?: string;
}

export const process = createRoute({
  getParentRoute: () => root,
  path: "/processes/definitions/$key",
  validateSearch: (given: Record<string, unknown>): DefinitionSearch => ({
    version: numberOf(given["version"]),
    with: numberOf(given["with"]),
    status: oneOf(STATES, given["status"]),
    business: textOf(given["business"]),
    sort: textOf(given["sort"]),
  }),
  component: lazyRouteComponent(() => import("../features/processes/definition")),
});

export interface InstanceSearch {
  tab?: string;
  /** The step of the journal that is shown. */
  at?: number;
  element?: string;
}

export const instance = createRoute({
  getParentRoute: () => root,
  path: "/processes/instances/$id",
  validateSearch: (given: Record<string, unknown>): InstanceSearch => ({
    tab: textOf(given["tab"]),
    at: numberOf(given["at"]),
    element: textOf(given["element"]),
  }),
  component: lazyRouteComponent(() => import("../features/processes/instance")),
});

export const batches = createRoute({
  getParentRoute: () => root,
  path: "/processes/batches",
  component: lazyRouteComponent(() => import("../features/processes/batches")),
});
