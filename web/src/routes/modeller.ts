import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "./root";
import { oneOf, textOf } from "./search";

const NOTATIONS = ["bpmn", "cmmn", "dmn"] as const;

export interface ModellerSearch {
  /** What is edited: a deployed definition … */
  definition?: string;
  /** … or a new model. */
  fresh?: (typeof NOTATIONS)[number];
}

export const modeller = createRoute({
  getParentRoute: () => root,
  path: "/modeller",
  validateSearch: (given: Record<string, unknown>): ModellerSearch => ({
    definition: textOf(given["definition"]),
    fresh: oneOf(NOTATIONS, given["fresh"]),
  }),
  component: lazyRouteComponent(() => import("../features/modeller")),
});
