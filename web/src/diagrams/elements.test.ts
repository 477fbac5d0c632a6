import { describe, expect, it } from "vitest";
import { elementsOf, isNode, nameIn } from "./elements";

const XML = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:x="http://example.com/x"><process id="p" name="Order"><startEvent id="start"/>
  <userTask id="ask" name=" Ask "/><sequenceFlow id="f" sourceRef="start" targetRef="ask"/>
  <extensionElements><x:thing id="foreign"/></extensionElements></process></definitions>`;

describe("the elements of a model", () => {
  const elements = elementsOf(XML);

  it("are those of the standard, by id", () => {
    expect([...elements.keys()]).toEqual(["p", "start", "ask", "f"]);
  });

  it("are called by their names, and by their ids without one", () => {
    expect(nameIn(elements, "ask")).toBe("Ask");
    expect(nameIn(elements, "start")).toBe("start");
    expect(nameIn(elements, "gone")).toBe("gone");
  });

  it("hold tokens if they are nodes", () => {
    expect([...elements.values()].filter(isNode).map(({ id }) => id)).toEqual(["start", "ask"]);
  });
});
