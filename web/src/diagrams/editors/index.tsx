/** The editors of the three notations; each is loaded when it is needed. */
import { type ComponentType, lazy, type LazyExoticComponent, Suspense } from "react";
import { Ground } from "../ground";
import type { EditorProps } from "./editing";

export type Notation = "bpmn" | "cmmn" | "dmn";

const EDITORS: Record<Notation, LazyExoticComponent<ComponentType<EditorProps>>> = {
  bpmn: lazy(() => import("./Bpmn")),
  cmmn: lazy(() => import("./Cmmn")),
  dmn: lazy(() => import("./Dmn")),
};

export function Editor({ notation, ...props }: EditorProps & { notation: Notation }) {
  const Found = EDITORS[notation];
  return (
    <Suspense fallback={<Ground />}>
      <Found {...props} />
    </Suspense>
  );
}

const MARKS: [Notation, RegExp][] = [
  ["cmmn", /omg\.org\/spec\/CMMN/],
  ["dmn", /omg\.org\/spec\/DMN\/\d+\/MODEL/],
];

/** Which notation a file is in, by the namespaces that it names. */
export const notationOf = (xml: string): Notation => MARKS.find(([, mark]) => mark.test(xml))?.[0] ?? "bpmn";

export type { Editing } from "./editing";
