/** What the dashboard asks for: six questions, however much goes on. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api";

const LIVE = 10_000;
const DAY = 86_400_000;
const SHOWN = 8;
const RUNNING = 40;

export interface Range {
  days: number;
  process: string | undefined;
}

const since = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
/** Figures are kept by whole days. */
const sinceDay = (days: number): string => since(days).slice(0, "2026-01-01".length);

export const metrics = ({ days, process }: Range) =>
  queryOptions({
    queryKey: ["monitoring", "metrics", days, process],
    queryFn: ({ signal }) =>
      api.getMetrics({ since: sinceDay(days), process_definition_key: process }, { signal }),
    refetchInterval: LIVE,
  });

export const bottlenecks = ({ days, process }: Range) =>
  queryOptions({
    queryKey: ["monitoring", "bottlenecks", days, process],
    queryFn: ({ signal }) =>
      api.listBottlenecks(
        { since: sinceDay(days), process_definition_key: process, limit: SHOWN },
        { signal },
      ),
    refetchInterval: LIVE,
  });

export const workload = ({ days, process }: Range) =>
  queryOptions({
    queryKey: ["monitoring", "tasks", days, process],
    queryFn: ({ signal }) =>
      api.getTaskStatistics({ since: sinceDay(days), process_definition_key: process }, { signal }),
    refetchInterval: LIVE,
  });

export const compliance = ({ days, process }: Range) =>
  queryOptions({
    queryKey: ["monitoring", "sla", days, process],
    queryFn: ({ signal }) =>
      api.getSlaCompliance({ since: since(days), by: ["target"], definition_key: process }, { signal }),
    refetchInterval: LIVE,
  });

export const running = ({ process }: Range) =>
  queryOptions({
    queryKey: ["monitoring", "running", process],
    queryFn: ({ signal }) =>
      api.listActiveProcesses({ process_definition_key: process, limit: RUNNING }, { signal }),
    refetchInterval: LIVE,
  });

export const processes = queryOptions({
  queryKey: ["definitions", "process", "latest"],
  queryFn: ({ signal }) =>
    api.listDefinitions({ kind: "process", latest: true, sort: "name", limit: 1000 }, { signal }),
});
