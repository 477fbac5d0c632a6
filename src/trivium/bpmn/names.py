"""The namespaces of BPMN 2.0 and of the dialects that people's models are written in."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
FLOWABLE = "http://flowable.org/bpmn"
ACTIVITI = "http://activiti.org/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
TRIVIUM = "https://trivium.dev/schema/1.0/bpmn"

JAVA_DIALECTS = (CAMUNDA, FLOWABLE, ACTIVITI, TRIVIUM)
"""They share most attribute names; the first that has an attribute wins."""
