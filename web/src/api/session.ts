/** Who has signed in. The access token lives here and nowhere else; the refresh token is a cookie that no page can read. */
import { useSyncExternalStore } from "react";

export type State = "starting" | "out" | "password-due" | "in" | "unreachable";

export interface Session {
  state: State;
  user: string | null;
  /** Nobody needs to sign in; one says who one is. */
  isDevelopment: boolean;
  providers: string[];
}

interface Tokens {
  access_token: string;
  user_id: string;
  must_change_password: boolean;
}

const ACTING_AS = "trivium-acting-as";
const FIRST_USER = "admin";
const LOCK = "trivium-refresh";

let token: string | null = null;
let now: Session = { state: "starting", user: null, isDevelopment: false, providers: [] };
const listeners = new Set<() => void>();

function become(change: Partial<Session>): void {
  now = { ...now, ...change };
  listeners.forEach((tell) => tell());
}

export const session = {
  isDevelopment: (): boolean => now.isDevelopment,

  headers(): Record<string, string> {
    if (now.isDevelopment) return now.user ? { "x-user": encodeName(now.user) } : {};
    return token ? { authorization: `Bearer ${token}` } : {};
  },

  token: (): string | null => token,

  user: (): string | null => now.user,

  async begin(): Promise<void> {
    const ways = await ask("GET", "/api/auth/providers").catch(() => null);
    if (!ways?.ok) return become({ state: "unreachable" });
    const found = (await ways.json()) as { providers: string[]; development: boolean };
    if (found.development) {
      const user = localStorage.getItem(ACTING_AS) ?? FIRST_USER;
      return become({ state: "in", user, isDevelopment: true, providers: [] });
    }
    become({ providers: found.providers });
    if (!(await session.renew())) become({ state: "out" });
  },

  enter(tokens: Tokens): void {
    token = tokens.access_token;
    become({ state: tokens.must_change_password ? "password-due" : "in", user: tokens.user_id });
  },

  /** One tab at a time, since a refresh token is good once; one that finds it renewed meanwhile takes the next. */
  async renew(): Promise<boolean> {
    const before = token;
    return withLock(async () => {
      if (token !== before) return true;
      const answer = await ask("POST", "/api/auth/refresh").catch(() => null);
      if (!answer?.ok) return false;
      session.enter((await answer.json()) as Tokens);
      return true;
    });
  },

  lose(): void {
    token = null;
    become({ state: "out", user: null });
  },

  async leave(): Promise<void> {
    await ask("POST", "/api/auth/logout").catch(() => null);
    session.lose();
  },

  /** In development mode: be somebody else. */
  actAs(user: string): void {
    localStorage.setItem(ACTING_AS, user);
    become({ user });
  },
};

const ask = (method: string, path: string): Promise<Response> =>
  fetch(path, {
    method,
    credentials: "same-origin",
    headers: {
      accept: "application/json",
      ...(method === "POST" ? { "content-type": "application/json" } : {}),
    },
    ...(method === "POST" ? { body: "{}" } : {}),
  });

const encodeName = (name: string): string => name.replace(/[^\x20-\x7e]/g, "");

function withLock<Result>(work: () => Promise<Result>): Promise<Result> {
  return "locks" in navigator ? navigator.locks.request(LOCK, work) : work();
}

export function useSession(): Session {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => now,
  );
}
