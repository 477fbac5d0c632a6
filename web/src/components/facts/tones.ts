import type { Tone } from "./index";

const TONES: Record<string, Tone> = {
  active: "active",
  running: "active",
  open: "bad",
  failed: "bad",
  suspended: "warn",
  paused: "warn",
  enabled: "warn",
  completed: "good",
  resolved: "good",
};

/** The colour of a state; those that are over and done with are plain. */
export const toneOf = (state: string): Tone => TONES[state] ?? "plain";
