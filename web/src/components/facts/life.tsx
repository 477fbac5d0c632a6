/** The state of what lives: an instance, a plan item, a batch. */
import { t } from "../../messages";
import { State } from "./index";
import { toneOf } from "./tones";

export const Life = ({ state }: { state: string }) => (
  <State tone={toneOf(state)}>{t.lifecycle[state] ?? state}</State>
);
