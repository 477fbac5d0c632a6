/** Every address. A place: a file here with its route, and its feature in `features/`. */
import { createRouter } from "@tanstack/react-router";
import { LoadingRows } from "../components/states";
import { home } from "./home";
import { inbox } from "./inbox";
import { root } from "./root";

export const router = createRouter({
  routeTree: root.addChildren([home, inbox]),
  defaultPreload: "intent",
  defaultPendingComponent: LoadingRows,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
