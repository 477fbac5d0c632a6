/** Our layers over a diagram, as modules in bpmn-js' own way. */
import choice, { type Choice } from "./choice";
import difference, { type Change, type Difference } from "./difference";
import findings, { type Finding, type Findings } from "./findings";
import heat, { type Heat, type Warmth } from "./heat";
import incidents, { type Incidents } from "./incidents";
import moving from "./moving";
import path, { type Path } from "./path";
import tokens, { type Tokens } from "./tokens";

export const layers = [path, heat, tokens, incidents, choice, findings, difference, moving];

export interface Shown {
  tokens?: Record<string, number>;
  incidents?: Record<string, number>;
  heat?: Record<string, Warmth>;
  /** Elements and flows that were passed. */
  path?: Iterable<string>;
  chosen?: string | null;
  findings?: readonly Finding[];
  difference?: Record<string, Change>;
}

interface Drawing {
  get<Service>(name: string): Service;
}

const NOTHING = {};

/** Draws on every layer what it has to show now. */
export function show(drawing: Drawing, shown: Shown): void {
  drawing.get<Path>("tvPath").show(shown.path ?? []);
  drawing.get<Heat>("tvHeat").show(shown.heat ?? NOTHING);
  drawing.get<Tokens>("tvTokens").show(shown.tokens ?? NOTHING);
  drawing.get<Incidents>("tvIncidents").show(shown.incidents ?? NOTHING);
  drawing.get<Findings>("tvFindings").show(shown.findings ?? []);
  drawing.get<Difference>("tvDifference").show(shown.difference ?? NOTHING);
  drawing.get<Choice>("tvChoice").show(shown.chosen ?? null);
}

export type { Change, Finding, Warmth };
