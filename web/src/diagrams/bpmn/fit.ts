import type Canvas from "diagram-js/lib/core/Canvas";

const MARGIN = 0.88;

/** All of it, with some room around for what stands at the edges. */
export function fit(canvas: Canvas): void {
  canvas.zoom("fit-viewport", { x: 0, y: 0 });
  const { width, height } = canvas.getSize();
  canvas.zoom(Math.min(1, canvas.zoom() * MARGIN), { x: width / 2, y: height / 2 });
}
