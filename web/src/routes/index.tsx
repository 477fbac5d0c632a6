/** Every address. A place: a file here with its route, and its feature in `features/`. */
import { createRouter } from "@tanstack/react-router";
import { LoadingRows } from "../components/states";
import { administration } from "./administration";
import { cases, oneCase } from "./cases";
import { decision, decisions } from "./decisions";
import { home } from "./home";
import { inbox } from "./inbox";
import { incidents } from "./incidents";
import { modeller } from "./modeller";
import { monitoring } from "./monitoring";
import { batches, instance, process, processes } from "./processes";
import { root } from "./root";
import { start } from "./start";

export const router = createRouter({
  routeTree: root.addChildren([
    ...[home, inbox, start, incidents, administration],
    ...[processes, process, instance, batches],
    ...[cases, oneCase, decisions, decision, modeller, monitoring],
  ]),
  defaultPreload: "intent",
  defaultPendingComponent: LoadingRows,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
