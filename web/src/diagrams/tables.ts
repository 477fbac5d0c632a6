/** The decisions of a DMN model with their tables, read from the file itself. */

export interface Rule {
  number: number;
  id: string;
  inputs: string[];
  outputs: string[];
  annotation: string;
}

export interface Table {
  id: string;
  hitPolicy: string;
  inputs: string[];
  outputs: string[];
  rules: Rule[];
}

export interface Decision {
  id: string;
  name: string;
  table: Table | null;
  /** The expression of a decision that is no table. */
  text: string;
  /** The ids of the decisions and input data that it needs. */
  needs: string[];
}

export interface Input {
  id: string;
  name: string;
  type: string;
}

export interface Model {
  decisions: Decision[];
  inputs: Input[];
}

export function modelOf(xml: string): Model {
  const document = new DOMParser().parseFromString(xml || "<none/>", "application/xml");
  const all = (name: string) => [...document.getElementsByTagNameNS("*", name)];
  return {
    decisions: all("decision").map(decisionOf),
    inputs: all("inputData").map((element) => ({
      id: attribute(element, "id"),
      name: attribute(element, "name"),
      type: attribute(child(element, "variable"), "typeRef").replace(/^\w+:/, ""),
    })),
  };
}

/** What one has to know to decide: the input data of a decision and of those below it, in the order of the file. */
export function inputsOf(model: Model, decision: string): Input[] {
  const needed = new Set<string>();
  const visit = (id: string) => {
    if (needed.has(id)) return;
    needed.add(id);
    model.decisions.find((each) => each.id === id)?.needs.forEach(visit);
  };
  visit(decision);
  return model.inputs.filter((each) => needed.has(each.id));
}

function decisionOf(element: Element): Decision {
  const table = child(element, "decisionTable");
  return {
    id: attribute(element, "id"),
    name: attribute(element, "name") || attribute(element, "id"),
    table: table ? tableOf(table) : null,
    text: text(child(element, "literalExpression")),
    needs: [...element.getElementsByTagNameNS("*", "informationRequirement")].flatMap((requirement) =>
      [...requirement.children].map((each) => attribute(each, "href").replace(/^.*#/, "")),
    ),
  };
}

function tableOf(table: Element): Table {
  const outputs = children(table, "output");
  return {
    id: attribute(table, "id"),
    hitPolicy: attribute(table, "hitPolicy") || "UNIQUE",
    inputs: children(table, "input").map(
      (each) => attribute(each, "label") || text(child(each, "inputExpression")),
    ),
    outputs: outputs.map(
      (each) => attribute(each, "label") || attribute(each, "name") || attribute(table, "outputLabel"),
    ),
    rules: children(table, "rule").map((rule, index) => ({
      number: index + 1,
      id: attribute(rule, "id"),
      inputs: children(rule, "inputEntry").map(text),
      outputs: children(rule, "outputEntry").map(text),
      annotation:
        children(rule, "annotationEntry").map(text).filter(Boolean).join("; ") ||
        text(child(rule, "description")),
    })),
  };
}

const attribute = (element: Element | undefined, name: string): string => element?.getAttribute(name) ?? "";
const children = (element: Element, name: string): Element[] =>
  [...element.children].filter((each) => each.localName === name);
const child = (element: Element, name: string): Element | undefined => children(element, name)[0];
const text = (element: Element | undefined): string => (element?.textContent ?? "").trim();
