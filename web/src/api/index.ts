export * as api from "./generated/operations";
export type * as shapes from "./generated/shapes";
export { Problem, Unreachable, hasCode, isPassing } from "./problem";
export { session, useSession } from "./session";
export { client } from "./client";
export { download } from "./download";
export { useLive, type LiveEvent } from "./live";
