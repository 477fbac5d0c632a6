/** What a new model begins with. */
import type { Notation } from "../../diagrams/editors";

const BPMN = (id: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="trivium">
  <bpmn:process id="${id}" name="New process" isExecutable="true">
    <bpmn:startEvent id="start" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="${id}">
      <bpmndi:BPMNShape id="start-shape" bpmnElement="start"><dc:Bounds x="180" y="120" width="36" height="36" /></bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>`;

const CMMN = (id: string) => `<?xml version="1.0" encoding="UTF-8"?>
<cmmn:definitions xmlns:cmmn="http://www.omg.org/spec/CMMN/20151109/MODEL" xmlns:cmmndi="http://www.omg.org/spec/CMMN/20151109/CMMNDI" xmlns:dc="http://www.omg.org/spec/CMMN/20151109/DC" id="definitions" targetNamespace="trivium">
  <cmmn:case id="${id}" name="New case">
    <cmmn:casePlanModel id="plan" name="New case">
      <cmmn:planItem id="item" definitionRef="task" />
      <cmmn:humanTask id="task" name="First task" />
    </cmmn:casePlanModel>
  </cmmn:case>
  <cmmndi:CMMNDI>
    <cmmndi:CMMNDiagram id="diagram">
      <cmmndi:Size width="600" height="400" />
      <cmmndi:CMMNShape id="plan-shape" cmmnElementRef="plan"><dc:Bounds x="150" y="96" width="534" height="300" /><cmmndi:CMMNLabel /></cmmndi:CMMNShape>
      <cmmndi:CMMNShape id="item-shape" cmmnElementRef="item"><dc:Bounds x="192" y="132" width="100" height="80" /><cmmndi:CMMNLabel /></cmmndi:CMMNShape>
    </cmmndi:CMMNDiagram>
  </cmmndi:CMMNDI>
</cmmn:definitions>`;

const DMN = (id: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" id="definitions" name="New decision" namespace="trivium">
  <inputData id="input" name="Input"><variable id="input-variable" name="Input" typeRef="string" /></inputData>
  <decision id="${id}" name="New decision">
    <variable id="decision-variable" name="New decision" typeRef="string" />
    <informationRequirement id="needs-input"><requiredInput href="#input" /></informationRequirement>
    <decisionTable id="table" hitPolicy="UNIQUE">
      <input id="in"><inputExpression id="in-expression" typeRef="string"><text>Input</text></inputExpression></input>
      <output id="out" typeRef="string" />
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagram">
      <dmndi:DMNShape id="decision-shape" dmnElementRef="${id}"><dc:Bounds x="380" y="120" width="180" height="80" /></dmndi:DMNShape>
      <dmndi:DMNShape id="input-shape" dmnElementRef="input"><dc:Bounds x="407" y="280" width="125" height="45" /></dmndi:DMNShape>
      <dmndi:DMNEdge id="needs-input-edge" dmnElementRef="needs-input"><di:waypoint x="470" y="280" /><di:waypoint x="470" y="200" /></dmndi:DMNEdge>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>`;

const TEMPLATES: Record<Notation, (id: string) => string> = { bpmn: BPMN, cmmn: CMMN, dmn: DMN };

/** A model with something in it, under a key of its own. */
export const fresh = (notation: Notation, id: string): string => TEMPLATES[notation](id);
