/** Retrying several incidents: each is a command of its own, a few at the same time. */
import { api } from "../../api";

const AT_ONCE = 6;

export interface Retried {
  done: number;
  failed: Error[];
}

type Work = (id: string) => Promise<unknown>;

export async function retryAll(
  ids: readonly string[],
  retry: Work = (id) => api.retryIncident(id),
): Promise<Retried> {
  const waiting = [...ids];
  const found: Retried = { done: 0, failed: [] };
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
      await retry(id).then(
        () => (found.done += 1),
        (error: unknown) => found.failed.push(error instanceof Error ? error : new Error(String(error))),
      );
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}
