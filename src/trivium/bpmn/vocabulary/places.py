"""The BPMN elements on which terms of a dialect stand, by family."""

from __future__ import annotations


def on(names: str) -> frozenset[str]:
    """These elements."""
    return frozenset(names.split())


TASKS = frozenset(
    [
        "task",
        "manualTask",
        "userTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
    ]
)
SUB_PROCESSES = frozenset(["subProcess", "transaction", "adHocSubProcess"])
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
CATCH = frozenset({"intermediateCatchEvent"})
PASSING_EVENTS = frozenset(["startEvent", "boundaryEvent", "intermediateThrowEvent", "endEvent"])
GATEWAYS = frozenset(
    [
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "complexGateway",
        "eventBasedGateway",
    ]
)
NODES = ACTIVITIES | CATCH | PASSING_EVENTS | GATEWAYS
EVENTS = CATCH | PASSING_EVENTS
DATA_OBJECTS = on("dataObject dataObjectReference dataStoreReference")
FLOW_ELEMENTS = NODES | DATA_OBJECTS | {"sequenceFlow"}
DATA = DATA_OBJECTS | on("dataInput dataOutput property inputDataItem outputDataItem")
EXPRESSIONS = on(
    "conditionExpression condition completionCondition activationCondition loopCondition"
    " loopCardinality timeDate timeDuration timeCycle formalExpression messagePath dataPath from to"
    " transformation"
)
ROLES = on("resourceRole performer humanPerformer potentialOwner")
LOOPS = frozenset(["multiInstanceLoopCharacteristics", "standardLoopCharacteristics"])
PROCESS = frozenset({"process"})
HAVING_ROLES = ACTIVITIES | PROCESS
USER = frozenset({"userTask"})
CALL = frozenset({"callActivity"})
RULE = frozenset({"businessRuleTask"})
SCRIPT = frozenset({"scriptTask"})
FORMS = frozenset({"userTask", "startEvent"})
WORK = frozenset(["serviceTask", "sendTask", "businessRuleTask", "messageEventDefinition"])
"""What is done by a handler, a worker or an expression; a message event that is thrown may be, too."""
MULTI = frozenset({"multiInstanceLoopCharacteristics"})
FAMILIES = {
    "flow nodes": NODES,
    "activities": ACTIVITIES,
    "tasks": TASKS,
    "gateways": GATEWAYS,
    "passing events": PASSING_EVENTS,
    "loops": LOOPS,
}
"""What these are called together, larger families first."""
