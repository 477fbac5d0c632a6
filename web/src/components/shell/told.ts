/** What one was told, the newest first. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api";

const OFTEN = 30_000;
const SHOWN = 20;

export const told = (user: string | null) =>
  queryOptions({
    queryKey: ["notifications", user],
    queryFn: ({ signal }) => api.listNotifications({ limit: SHOWN }, { signal }),
    refetchInterval: OFTEN,
  });
