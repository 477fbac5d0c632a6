import { createRoute, redirect } from "@tanstack/react-router";
import { root } from "./root";

export const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/inbox", replace: true });
  },
});
