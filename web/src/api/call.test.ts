import { afterEach, describe, expect, it, vi } from "vitest";
import { call } from "./call";
import { Problem, Unreachable } from "./problem";
import { session } from "./session";

const answer = (status: number, body: unknown) =>
  new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { "content-type": status < 300 ? "application/json" : "application/problem+json" },
  });

const tokens = (access_token: string) => ({ access_token, user_id: "mary", must_change_password: false });

function serve(...answers: Response[]) {
  const asked: { path: string; init: RequestInit }[] = [];
  vi.stubGlobal(
    "fetch",
    vi.fn((path: string, init: RequestInit) => {
      asked.push({ path, init });
      const next = answers.shift();
      return next ? Promise.resolve(next) : Promise.reject(new TypeError("no answer"));
    }),
  );
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
  session.lose();
});

describe("call", () => {
  it("sends the token of who has signed in, and the query without what is not given", async () => {
    session.enter(tokens("first"));
    const asked = serve(answer(200, { items: [] }));
    await call("GET", "/api/x", { query: { user: "mary", none: null, empty: "", any: ["a", "b"] } });
    expect(asked[0]?.path).toBe("/api/x?user=mary&any=a&any=b");
    expect(new Headers(asked[0]?.init.headers).get("authorization")).toBe("Bearer first");
  });

  it("renews a token that has run out, once, and asks again", async () => {
    session.enter(tokens("old"));
    const asked = serve(
      answer(401, { code: "identity/token-expired" }),
      answer(200, tokens("new")),
      answer(200, { ok: true }),
    );
    await expect(call("GET", "/api/x", {})).resolves.toEqual({ ok: true });
    expect(asked.map(({ path }) => path)).toEqual(["/api/x", "/api/auth/refresh", "/api/x"]);
    expect(new Headers(asked[2]?.init.headers).get("authorization")).toBe("Bearer new");
  });

  it("says what the server refused", async () => {
    serve(answer(409, { code: "task/claimed-by-another", detail: "tom has it", user: "tom" }));
    const error = await call("POST", "/api/x", {}).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({
      code: "task/claimed-by-another",
      message: "tom has it",
      facts: { user: "tom" },
    });
  });

  it("tells a line that is broken from an answer", async () => {
    serve();
    await expect(call("GET", "/api/x", {})).rejects.toBeInstanceOf(Unreachable);
  });
});
