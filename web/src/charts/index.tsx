/** Charts; what draws them is loaded when one is looked at. */
import { lazy, Suspense } from "react";
import css from "./charts.module.css";
import type { DaysProps } from "./Days";

const Days = lazy(() => import("./Days"));

export function DaysChart(props: DaysProps) {
  return (
    <Suspense fallback={<div className={css.chart} />}>
      <Days {...props} />
    </Suspense>
  );
}

export { Gantt, type Bar } from "./Gantt";
export type { Series } from "./Days";
