import { describe, expect, it } from "vitest";
import { retryAll } from "./retry";

describe("retrying several incidents", () => {
  it("tries each once and a few at a time", async () => {
    let atWork = 0;
    let most = 0;
    const tried: string[] = [];
    const ids = Array.from({ length: 20 }, (_, index) => `i${index}`);
    const found = await retryAll(ids, async (id) => {
      most = Math.max(most, (atWork += 1));
      tried.push(id);
      await Promise.resolve();
      atWork -= 1;
    });
    expect(found).toEqual({ done: 20, failed: [] });
    expect(tried.sort()).toEqual(ids.sort());
    expect(most).toBeLessThanOrEqual(6);
  });

  it("goes on when one is refused, and says so", async () => {
    const found = await retryAll(["a", "b", "c"], (id) =>
      id === "b" ? Promise.reject(new Error("It is over.")) : Promise.resolve(),
    );
    expect([found.done, found.failed.map((error) => error.message)]).toEqual([2, ["It is over."]]);
  });
});
