/** What the pages of decisions ask for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api";

const MANY = 1000;
const PAGE = 50;
const NEVER = Infinity;

export const decisions = queryOptions({
  queryKey: ["definitions", "decision", "latest"],
  queryFn: ({ signal }) => api.listDecisions({ latest: true, sort: "name", limit: MANY }, { signal }),
});

export const versions = (key: string) =>
  queryOptions({
    queryKey: ["definitions", "decision", key],
    queryFn: ({ signal }) => api.listDecisions({ key, sort: "-version", limit: MANY }, { signal }),
  });

export const xml = (definition: string) =>
  queryOptions({
    queryKey: ["definition-xml", definition],
    queryFn: ({ signal }) => api.getDefinitionXml(definition, { signal }),
    staleTime: NEVER,
  });

export const findings = (key: string) =>
  queryOptions({
    queryKey: ["decision", key, "findings"],
    queryFn: ({ signal }) => api.getDecisionFindings(key, { signal }),
  });

export const history = (key: string) =>
  infiniteQueryOptions({
    queryKey: ["decision", key, "history"],
    queryFn: ({ signal, pageParam }) =>
      api.getDecisionHistory(key, { limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
