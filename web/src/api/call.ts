import { Problem, Unreachable } from "./problem";
import { session } from "./session";

export interface Options {
  signal?: AbortSignal;
  /** The same request sent again with the same key is carried out once. */
  idempotencyKey?: string;
  /** Only say what it would do. */
  dryRun?: boolean;
}

interface Asked extends Options {
  body?: unknown;
  query?: object;
}

const EXPIRED = new Set(["identity/token-expired", "identity/bad-token"]);

/** Sends a request as who has signed in; an access token that has run out is renewed once. */
export async function call<Answer>(method: string, path: string, asked: Asked): Promise<Answer> {
  try {
    return await send<Answer>(method, path, asked);
  } catch (error) {
    const isOver = error instanceof Problem && error.status === 401 && !path.startsWith("/api/auth/");
    if (!isOver || session.isDevelopment()) throw error;
    if (!EXPIRED.has(error.code) || !(await session.renew())) {
      session.lose();
      throw error;
    }
    return send<Answer>(method, path, asked);
  }
}

async function send<Answer>(method: string, path: string, asked: Asked): Promise<Answer> {
  const { body, query, signal, idempotencyKey, dryRun } = asked;
  const headers = new Headers({ accept: "application/json", ...session.headers() });
  if (idempotencyKey) headers.set("idempotency-key", idempotencyKey);
  const init: RequestInit = { method, headers, signal: signal ?? null, credentials: "same-origin" };
  if (body instanceof FormData) init.body = body;
  else if (typeof body === "string") {
    headers.set("content-type", "application/xml");
    init.body = body;
  } else if (body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(body);
  }
  const answer = await fetch(path + written({ ...query, ...(dryRun ? { dry_run: true } : {}) }), init).catch(
    (error: unknown) => {
      if (signal?.aborted) throw error;
      throw new Unreachable(error);
    },
  );
  return read<Answer>(answer);
}

async function read<Answer>(answer: Response): Promise<Answer> {
  const kind = answer.headers.get("content-type") ?? "";
  if (!answer.ok) {
    const told = kind.includes("json") ? ((await answer.json()) as Record<string, unknown>) : {};
    throw new Problem(answer.status, told);
  }
  if (answer.status === 204) return undefined as Answer;
  return (kind.includes("json") ? await answer.json() : await answer.text()) as Answer;
}

function written(query: object): string {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, unknown][]) {
    if (value === undefined || value === null || value === "") continue;
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value])
      found.append(name, String(each));
  }
  const text = found.toString();
  return text && `?${text}`;
}
