/** What happens to tasks, told the moment that it happens; `docs/reference/live.md`. */
import { useEffect, useEffectEvent, useState } from "react";
import { session, useSession } from "./session";

const PATH = "/ws/tasks";
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** The server says something at least every 25 seconds. */
const SILENCE_MS = 60_000;
const AT_ONCE = 1012;
const NOBODY = 4401;

export interface LiveEvent {
  type: string;
  task_id?: string;
  process_instance_id?: string;
}

interface Told {
  type: "welcome" | "events" | "live" | "heartbeat" | "pong" | "error";
  cursor?: string;
  resumed?: boolean;
  events?: LiveEvent[];
}

interface Asked {
  scope: "mine" | "visible";
  groups: readonly string[];
}

interface Hears {
  onEvents: (events: readonly LiveEvent[]) => void;
  onState: (isLive: boolean) => void;
}

/** Listens until the function that it answers is called; goes on where it was after a break. */
export function follow({ scope, groups }: Asked, { onEvents, onState }: Hears): () => void {
  let socket: WebSocket | null = null;
  let cursor: string | undefined;
  let pause = FIRST_PAUSE_MS;
  let isOver = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => socket?.close(), SILENCE_MS);
  };
  const open = () => {
    const address = new URL(PATH, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(address);
    socket.onopen = () => {
      listen();
      socket?.send(
        JSON.stringify({
          type: "subscribe",
          ...who(),
          types: ["task"],
          scope,
          candidate_groups: groups,
          cursor,
        }),
      );
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      listen();
      const told = JSON.parse(data) as Told;
      if (told.cursor) cursor = told.cursor;
      if (told.type === "welcome") {
        pause = FIRST_PAUSE_MS;
        onState(true);
        if (!told.resumed) onEvents([]);
      }
      if (told.events?.length) onEvents(told.events);
    };
    socket.onclose = ({ code }) => {
      clearTimeout(silence);
      onState(false);
      if (isOver) return;
      const next = code === NOBODY && !session.isDevelopment() ? renewed : open;
      again = setTimeout(next, code === AT_ONCE ? 0 : pause);
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    };
  };
  const renewed = () => void session.renew().then((isIn) => isIn && !isOver && open());
  open();
  return () => {
    isOver = true;
    clearTimeout(again);
    clearTimeout(silence);
    socket?.close();
  };
}

const who = () => {
  const token = session.token();
  return token ? { token } : { user: session.user() ?? undefined };
};

/** Whether one is told as it happens; `onEvents` also hears, with none, that all may have changed. */
export function useLive({ scope, groups }: Asked, onEvents: (events: readonly LiveEvent[]) => void): boolean {
  const [isLive, setLive] = useState(false);
  const { user } = useSession();
  const hear = useEffectEvent((events: readonly LiveEvent[]) => onEvents(events));
  const names = groups.join("\n");
  useEffect(() => {
    if (!user) return;
    const asked = { scope, groups: names ? names.split("\n") : [] };
    return follow(asked, { onEvents: (events) => hear(events), onState: setLive });
  }, [user, scope, names]);
  return isLive;
}
