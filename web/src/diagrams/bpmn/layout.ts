/** Models that were written by hand or by a program have no picture: they get one. */

const MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const HAS_SHAPES = /<(?:[\w.-]+:)?BPMNShape[\s>]/;

export const isDrawn = (xml: string): boolean => HAS_SHAPES.test(xml);

/** The model with a picture: its own, or one that is laid out now. */
export async function drawn(xml: string): Promise<string> {
  if (isDrawn(xml)) return xml;
  const { layoutProcess } = await import("bpmn-auto-layout");
  return layoutProcess(joined(xml));
}

/** Elements name the flows that come in and go out, which is optional, and what the layout goes by. */
export function joined(xml: string): string {
  const document = new DOMParser().parseFromString(xml, "application/xml");
  const named = new Map<string, Element>();
  for (const element of document.getElementsByTagNameNS(MODEL, "*"))
    named.set(element.getAttribute("id") ?? "", element);
  for (const flow of document.getElementsByTagNameNS(MODEL, "sequenceFlow")) {
    const id = flow.getAttribute("id") ?? "";
    name(named.get(flow.getAttribute("targetRef") ?? ""), "incoming", id);
    name(named.get(flow.getAttribute("sourceRef") ?? ""), "outgoing", id);
  }
  return new XMLSerializer().serializeToString(document);
}

const BEFORE = new Set(["documentation", "extensionElements", "incoming"]);

function name(node: Element | undefined, way: "incoming" | "outgoing", flow: string): void {
  const children = [...(node?.children ?? [])];
  if (!node || children.some((each) => each.localName === way && each.textContent?.trim() === flow)) return;
  const prefix = node.prefix ? `${node.prefix}:` : "";
  const made = node.ownerDocument.createElementNS(MODEL, prefix + way);
  made.textContent = flow;
  node.insertBefore(made, children.find((each) => !BEFORE.has(each.localName)) ?? null);
}
