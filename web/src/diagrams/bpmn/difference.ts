/** What one version of a model has that another has not, or has otherwise. */
import type { Change } from "./layers";

const MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const DI = "http://www.omg.org/spec/BPMN/20100524/DI";
const WHOLES = new Set([
  "process",
  "subProcess",
  "transaction",
  "adHocSubProcess",
  "collaboration",
  "definitions",
]);
/** They follow from the flows, which are compared themselves. */
const FOLLOWS = new Set(["incoming", "outgoing", "flowNodeRef"]);

export interface Versions {
  older: Record<string, Change>;
  newer: Record<string, Change>;
}

/** What to draw on the older version and what on the newer one. */
export function difference(older: string, newer: string): Versions {
  const [before, after] = [parsed(older), parsed(newer)];
  const found: Versions = { older: {}, newer: {} };
  for (const [id, { text, place }] of before) {
    const now = after.get(id);
    if (!now) found.older[id] = "removed";
    else if (now.text !== text) found.older[id] = found.newer[id] = "changed";
    else if (place && now.place && now.place !== place) found.newer[id] = "moved";
  }
  for (const id of after.keys()) if (!before.has(id)) found.newer[id] = "added";
  return found;
}

interface Part {
  text: string;
  place: string | undefined;
}

function parsed(xml: string): Map<string, Part> {
  const document = new DOMParser().parseFromString(xml, "application/xml");
  const places = new Map<string, string>();
  for (const shape of document.getElementsByTagNameNS(DI, "BPMNShape")) {
    const bounds = [...shape.children].find((child) => child.localName === "Bounds");
    const place = ["x", "y", "width", "height"].map((name) => bounds?.getAttribute(name)).join(" ");
    places.set(shape.getAttribute("bpmnElement") ?? "", place);
  }
  const found = new Map<string, Part>();
  for (const element of document.getElementsByTagNameNS(MODEL, "*")) {
    const id = element.getAttribute("id");
    if (id && (isDrawn(element) || WHOLES.has(element.localName)) && element.localName !== "definitions")
      found.set(id, { text: written(element), place: places.get(id) });
  }
  return found;
}

const PARENTS = /process|subProcess|transaction|collaboration/i;
const isDrawn = (element: Element): boolean => PARENTS.test(element.parentElement?.localName ?? "");

/** An element with all that belongs to it and to nothing else, the same however it is written. */
function written(element: Element): string {
  const isWhole = WHOLES.has(element.localName);
  const attributes = [...element.attributes]
    .filter(({ name }) => !name.startsWith("xmlns"))
    .map(({ namespaceURI, localName, value }) => `${namespaceURI ?? ""} ${localName}=${value}`)
    .sort();
  const children = [...element.children]
    .filter((child) => !FOLLOWS.has(child.localName) && !(isWhole && child.hasAttribute("id")))
    .map(written);
  const text = element.children.length === 0 ? (element.textContent ?? "").trim() : "";
  return JSON.stringify([element.namespaceURI, element.localName, attributes, children, text]);
}
