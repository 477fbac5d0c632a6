import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notifications } from "@mantine/notifications";
import type { shapes } from "../../api";
import { t } from "../../messages";
import { useActs } from "./use-acts";

const LIST = ["tasks", "list", "free"];
const task = (id: string) => ({ id, assignee: null, status: "created" }) as shapes.Task;
const problem = (status: number, members: object) =>
  new Response(JSON.stringify(members), { status, headers: { "content-type": "application/problem+json" } });

let store: QueryClient;
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={store}>{children}</QueryClientProvider>
);
const has = (id: string) =>
  store
    .getQueryData<{ pages: { items: shapes.Task[] }[] }>(LIST)
    ?.pages[0]?.items.find((each) => each.id === id)?.assignee;

beforeEach(() => {
  store = new QueryClient();
  store.setQueryData(LIST, { pages: [{ items: [task("a"), task("b")] }], pageParams: [null] });
});
afterEach(() => vi.restoreAllMocks());

describe("claiming", () => {
  it("is seen before the server has answered", async () => {
    let answer: (response: Response) => void = () => undefined;
    vi.spyOn(globalThis, "fetch").mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const { result } = renderHook(useActs, { wrapper });
    act(() => result.current.mutate({ action: "claim", ids: ["a"], user: "anna" }));
    await waitFor(() => expect(has("a")).toBe("anna"));
    expect([has("b"), result.current.isSuccess]).toEqual([null, false]);
    act(() => answer(new Response(null, { status: 204 })));
    await waitFor(() => expect(result.current.isSuccess).toBe(true));
  });

  it("says who has won a race, and shows it", async () => {
    const told = vi.spyOn(notifications, "show").mockReturnValue("");
    vi.spyOn(globalThis, "fetch").mockResolvedValue(
      problem(409, { code: "task/claimed-by-another", detail: "…", assignee: "ben" }),
    );
    const { result } = renderHook(useActs, { wrapper });
    act(() => result.current.mutate({ action: "claim", ids: ["a"], user: "anna" }));
    await waitFor(() => expect(result.current.isError).toBe(true));
    expect(has("a")).toBe("ben");
    expect(told).toHaveBeenCalledWith(
      expect.objectContaining({ title: t.inbox.lostTitle, message: t.inbox.lost("ben") }),
    );
  });

  it("takes back what the server refuses for another reason", async () => {
    vi.spyOn(notifications, "show").mockReturnValue("");
    vi.spyOn(globalThis, "fetch").mockResolvedValue(problem(404, { code: "task/not-found", detail: "…" }));
    const { result } = renderHook(useActs, { wrapper });
    act(() => result.current.mutate({ action: "claim", ids: ["a"], user: "anna" }));
    await waitFor(() => expect(result.current.isError).toBe(true));
    expect(has("a")).toBeNull();
  });

  it("tells of each of several that was refused", async () => {
    const told = vi.spyOn(notifications, "show").mockReturnValue("");
    const report = {
      done: 1,
      refused: 1,
      results: [
        { task_id: "a", done: true, code: null, detail: null },
        { task_id: "b", done: false, code: "task/claimed-by-another", detail: "Ben has it." },
      ],
    };
    const asked = vi
      .spyOn(globalThis, "fetch")
      .mockResolvedValue(
        new Response(JSON.stringify(report), { headers: { "content-type": "application/json" } }),
      );
    const { result } = renderHook(useActs, { wrapper });
    act(() => result.current.mutate({ action: "assign", ids: ["a", "b"], user: "carla" }));
    await waitFor(() => expect(result.current.isSuccess).toBe(true));
    expect(asked.mock.calls[0]?.[0]).toBe("/api/processes/tasks/bulk");
    expect(told).toHaveBeenCalledWith(
      expect.objectContaining({ title: t.inbox.refused(1), message: "Ben has it." }),
    );
  });
});
