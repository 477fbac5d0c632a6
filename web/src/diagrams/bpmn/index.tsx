/** The BPMN diagram; what draws it is loaded when one is looked at. */
import { lazy, Suspense } from "react";
import { Ground } from "../ground";
import type { BpmnProps } from "./Canvas";

const Canvas = lazy(() => import("./Canvas"));

export function BpmnDiagram(props: BpmnProps) {
  return (
    <Suspense fallback={<Ground />}>
      <Canvas {...props} />
    </Suspense>
  );
}

export type { Change, Finding, Warmth } from "./layers";
