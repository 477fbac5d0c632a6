"""Attributes and elements of BPMN itself, inside a process and of what it refers to."""

from __future__ import annotations

from trivium.bpmn.vocabulary.places import ACTIVITIES, CALL, GATEWAYS, LOOPS, MULTI, TASKS, USER
from trivium.bpmn.vocabulary.term import Term, executed, kept, refused

_FLOW = frozenset({"sequenceFlow"})
_EVENT = frozenset({"boundaryEvent", "startEvent", "intermediateCatchEvent"})
_INSTANTIATING = frozenset({"receiveTask", "eventBasedGateway"})
_AD_HOC = frozenset({"adHocSubProcess"})
_ONE = "Leave it at 1."
_BEHAVIOUR = "Throw the event inside the activity, or use a completionCondition."

TERMS: tuple[Term, ...] = (
    *executed("@id @name @isExecutable"),
    *kept("@isClosed @processType @definitionalCollaborationRef @state"),
    *executed("@sourceRef @targetRef"),
    *kept("@isImmediate", _FLOW),
    *executed("@default @attachedToRef @cancelActivity @parallelMultiple @isInterrupting"),
    *executed("@instantiate", _INSTANTIATING),
    *executed("@eventGatewayType @triggeredByEvent @isForCompensation"),
    *kept("@gatewayDirection", GATEWAYS),
    *refused("@startQuantity @completionQuantity", ACTIVITIES, _ONE, only="1"),
    *kept("@implementation @operationRef"),
    *executed("@messageRef @signalRef @errorRef @escalationRef @activityRef @waitForCompletion"),
    *executed("@scriptFormat @calledElement @cancelRemainingInstances @ordering"),
    *kept("@method", frozenset({"transaction"}), "every way of cancelling compensates"),
    *executed("@isSequential @testBefore @loopMaximum", LOOPS),
    *refused("@behavior", MULTI, _BEHAVIOUR, only="All"),
    *refused("@noneBehaviorEventRef @oneBehaviorEventRef", MULTI, _BEHAVIOUR),
    *refused("complexBehaviorDefinition", MULTI, _BEHAVIOUR),
    *executed("@language @errorCode @escalationCode"),
    *kept("@evaluatesToTypeRef @structureRef @itemRef @textFormat @partitionElementRef"),
    *executed("@itemSubjectRef @dataObjectRef @correlationPropertyRef @correlationKeyRef"),
    *kept("@isCollection @dataStoreRef @capacity @isUnlimited @associationDirection"),
    *kept("@categoryValueRef @parameterRef"),
    *executed("documentation extensionElements incoming outgoing sequenceFlow"),
    *executed("conditionExpression condition script text"),
    *executed("loopCardinality completionCondition loopCondition activationCondition"),
    *executed("loopDataInputRef loopDataOutputRef inputDataItem outputDataItem"),
    *executed("multiInstanceLoopCharacteristics standardLoopCharacteristics"),
    *executed("timeDate timeDuration timeCycle eventDefinitionRef"),
    *executed("humanPerformer performer potentialOwner", USER),
    *kept("humanPerformer performer potentialOwner resourceRole", TASKS | CALL | {"process"}),
    *kept("humanPerformer performer potentialOwner resourceRole"),
    *executed("resourceAssignmentExpression formalExpression expression"),
    *kept("resourceRef resourceParameterBinding"),
    *executed("ioSpecification dataInput dataOutput dataInputAssociation dataOutputAssociation"),
    *executed("sourceRef targetRef assignment from to transformation"),
    *kept("inputSet outputSet dataInputRefs dataOutputRefs inputSetRefs outputSetRefs dataState"),
    *kept("optionalInputRefs whileExecutingInputRefs"),
    *kept("optionalOutputRefs whileExecutingOutputRefs"),
    *executed("dataObject dataObjectReference property"),
    *kept("dataStoreReference ioBinding auditing monitoring rendering supports operationRef"),
    *kept("textAnnotation association group artifact supportedInterfaceRef category categoryValue"),
    *executed("correlationSubscription correlationPropertyBinding dataPath"),
    *executed("laneSet lane childLaneSet flowNodeRef", note="candidates, where configured"),
    *kept("partitionElement"),
    *kept("source target", frozenset({"linkEventDefinition"}), "links go by their name"),
)
