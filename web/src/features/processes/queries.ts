/** What the pages of processes ask for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api";

const LIVE = 10_000;
const PAGE = 100;
const MANY = 1000;
const NEVER = Infinity;

export interface InstanceFilters {
  definition?: string;
  key?: string;
  status?: "active" | "suspended" | "completed" | "terminated";
  businessKey?: string;
  sort?: string;
}

export const definitions = queryOptions({
  queryKey: ["definitions", "process", "latest"],
  queryFn: ({ signal }) =>
    api.listDefinitions({ kind: "process", latest: true, sort: "name", limit: MANY }, { signal }),
});

export const versions = (key: string) =>
  queryOptions({
    queryKey: ["definitions", "process", key],
    queryFn: ({ signal }) =>
      api.listDefinitions({ key, kind: "process", sort: "-version", limit: MANY }, { signal }),
  });

/** A deployed file never changes. */
export const xml = (definition: string) =>
  queryOptions({
    queryKey: ["definition-xml", definition],
    queryFn: ({ signal }) => api.getDefinitionXml(definition, { signal }),
    staleTime: NEVER,
  });

export const statistics = (definition: string) =>
  queryOptions({
    queryKey: ["definition-statistics", definition],
    queryFn: ({ signal }) => api.getDefinitionStatistics(definition, { signal }),
    refetchInterval: LIVE,
  });

/** How often and how long, at each element; the figures of all versions of a key. */
export const warmth = (key: string) =>
  queryOptions({
    queryKey: ["definition-warmth", key],
    queryFn: ({ signal }) => api.listBottlenecks({ process_definition_key: key, limit: MANY }, { signal }),
  });

export const instances = ({ definition, key, status, businessKey, sort }: InstanceFilters) =>
  infiniteQueryOptions({
    queryKey: ["instances", definition ?? key, status, businessKey, sort],
    queryFn: ({ signal, pageParam }) =>
      api.listInstances(
        {
          process_definition_id: definition,
          process_definition_key: key,
          status,
          business_key: businessKey,
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

export const instance = (id: string) =>
  queryOptions({
    queryKey: ["instance", id],
    queryFn: ({ signal }) => api.getInstance(id, {}, { signal }),
    refetchInterval: LIVE,
  });

export const tree = (id: string) =>
  queryOptions({
    queryKey: ["instance", id, "tree"],
    queryFn: ({ signal }) => api.getInstanceTree(id, { plain: true }, { signal }),
    refetchInterval: LIVE,
  });

export const replay = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["instance", id, "replay"],
    queryFn: ({ signal, pageParam }) =>
      api.getInstanceReplay(id, { limit: MANY, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const jobs = (id: string) =>
  queryOptions({
    queryKey: ["instance", id, "jobs"],
    queryFn: ({ signal }) => api.listJobs({ process_instance_id: id, limit: MANY }, { signal }),
  });

export const audit = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["instance", id, "audit"],
    queryFn: ({ signal, pageParam }) =>
      api.getInstanceAudit(id, { limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const batches = queryOptions({
  queryKey: ["batches"],
  queryFn: ({ signal }) => api.listBatches({ sort: "-created", limit: PAGE }, { signal }),
  refetchInterval: (query) =>
    query.state.data?.items.some((each) => each.status === "running") ? 1_000 : LIVE,
});

export const batch = (id: string) =>
  queryOptions({
    queryKey: ["batches", id],
    queryFn: ({ signal }) => api.getBatch(id, { signal }),
  });
