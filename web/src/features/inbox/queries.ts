/** What the inbox asks for. All about open tasks begins with "tasks", and is asked again when something happens. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api";
import { asked, type Sort, type View, type Who } from "./views";

const PAGE = 500;
const NEVER = Infinity;
/** Where nothing tells what happens. */
const SLOWLY = 60_000;

export const me = (user: string) =>
  queryOptions({
    queryKey: ["me", user],
    queryFn: ({ signal }) => api.getMe({ signal }),
    staleTime: SLOWLY,
  });

export const tasks = (view: View, sort: Sort, who: Who) =>
  infiniteQueryOptions({
    queryKey: ["tasks", "list", view, sort, who],
    queryFn: ({ signal, pageParam }) =>
      api.listTasks(
        { ...asked(view, who), sort, limit: PAGE, cursor: pageParam, count: pageParam === null },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: SLOWLY,
  });

export const count = (view: View, who: Who) =>
  queryOptions({
    queryKey: ["tasks", "count", view, who],
    queryFn: ({ signal }) => api.listTasks({ ...asked(view, who), limit: 1, count: true }, { signal }),
    select: ({ total }) => total ?? null,
    refetchInterval: SLOWLY,
  });

export const filters = queryOptions({
  queryKey: ["tasks", "filters"],
  queryFn: ({ signal }) => api.listFilters({ counts: true }, { signal }),
  refetchInterval: SLOWLY,
});

export const task = (id: string) =>
  queryOptions({
    queryKey: ["tasks", "one", id],
    queryFn: ({ signal }) => api.getTask(id, { plain: true }, { signal }),
  });

/** Not asked again while it is filled in: what is entered would be gone. */
export const form = (id: string) =>
  queryOptions({
    queryKey: ["task-form", id],
    queryFn: ({ signal }) => api.getTaskForm(id, { signal }),
    staleTime: NEVER,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const comments = (id: string) =>
  queryOptions({
    queryKey: ["tasks", "one", id, "comments"],
    queryFn: ({ signal }) => api.listTaskComments(id, { limit: PAGE }, { signal }),
  });

export const attachments = (id: string) =>
  queryOptions({
    queryKey: ["tasks", "one", id, "attachments"],
    queryFn: ({ signal }) => api.listTaskAttachments(id, { limit: PAGE }, { signal }),
  });

export const past = (instance: string) =>
  infiniteQueryOptions({
    queryKey: ["tasks", "past", instance],
    queryFn: ({ signal, pageParam }) =>
      api.getInstanceAudit(instance, { limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const path = (instance: string) =>
  queryOptions({
    queryKey: ["tasks", "path", instance],
    queryFn: ({ signal }) => api.getInstancePath(instance, { signal }),
  });

/** A deployed file never changes. */
export const xml = (definition: string) =>
  queryOptions({
    queryKey: ["definition-xml", definition],
    queryFn: ({ signal }) => api.getDefinitionXml(definition, { signal }),
    staleTime: NEVER,
  });

export const people = (text: string) =>
  queryOptions({
    queryKey: ["people", "pickable", text],
    queryFn: ({ signal }) => api.listUsers({ text: text || undefined, kind: "person", limit: 8 }, { signal }),
    retry: false,
  });
