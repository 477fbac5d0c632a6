/** What the pages of cases ask for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api";

const LIVE = 10_000;
const PAGE = 100;
const MANY = 1000;
const NEVER = Infinity;

export type Status = "active" | "suspended" | "failed" | "completed" | "terminated" | "closed";

export interface CaseFilters {
  status?: Status;
  kind?: string;
  business?: string;
  sort?: string;
}

export const definitions = queryOptions({
  queryKey: ["definitions", "case", "latest"],
  queryFn: ({ signal }) => api.listCaseDefinitions({ latest: true, limit: MANY }, { signal }),
});

export const cases = ({ status, kind, business, sort }: CaseFilters) =>
  infiniteQueryOptions({
    queryKey: ["cases", status, kind, business, sort],
    queryFn: ({ signal, pageParam }) =>
      api.listCases(
        {
          status,
          case_definition_key: kind,
          business_key: business,
          sort,
          limit: PAGE,
          cursor: pageParam,
          count: pageParam === null,
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const oneCase = (id: string) =>
  queryOptions({
    queryKey: ["case", id],
    queryFn: ({ signal }) => api.getCase(id, { signal }),
    refetchInterval: LIVE,
  });

export const items = (id: string) =>
  queryOptions({
    queryKey: ["case", id, "items"],
    queryFn: ({ signal }) => api.listPlanItems(id, { limit: MANY }, { signal }),
    refetchInterval: LIVE,
  });

export const actions = (id: string) =>
  queryOptions({
    queryKey: ["case", id, "actions"],
    queryFn: ({ signal }) => api.listCaseActions(id, {}, { signal }),
  });

export const reasons = (id: string, item: string) =>
  queryOptions({
    queryKey: ["case", id, "why", item],
    queryFn: ({ signal }) => api.explainPlanItem(id, item, { signal }),
  });

export const file = (id: string) =>
  queryOptions({
    queryKey: ["case", id, "file"],
    queryFn: ({ signal }) => api.getCaseFile(id, { signal }),
  });

export const timeline = (id: string) =>
  queryOptions({
    queryKey: ["case", id, "replay"],
    queryFn: ({ signal }) => api.getInstanceReplay(id, { limit: MANY }, { signal }),
  });

export const audit = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["case", id, "audit"],
    queryFn: ({ signal, pageParam }) => api.getCaseAudit(id, { limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const xml = (definition: string) =>
  queryOptions({
    queryKey: ["definition-xml", definition],
    queryFn: ({ signal }) => api.getDefinitionXml(definition, { signal }),
    staleTime: NEVER,
  });
