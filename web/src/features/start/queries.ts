/** What can be started. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api";

const MANY = 1000;

export const definitions = queryOptions({
  queryKey: ["definitions", "startable"],
  queryFn: async ({ signal }) => {
    const of = (kind: "process" | "case") =>
      api.listDefinitions({ kind, latest: true, sort: "name", limit: MANY }, { signal });
    const [processes, cases] = await Promise.all([of("process"), of("case")]);
    return [...processes.items, ...cases.items].filter((each) => !each.suspended);
  },
});

export const startForm = (definition: string) =>
  queryOptions({
    queryKey: ["start-form", definition],
    queryFn: ({ signal }) => api.getStartForm(definition, { signal }),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
