import { describe, expect, it } from "vitest";
import { degree } from "./layers/heat";
import { drawn, isDrawn, joined } from "./layout";

const BARE = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
  <process id="p"><startEvent id="start"/><userTask id="ask"><extensionElements/></userTask><endEvent id="end"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
  <sequenceFlow id="f2" sourceRef="ask" targetRef="end"/></process></definitions>`;

describe("a model without a picture", () => {
  it("names at its elements the flows that come and go, once", () => {
    const twice = joined(joined(BARE));
    expect(twice.match(/<incoming/g)).toHaveLength(2);
    expect(twice.match(/<outgoing/g)).toHaveLength(2);
    expect(twice).toMatch(/<extensionElements\s*\/><incoming>f1<\/incoming><outgoing>f2<\/outgoing>/);
  });

  it("gets one, with every element and flow on it", async () => {
    expect(isDrawn(BARE)).toBe(false);
    const picture = await drawn(BARE);
    expect(picture.match(/BPMNShape /g)).toHaveLength(3);
    expect(picture.match(/BPMNEdge /g)).toHaveLength(2);
  });
});

describe("a model with a picture", () => {
  it("keeps it", async () => {
    const xml = '<x><di:BPMNShape bpmnElement="a"/></x>';
    expect(await drawn(xml)).toBe(xml);
  });
});

describe("the heat of an element", () => {
  it("goes from one to five degrees", () => {
    expect([0, 1, 50, 99, 100].map((value) => degree(value, 100))).toEqual([1, 1, 3, 5, 5]);
    expect(degree(3, 0)).toBe(1);
  });
});
