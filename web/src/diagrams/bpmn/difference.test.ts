import { describe, expect, it } from "vitest";
import { difference } from "./difference";

const model = (body: string, shapes = "") => `<d:definitions
  xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:i="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:c="http://www.omg.org/spec/DD/20100524/DC"><d:process id="p">${body}</d:process>${shapes}</d:definitions>`;
const shape = (id: string, x: number) =>
  `<i:BPMNShape bpmnElement="${id}"><c:Bounds x="${x}" y="1" width="2" height="2"/></i:BPMNShape>`;

describe("the difference of two versions", () => {
  it("is nothing where they say the same otherwise", () => {
    const one = model('<d:task id="a" name="A"/>');
    const other = one
      .replaceAll("d:", "bpmn:")
      .replace("xmlns:d=", "xmlns:bpmn=")
      .replace('id="a" name="A"', 'name="A" id="a"');
    expect(difference(one, other)).toEqual({ older: {}, newer: {} });
  });

  it("shows on each version what only it has", () => {
    const found = difference(
      model('<d:task id="a"/><d:task id="b"/>'),
      model('<d:task id="a"/><d:task id="c"/>'),
    );
    expect(found).toEqual({ older: { b: "removed" }, newer: { c: "added" } });
  });

  it("shows on both what was changed, in it or below it", () => {
    const before = model(
      '<d:sequenceFlow id="f"><d:conditionExpression>a &gt; 1</d:conditionExpression></d:sequenceFlow>',
    );
    expect(difference(before, before.replace("1</", "2</"))).toEqual({
      older: { f: "changed" },
      newer: { f: "changed" },
    });
  });

  it("does not call a sub-process changed for what changed inside", () => {
    const before = model('<d:subProcess id="s"><d:task id="a" name="A"/></d:subProcess>');
    expect(difference(before, before.replace('name="A"', 'name="B"')).newer).toEqual({ a: "changed" });
  });

  it("shows what only stands elsewhere", () => {
    const body = '<d:task id="a"/>';
    expect(difference(model(body, shape("a", 1)), model(body, shape("a", 9))).newer).toEqual({ a: "moved" });
  });
});
