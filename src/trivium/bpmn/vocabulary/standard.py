"""Attributes and elements of BPMN itself, inside a process and of what it refers to, by where they stand."""

from __future__ import annotations

from trivium.bpmn.vocabulary.places import (
    ACTIVITIES,
    CALL,
    DATA,
    EVENTS,
    EXPRESSIONS,
    FLOW_ELEMENTS,
    GATEWAYS,
    HAVING_ROLES,
    LOOPS,
    MULTI,
    NODES,
    PROCESS,
    ROLES,
    SUB_PROCESSES,
    TASKS,
    USER,
    on,
)
from trivium.bpmn.vocabulary.term import Term, executed, idle, kept, refused

_CATCHING = on("startEvent boundaryEvent intermediateCatchEvent")
_THROWING = on("endEvent intermediateThrowEvent")
_COMPENSATE = on("compensateEventDefinition")
_AD_HOC = on("adHocSubProcess")
_MULTI_OR_AD_HOC = MULTI | _AD_HOC
_TIMER = on("timerEventDefinition")
_INPUTS = on("inputSet")
_OUTPUTS = on("outputSet")
_CARRIES = on("dataInputAssociation dataOutputAssociation")
_ONE = "Leave it at 1."
_NAMED = "Say who by a resourceAssignmentExpression."

TERMS: tuple[Term, ...] = (
    *kept("@name", ROLES | on("error escalation laneSet childLaneSet inputSet outputSet")),
    *kept("@id", on("documentation")),
    *kept("documentation", on("extension")),
    *executed("@id @name documentation extensionElements"),
    # -- processes and flows
    *executed("@isExecutable", PROCESS),
    *kept("@isClosed @processType @definitionalCollaborationRef supports", PROCESS),
    *kept("supportedInterfaceRef ioBinding", PROCESS),
    *executed("@sourceRef @targetRef", on("sequenceFlow association")),
    *kept("@isImmediate", on("sequenceFlow")),
    *executed("conditionExpression", on("sequenceFlow")),
    *executed("@default", ACTIVITIES | on("exclusiveGateway inclusiveGateway complexGateway")),
    *kept("incoming outgoing", NODES, "flows say themselves what they connect"),
    *kept("auditing monitoring", FLOW_ELEMENTS | PROCESS),
    *kept("categoryValueRef", FLOW_ELEMENTS),
    # -- activities
    *executed("@isForCompensation", ACTIVITIES),
    *refused("@startQuantity @completionQuantity", ACTIVITIES, _ONE, only="1"),
    *executed("multiInstanceLoopCharacteristics standardLoopCharacteristics", ACTIVITIES),
    *kept("@implementation", on("userTask serviceTask sendTask receiveTask businessRuleTask")),
    *kept("@operationRef", on("serviceTask sendTask receiveTask ioBinding")),
    *kept("@inputDataRef @outputDataRef", on("ioBinding")),
    *executed("@instantiate", on("receiveTask eventBasedGateway")),
    *executed("@messageRef", on("sendTask receiveTask messageEventDefinition")),
    *executed("@messageRef messagePath", on("correlationPropertyRetrievalExpression")),
    *kept("rendering", USER),
    *executed("@scriptFormat script", on("scriptTask")),
    *executed("@calledElement", CALL),
    *executed("@triggeredByEvent", SUB_PROCESSES),
    *kept("@method", on("transaction"), "every way of cancelling compensates"),
    *executed("@cancelRemainingInstances @ordering", _AD_HOC),
    *executed("completionCondition", _MULTI_OR_AD_HOC),
    # -- loops
    *executed("@isSequential loopCardinality", MULTI),
    *executed("loopDataInputRef loopDataOutputRef inputDataItem outputDataItem", MULTI),
    *executed("@testBefore @loopMaximum loopCondition", LOOPS - MULTI),
    *executed("@behavior @noneBehaviorEventRef @oneBehaviorEventRef", MULTI),
    *executed("complexBehaviorDefinition", MULTI),
    *executed("condition event", on("complexBehaviorDefinition")),
    # -- gateways
    *kept("@gatewayDirection", GATEWAYS),
    *executed("@eventGatewayType", on("eventBasedGateway")),
    *executed("activationCondition", on("complexGateway")),
    # -- events
    *executed("@attachedToRef @cancelActivity", on("boundaryEvent")),
    *executed("@isInterrupting", on("startEvent")),
    *executed("@parallelMultiple", _CATCHING),
    *executed("eventDefinitionRef", EVENTS),
    *executed("@signalRef", on("signalEventDefinition")),
    *executed("@errorRef", on("errorEventDefinition")),
    *executed("@escalationRef", on("escalationEventDefinition")),
    *executed("@activityRef @waitForCompletion", _COMPENSATE),
    *executed("timeDate timeDuration timeCycle", _TIMER),
    *executed("condition", on("conditionalEventDefinition")),
    *kept("source target", on("linkEventDefinition"), "links go by their name"),
    *kept("operationRef", on("messageEventDefinition")),
    *executed("@errorCode", on("error")),
    *executed("@escalationCode", on("escalation")),
    *kept("@structureRef", on("error escalation signal")),
    *kept("@itemRef", on("message")),
    # -- expressions
    *executed("@language", EXPRESSIONS),
    *kept("@evaluatesToTypeRef", EXPRESSIONS),
    # -- data
    *executed("@itemSubjectRef", on("dataObject")),
    *kept("@itemSubjectRef", DATA - {"dataObject"}),
    *kept("@isCollection", DATA - {"property", "dataObjectReference", "dataStoreReference"}),
    *kept("dataState", DATA),
    *executed("@dataObjectRef", on("dataObjectReference")),
    *kept("@dataStoreRef", on("dataStoreReference")),
    *executed("property", PROCESS | ACTIVITIES | EVENTS),
    *executed("ioSpecification", ACTIVITIES),
    *kept("ioSpecification", PROCESS),
    *executed("dataInput", on("ioSpecification") | _THROWING),
    *executed("dataOutput", on("ioSpecification") | _CATCHING),
    *executed("dataInputAssociation", ACTIVITIES | _THROWING),
    *executed("dataOutputAssociation", ACTIVITIES | _CATCHING),
    *executed("sourceRef targetRef assignment transformation", _CARRIES),
    *executed("from to", on("assignment")),
    *kept("inputSet", on("ioSpecification") | _THROWING),
    *kept("outputSet", on("ioSpecification") | _CATCHING),
    *kept("dataInputRefs optionalInputRefs whileExecutingInputRefs outputSetRefs", _INPUTS),
    *kept("dataOutputRefs optionalOutputRefs whileExecutingOutputRefs inputSetRefs", _OUTPUTS),
    # -- people
    *executed("humanPerformer performer potentialOwner", USER),
    *kept("resourceRole", HAVING_ROLES),
    *kept("humanPerformer performer potentialOwner", (TASKS | CALL | PROCESS) - USER),
    *kept("humanPerformer performer potentialOwner", SUB_PROCESSES),
    *executed("resourceAssignmentExpression", ROLES - {"resourceRole"}),
    *executed("formalExpression", on("resourceAssignmentExpression")),
    *kept("expression", on("resourceAssignmentExpression"), "it is prose: no language has it"),
    *idle("resourceRef resourceParameterBinding", ROLES - {"resourceRole"}, _NAMED),
    *kept("resourceRef resourceParameterBinding resourceAssignmentExpression", on("resourceRole")),
    *kept("@parameterRef formalExpression expression", on("resourceParameterBinding")),
    *executed("lane", on("laneSet childLaneSet")),
    *executed("childLaneSet flowNodeRef", on("lane"), note="candidates, where configured"),
    *kept("@partitionElementRef partitionElement", on("lane")),
    # -- correlation
    *executed("correlationPropertyRetrievalExpression", on("correlationProperty")),
    *kept("@type", on("correlationProperty")),
    *kept("@correlationKeyRef", on("correlationSubscription"), "its bindings say it"),
    *executed("correlationPropertyBinding", on("correlationSubscription")),
    *executed("@correlationPropertyRef dataPath", on("correlationPropertyBinding")),
    # -- what is drawn
    *kept("@associationDirection", on("association")),
    *kept("@categoryValueRef", on("group")),
    *kept("text", on("textAnnotation")),
    *kept("@textFormat", on("textAnnotation documentation")),
    # -- the file
    *kept("@definition", on("extension")),
    *refused(
        "@mustUnderstand",
        on("extension"),
        "Set it to false if the model means the same without.",
        only="false 0",
    ),
)
