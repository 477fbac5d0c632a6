import { describe, expect, it } from "vitest";
import { inputsOf, modelOf } from "./tables";

const MODEL = modelOf(`<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
  <inputData id="a" name="Amount"><variable typeRef="feel:number"/></inputData>
  <inputData id="b" name="Unused"/>
  <decision id="below" name="Risk"><informationRequirement><requiredInput href="#a"/></informationRequirement>
    <literalExpression><text> Amount * 2 </text></literalExpression></decision>
  <decision id="top" name="Route"><informationRequirement><requiredDecision href="#below"/></informationRequirement>
    <decisionTable id="t" outputLabel="route"><input><inputExpression><text>Risk</text></inputExpression></input>
      <output/><rule id="r1"><description>small</description><inputEntry><text>&lt; 10</text></inputEntry>
      <outputEntry><text>"x"</text></outputEntry></rule></decisionTable></decision></definitions>`);

describe("the decisions of a model", () => {
  it("have their tables, rule by rule", () => {
    const top = MODEL.decisions.find((each) => each.id === "top");
    expect(top?.table).toEqual({
      id: "t",
      hitPolicy: "UNIQUE",
      inputs: ["Risk"],
      outputs: ["route"],
      rules: [{ number: 1, id: "r1", inputs: ["< 10"], outputs: ['"x"'], annotation: "small" }],
    });
  });

  it("have their expressions where they are no tables", () => {
    expect(MODEL.decisions[0]).toMatchObject({ name: "Risk", table: null, text: "Amount * 2" });
  });

  it("need the inputs of those below them, and no others", () => {
    expect(inputsOf(MODEL, "top")).toEqual([{ id: "a", name: "Amount", type: "number" }]);
  });
});
