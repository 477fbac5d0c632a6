/** What the modeller asks for. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api";

const MANY = 1000;
const NEVER = Infinity;

export const definitions = queryOptions({
  queryKey: ["definitions", "any", "latest"],
  queryFn: ({ signal }) => api.listDefinitions({ latest: true, sort: "name", limit: MANY }, { signal }),
});

export const xml = (definition: string) =>
  queryOptions({
    queryKey: ["definition-xml", definition],
    queryFn: ({ signal }) => api.getDefinitionXml(definition, { signal }),
    staleTime: NEVER,
  });

export const validation = (text: string, name: string) =>
  queryOptions({
    queryKey: ["validation", name, text],
    queryFn: ({ signal }) => api.validateDefinitions(text, { name }, { signal }),
    staleTime: NEVER,
    retry: false,
  });
