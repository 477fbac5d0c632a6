/** The flows of a model, read from the file itself. */

export interface Choice {
  value: string;
  label: string;
}

/** The flows that leave an element, called as they are or by where they lead. */
export function flowsFrom(xml: string, element: string): Choice[] {
  const document = new DOMParser().parseFromString(xml || "<none/>", "application/xml");
  return [...document.getElementsByTagNameNS("*", "sequenceFlow")]
    .filter((flow) => flow.getAttribute("sourceRef") === element)
    .map((flow) => {
      const value = flow.getAttribute("id") ?? "";
      return {
        value,
        label: flow.getAttribute("name")?.trim() || `→ ${flow.getAttribute("targetRef") ?? value}`,
      };
    });
}
