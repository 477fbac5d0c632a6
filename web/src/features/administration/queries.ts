/** What Administration asks for; whatever is changed there is asked for anew. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api";

const MOST = 1000;
const LIVE = 10_000;
const HERE = "administration";

export const users = (text = "") =>
  queryOptions({
    queryKey: [HERE, "users", text],
    queryFn: ({ signal }) => api.listUsers({ text: text || null, limit: MOST }, { signal }),
    placeholderData: (before) => before,
  });

export const groups = queryOptions({
  queryKey: [HERE, "groups"],
  queryFn: ({ signal }) => api.listGroups({ limit: MOST }, { signal }),
});

export const grants = queryOptions({
  queryKey: [HERE, "grants"],
  queryFn: ({ signal }) => api.listGrants({ limit: MOST }, { signal }),
});

export const keys = queryOptions({
  queryKey: [HERE, "keys"],
  queryFn: ({ signal }) => api.listApiKeys({}, { signal }),
});

export const filters = queryOptions({
  queryKey: [HERE, "filters"],
  queryFn: ({ signal }) => api.listFilters({}, { signal }),
});

export type Kind = "calendars" | "targets" | "rules";

export const DOCUMENTS = {
  calendars: { list: api.listCalendars, remove: api.deleteCalendar, put: api.putCalendar },
  targets: { list: api.listTargets, remove: api.deleteTarget, put: api.putTarget },
  rules: { list: api.listRules, remove: api.deleteRule, put: api.putRule },
};

export const documents = (kind: Kind) =>
  queryOptions({
    queryKey: [HERE, kind],
    queryFn: ({ signal }) => DOCUMENTS[kind].list({ signal }),
  });

export const health = queryOptions({
  queryKey: [HERE, "health"],
  queryFn: ({ signal }) => api.getHealth({ signal }),
  refetchInterval: LIVE,
});

export const topics = queryOptions({
  queryKey: [HERE, "topics"],
  queryFn: ({ signal }) => api.listTopics({ signal }),
  refetchInterval: LIVE,
});

/** Does something, and has all that is shown here asked for anew before it is told. */
export function useChange<Given, Answer>(change: (given: Given) => Promise<Answer>, done?: () => void) {
  const store = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await store.invalidateQueries({ queryKey: [HERE] });
      done?.();
    },
  });
}
