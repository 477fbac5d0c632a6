/** What stands in a model: its elements by id, read from the file itself. */

export interface Element {
  id: string;
  name: string;
  /** As the standard calls it, such as `userTask`. */
  kind: string;
}

const MODELS = ["http://www.omg.org/spec/BPMN/20100524/MODEL", "http://www.omg.org/spec/CMMN/20151109/MODEL"];

/** Elements with an id, in the order of the file; one without a name is called as its id. */
export function elementsOf(xml: string): Map<string, Element> {
  const document = new DOMParser().parseFromString(xml, "application/xml");
  const found = new Map<string, Element>();
  for (const element of document.getElementsByTagName("*")) {
    const id = element.getAttribute("id");
    if (!id || !MODELS.includes(element.namespaceURI ?? "")) continue;
    found.set(id, {
      id,
      name: element.getAttribute("name")?.trim() || id,
      kind: element.localName,
    });
  }
  return found;
}

const NODES = /(Task|Event|Gateway|[sS]ubProcess|callActivity|transaction|^task)$/;

/** Whether a token can stand at it. */
export const isNode = ({ kind }: Element): boolean => NODES.test(kind);

/** Its name, or the id of what this version does not know. */
export const nameIn = (elements: ReadonlyMap<string, Element>, id: string): string =>
  elements.get(id)?.name ?? id;
