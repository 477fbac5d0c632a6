/** Models that were written by hand or by a program have no picture: they get one. */

const HAS_SHAPES = /<(?:[\w.-]+:)?BPMNShape[\s>]/;

export const isDrawn = (xml: string): boolean => HAS_SHAPES.test(xml);

/** The model with a picture: its own, or one that is laid out now. */
export async function drawn(xml: string): Promise<string> {
  if (isDrawn(xml)) return xml;
  const { layoutProcess } = await import("bpmn-auto-layout");
  return layoutProcess(xml);
}
