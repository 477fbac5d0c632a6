/** The CMMN diagram; what draws it is loaded when one is looked at. */
import { lazy, Suspense } from "react";
import { Ground } from "../ground";
import type { CmmnProps } from "./Canvas";

const Canvas = lazy(() => import("./Canvas"));
const HAS_SHAPES = /<(?:[\w.-]+:)?CMMNShape[\s>]/;

export const isDrawn = (xml: string): boolean => HAS_SHAPES.test(xml);

export function CmmnDiagram(props: CmmnProps) {
  return (
    <Suspense fallback={<Ground />}>
      <Canvas {...props} />
    </Suspense>
  );
}
