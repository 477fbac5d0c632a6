import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";
import { numberOf, textOf } from "./search";

export interface MonitoringSearch {
  days?: number;
  process?: string;
}

export const monitoring = createRoute({
  getParentRoute: () => root,
  path: "/monitoring",
  validateSearch: (given: Record<string, unknown>): MonitoringSearch => ({
    days: numberOf(given["days"]),
    process: textOf(given["process"]),
  }),
  component: lazyRouteComponent(() => import("../features/monitoring")),
});
