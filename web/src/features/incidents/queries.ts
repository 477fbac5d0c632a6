/** What the page of incidents asks for. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type shapes } from "../../api";

const LIVE = 10_000;
const PAGE = 100;
const NEVER = Infinity;

export type Status = "open" | "resolved" | "deleted" | "all";

/** What a cause is told by in an address. */
export const causeName = ({
  process_definition_key,
  activity_id,
  code,
}: shapes.Cause | shapes.Incident): string => `${process_definition_key}/${activity_id}/${code}`;

export const causes = (status: Status) =>
  queryOptions({
    queryKey: ["incidents", "causes", status],
    queryFn: ({ signal }) => api.listIncidentCauses({ status }, { signal }),
    refetchInterval: LIVE,
  });

export const incidents = (cause: shapes.Cause, status: Status) =>
  infiniteQueryOptions({
    queryKey: ["incidents", causeName(cause), status],
    queryFn: ({ signal, pageParam }) =>
      api.listIncidents(
        {
          process_definition_key: cause.process_definition_key,
          activity_id: cause.activity_id,
          code: cause.code,
          status,
          sort: "-created",
          limit: PAGE,
          cursor: pageParam,
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const incident = (id: string) =>
  queryOptions({
    queryKey: ["incidents", "one", id],
    queryFn: ({ signal }) => api.getIncident(id, { signal }),
  });

export const xml = (definition: string) =>
  queryOptions({
    queryKey: ["definition-xml", definition],
    queryFn: ({ signal }) => api.getDefinitionXml(definition, { signal }),
    staleTime: NEVER,
  });
