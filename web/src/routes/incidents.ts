import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";
import { oneOf, textOf } from "./search";

const STATUSES = ["open", "resolved", "deleted", "all"] as const;

export interface IncidentSearch {
  q?: string;
  status?: (typeof STATUSES)[number];
  /** Process, element and code, as `order/charge/job/retries-exhausted`. */
  cause?: string;
  incident?: string;
}

export const incidents = createRoute({
  getParentRoute: () => root,
  path: "/incidents",
  validateSearch: (given: Record<string, unknown>): IncidentSearch => ({
    q: textOf(given["q"]),
    status: oneOf(STATUSES, given["status"]),
    cause: textOf(given["cause"]),
    incident: textOf(given["incident"]),
  }),
  component: lazyRouteComponent(() => import("../features/incidents")),
});
