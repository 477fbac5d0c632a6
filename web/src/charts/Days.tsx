/** Numbers by days as bars, with a table for who does not see them. */
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use as plug } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import css from "./charts.module.css";

plug([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export interface Series {
  name: string;
  /** The name of a colour of the theme, such as `--t-accent`. */
  colour: string;
  values: readonly (number | null)[];
  isLine?: boolean;
}

export interface DaysProps {
  label: string;
  days: readonly string[];
  series: readonly Series[];
}

export default function Days({ label, days, series }: DaysProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = init(element, undefined, { renderer: "svg" });
    const draw = () => chart.setOption(options(element, days, series));
    draw();
    const sized = new ResizeObserver(() => chart.resize());
    sized.observe(element);
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
    return () => {
      sized.disconnect();
      themed.disconnect();
      chart.dispose();
    };
  }, [days, series]);
  return (
    <figure className={css.figure}>
      <div ref={place} className={css.chart} aria-hidden />
      <table className="unseen">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{label}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day, index) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {series.map(({ name, values }) => (
                <td key={name}>{values[index]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function options(element: HTMLElement, days: readonly string[], series: readonly Series[]) {
  const theme = getComputedStyle(element);
  const colour = (name: string) => theme.getPropertyValue(name).trim();
  const text = { color: colour("--t-quiet"), fontFamily: theme.fontFamily, fontSize: 11 };
  return {
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: text },
    tooltip: {
      trigger: "axis",
      backgroundColor: colour("--t-raised"),
      borderColor: colour("--t-line-strong"),
      textStyle: { ...text, color: colour("--t-ink") },
    },
    xAxis: {
      type: "category",
      data: [...days],
      axisLabel: text,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("--t-line-strong") } },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      axisLabel: text,
      splitLine: { lineStyle: { color: colour("--t-line") } },
    },
    series: series.map(({ name, colour: of, values, isLine }) => ({
      name,
      type: isLine ? "line" : "bar",
      data: [...values],
      itemStyle: { color: colour(of), borderRadius: [2, 2, 0, 0] },
      barMaxWidth: 14,
      symbol: "none",
    })),
  };
}
