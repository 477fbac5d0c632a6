"""The attributes and elements of BPMN 2.0 that a process may have, what becomes of each, and what shows it.

`SCHEMA` is the standard's own list (BPMN 2.0.2, the schema Semantic.xsd): a class, the class that it extends
(in brackets), its attributes and the elements in it. Names with a capital are abstract classes; flow elements
and event definitions stand for themselves. What describes no process (collaborations, choreographies,
conversations, services, types, partners, categories) is kept in the file as it is, and not listed here.
"""

from __future__ import annotations

SCHEMA = """
BaseElement: @id documentation extensionElements
FlowElement(BaseElement): @name auditing monitoring categoryValueRef
FlowNode(FlowElement): incoming outgoing

process(BaseElement): @name @processType @isClosed @isExecutable @definitionalCollaborationRef
    supportedInterfaceRef ioSpecification ioBinding auditing monitoring property laneSet resourceRole humanPerformer
    performer potentialOwner correlationSubscription supports
sequenceFlow(FlowElement): @sourceRef @targetRef @isImmediate conditionExpression
laneSet(BaseElement): @name lane
childLaneSet(laneSet):
lane(BaseElement): @name @partitionElementRef partitionElement flowNodeRef childLaneSet

Activity(FlowNode): @isForCompensation @startQuantity @completionQuantity @default ioSpecification property
    dataInputAssociation dataOutputAssociation resourceRole humanPerformer performer potentialOwner
    multiInstanceLoopCharacteristics standardLoopCharacteristics
task(Activity):
manualTask(Activity):
userTask(Activity): @implementation rendering humanPerformer performer potentialOwner
serviceTask(Activity): @implementation @operationRef
sendTask(Activity): @implementation @messageRef @operationRef
receiveTask(Activity): @implementation @instantiate @messageRef @operationRef
businessRuleTask(Activity): @implementation
scriptTask(Activity): @scriptFormat script
callActivity(Activity): @calledElement
subProcess(Activity): @triggeredByEvent laneSet
transaction(subProcess): @method
adHocSubProcess(subProcess): @cancelRemainingInstances @ordering completionCondition
multiInstanceLoopCharacteristics(BaseElement): @isSequential @behavior @oneBehaviorEventRef
    @noneBehaviorEventRef loopCardinality loopDataInputRef loopDataOutputRef inputDataItem outputDataItem
    complexBehaviorDefinition completionCondition
complexBehaviorDefinition(BaseElement): condition event
standardLoopCharacteristics(BaseElement): @testBefore @loopMaximum loopCondition

Gateway(FlowNode): @gatewayDirection
exclusiveGateway(Gateway): @default
inclusiveGateway(Gateway): @default
parallelGateway(Gateway):
complexGateway(Gateway): @default activationCondition
eventBasedGateway(Gateway): @instantiate @eventGatewayType

Event(FlowNode): property eventDefinitionRef
CatchEvent(Event): @parallelMultiple dataOutput dataOutputAssociation outputSet
ThrowEvent(Event): dataInput dataInputAssociation inputSet
startEvent(CatchEvent): @isInterrupting
intermediateCatchEvent(CatchEvent):
boundaryEvent(CatchEvent): @cancelActivity @attachedToRef
intermediateThrowEvent(ThrowEvent):
endEvent(ThrowEvent):
EventDefinition(BaseElement):
cancelEventDefinition(EventDefinition):
compensateEventDefinition(EventDefinition): @waitForCompletion @activityRef
conditionalEventDefinition(EventDefinition): condition
errorEventDefinition(EventDefinition): @errorRef
escalationEventDefinition(EventDefinition): @escalationRef
linkEventDefinition(EventDefinition): @name source target
messageEventDefinition(EventDefinition): @messageRef operationRef
signalEventDefinition(EventDefinition): @signalRef
terminateEventDefinition(EventDefinition):
timerEventDefinition(EventDefinition): timeDate timeDuration timeCycle

message(BaseElement): @name @itemRef
signal(BaseElement): @name @structureRef
error(BaseElement): @name @errorCode @structureRef
escalation(BaseElement): @name @escalationCode @structureRef
correlationProperty(BaseElement): @name @type correlationPropertyRetrievalExpression
correlationPropertyRetrievalExpression(BaseElement): @messageRef messagePath
correlationSubscription(BaseElement): @correlationKeyRef correlationPropertyBinding
correlationPropertyBinding(BaseElement): @correlationPropertyRef dataPath

FormalExpression(BaseElement): @language @evaluatesToTypeRef
conditionExpression(FormalExpression):
condition(FormalExpression):
completionCondition(FormalExpression):
activationCondition(FormalExpression):
loopCondition(FormalExpression):
loopCardinality(FormalExpression):
timeDate(FormalExpression):
timeDuration(FormalExpression):
timeCycle(FormalExpression):
messagePath(FormalExpression):
dataPath(FormalExpression):
transformation(FormalExpression):
from(FormalExpression):
to(FormalExpression):
formalExpression(FormalExpression):

FlowData(FlowElement): @itemSubjectRef dataState
dataObject(FlowData): @isCollection
dataObjectReference(FlowData): @dataObjectRef
dataStoreReference(FlowData): @dataStoreRef
DataElement(BaseElement): @name @itemSubjectRef dataState
property(DataElement):
dataInput(DataElement): @isCollection
dataOutput(DataElement): @isCollection
inputDataItem(DataElement): @isCollection
outputDataItem(DataElement): @isCollection
ioSpecification(BaseElement): dataInput dataOutput inputSet outputSet
ioBinding(BaseElement): @operationRef @inputDataRef @outputDataRef
inputSet(BaseElement): @name dataInputRefs optionalInputRefs whileExecutingInputRefs outputSetRefs
outputSet(BaseElement): @name dataOutputRefs optionalOutputRefs whileExecutingOutputRefs inputSetRefs
DataAssociation(BaseElement): sourceRef targetRef transformation assignment
dataInputAssociation(DataAssociation):
dataOutputAssociation(DataAssociation):
assignment(BaseElement): from to

resourceRole(BaseElement): @name resourceRef resourceParameterBinding resourceAssignmentExpression
Performer(BaseElement): @name resourceRef resourceParameterBinding resourceAssignmentExpression
performer(Performer):
humanPerformer(Performer):
potentialOwner(Performer):
resourceAssignmentExpression(BaseElement): formalExpression expression
resourceParameterBinding(BaseElement): @parameterRef formalExpression expression

association(BaseElement): @sourceRef @targetRef @associationDirection
textAnnotation(BaseElement): @textFormat text
group(BaseElement): @categoryValueRef
documentation: @id @textFormat
extension: @definition @mustUnderstand documentation
"""

_WORDS = "tests/bpmn/test_words.py::test_"
_ENGINE = "tests/engine/test_"
_HUMAN = "tests/bpmn/test_human_work.py::test_"
_CARRIED = _ENGINE + "data.py::test_associations_carry_data_in_and_out"

EXECUTED = {
    # -- processes, flows, lanes
    "scenario subprocess.simple": "BaseElement@id FlowElement@name process process@isExecutable",
    "scenario subprocess.fix-system-failure": "process@name",
    "scenario suspension.resume-then-complete": "BaseElement/documentation",
    "scenario io-mapping.output-nested": "BaseElement/extensionElements",
    "scenario sequence-flow.conditional": (
        "sequenceFlow sequenceFlow@sourceRef sequenceFlow@targetRef"
        " sequenceFlow/conditionExpression conditionExpression"
    ),
    _HUMAN + "lanes_are_candidates_where_the_process_says_so": (
        "process/laneSet laneSet laneSet/lane lane lane@name lane/flowNodeRef lane/childLaneSet"
        " childLaneSet"
    ),
    _WORDS + "lanes_of_a_sub_process_are_candidates_too": "subProcess/laneSet",
    _WORDS + "default_flow_of_an_activity_is_taken_when_no_condition_holds": "Activity@default",
    # -- activities
    "scenario event.compensation.boundary-on-subprocess": (
        "Activity@isForCompensation compensateEventDefinition@activityRef association"
        " association@sourceRef association@targetRef"
    ),
    "scenario multi-instance.parallel.subprocess": (
        "Activity/multiInstanceLoopCharacteristics multiInstanceLoopCharacteristics"
        " multiInstanceLoopCharacteristics@isSequential subProcess"
        " multiInstanceLoopCharacteristics/loopCardinality loopCardinality userTask"
    ),
    "scenario multi-instance.parallel.empty-collection": (
        "multiInstanceLoopCharacteristics/completionCondition completionCondition"
        " multiInstanceLoopCharacteristics/loopDataInputRef"
        " multiInstanceLoopCharacteristics/inputDataItem inputDataItem"
    ),
    _WORDS + "collection_of_a_loop_is_data_and_so_is_what_it_leaves": (
        "multiInstanceLoopCharacteristics/loopDataOutputRef outputDataItem"
        " multiInstanceLoopCharacteristics/outputDataItem process/property DataElement@name"
    ),
    _ENGINE + "loops.py::test_standard_loop_repeats_while_its_condition_holds": (
        "Activity/standardLoopCharacteristics standardLoopCharacteristics loopCondition"
        " standardLoopCharacteristics@testBefore standardLoopCharacteristics@loopMaximum"
        " standardLoopCharacteristics/loopCondition"
    ),
    _ENGINE + "loops.py::test_event_is_thrown_while_instances_complete": (
        "multiInstanceLoopCharacteristics@behavior complexBehaviorDefinition"
        " multiInstanceLoopCharacteristics@oneBehaviorEventRef"
        " multiInstanceLoopCharacteristics@noneBehaviorEventRef"
        " multiInstanceLoopCharacteristics/complexBehaviorDefinition"
        " complexBehaviorDefinition/condition complexBehaviorDefinition/event"
    ),
    "scenario task.receive.parallel-mi-boundary": "receiveTask receiveTask@messageRef",
    _ENGINE + "gateways.py::test_receive_task_starts_an_instance": "receiveTask@instantiate",
    _WORDS + "send_task_that_says_who_sends_is_work_for_them": "sendTask",
    _WORDS + "data_goes_along_with_a_message": (
        "sendTask@messageRef ThrowEvent/dataInput ThrowEvent/dataInputAssociation"
        " DataAssociation/transformation transformation"
    ),
    _WORDS + "scripts_are_in_the_format_that_they_name": (
        "scriptTask scriptTask@scriptFormat scriptTask/script"
    ),
    "scenario call-activity.three-levels": "callActivity callActivity@calledElement",
    "scenario event.timer.event-sub-process-cycle": (
        "subProcess@triggeredByEvent startEvent@isInterrupting timeCycle"
        " timerEventDefinition timerEventDefinition/timeCycle startEvent"
    ),
    "scenario transaction.cancel-with-automatic-compensation": (
        "transaction cancelEventDefinition serviceTask"
    ),
    "scenario ad-hoc.remaining-instances-kept": (
        "adHocSubProcess adHocSubProcess@cancelRemainingInstances adHocSubProcess@ordering"
        " adHocSubProcess/completionCondition"
    ),
    _ENGINE + "decisions.py::test_business_rule_task_asks_and_both_are_in_the_history": (
        "businessRuleTask"
    ),
    _WORDS + "thrower_waits_for_compensation_as_it_says": (
        "compensateEventDefinition@waitForCompletion manualTask"
    ),
    # -- gateways
    "scenario event.error.boundary-on-parallel-mi": "exclusiveGateway exclusiveGateway@default",
    "scenario gateway.inclusive.split-merge": "inclusiveGateway inclusiveGateway@default",
    "scenario event.terminate.process-level": "terminateEventDefinition parallelGateway endEvent",
    _ENGINE + "gateways.py::test_goes_on_when_two_of_three_have_come_and_swallows_the_third": (
        "complexGateway complexGateway/activationCondition activationCondition"
    ),
    _WORDS + "default_flow_of_a_complex_gateway_is_taken_when_no_condition_holds": (
        "complexGateway@default"
    ),
    "scenario gateway.event-based.conditional-event": (
        "eventBasedGateway conditionalEventDefinition conditionalEventDefinition/condition"
        " condition intermediateCatchEvent"
    ),
    _ENGINE + "gateways.py::test_event_based_gateway_starts_an_instance_with_the_first_event": (
        "eventBasedGateway@instantiate"
    ),
    _ENGINE + "gateways.py::test_parallel_one_waits_for_the_others_in_the_same_instance": (
        "eventBasedGateway@eventGatewayType"
    ),
    # -- events
    "scenario event.error.no-message": (
        "boundaryEvent boundaryEvent@attachedToRef error error@errorCode"
        " errorEventDefinition errorEventDefinition@errorRef"
    ),
    "scenario event.signal.different-signals": (
        "boundaryEvent@cancelActivity signal signal@name signalEventDefinition"
        " signalEventDefinition@signalRef"
    ),
    "scenario event.escalation.boundary-catch-all": (
        "escalation escalation@escalationCode escalationEventDefinition"
        " escalationEventDefinition@escalationRef intermediateThrowEvent"
    ),
    "scenario event.message.start-event": (
        "message message@name messageEventDefinition messageEventDefinition@messageRef"
    ),
    "scenario event.link.several-sources-one-target": (
        "linkEventDefinition linkEventDefinition@name"
    ),
    "scenario compensation.nested-sub-process-user-task": "compensateEventDefinition",
    "scenario io-mapping.timer-catch-event-uses-input": "timerEventDefinition/timeDate timeDate",
    "scenario event.timer.start-duration-once": ("timerEventDefinition/timeDuration timeDuration"),
    _ENGINE + "multiple_events.py::test_parallel_multiple_event_needs_all_in_any_order": (
        "CatchEvent@parallelMultiple"
    ),
    _WORDS + "event_definition_may_be_written_beside_the_process": "Event/eventDefinitionRef",
    # -- expressions, data
    _WORDS + "language_of_an_expression_is_that_which_it_names": "FormalExpression@language",
    _ENGINE + "data.py::test_data_objects_have_their_values_from_the_start": (
        "dataObject dataObject@itemSubjectRef"
    ),
    _CARRIED: (
        "dataObjectReference dataObjectReference@dataObjectRef Activity/ioSpecification"
        " ioSpecification ioSpecification/dataInput dataInput ioSpecification/dataOutput dataOutput"
        " Activity/dataInputAssociation dataInputAssociation Activity/dataOutputAssociation"
        " dataOutputAssociation DataAssociation/sourceRef DataAssociation/targetRef"
    ),
    _WORDS + "assignments_carry_parts_of_data": (
        "DataAssociation/assignment assignment assignment/from from assignment/to to"
    ),
    _WORDS + "data_of_a_message_is_carried_to_where_it_belongs": (
        "CatchEvent/dataOutput CatchEvent/dataOutputAssociation Event/property property"
    ),
    _ENGINE + "data.py::test_associations_that_are_only_drawn_change_nothing": "Activity/property",
    # -- people
    _HUMAN + "resource_roles_of_bpmn_say_the_same": (
        "userTask/humanPerformer humanPerformer userTask/potentialOwner potentialOwner"
        " Performer/resourceAssignmentExpression resourceAssignmentExpression"
        " resourceAssignmentExpression/formalExpression formalExpression"
    ),
    _WORDS + "performer_is_the_assignee": "userTask/performer performer",
    # -- correlation
    _ENGINE + "messages.py::test_properties_of_message_and_process_must_be_the_same": (
        "process/correlationSubscription correlationSubscription correlationPropertyBinding"
        " correlationSubscription/correlationPropertyBinding dataPath"
        " correlationPropertyBinding@correlationPropertyRef correlationPropertyBinding/dataPath"
        " correlationProperty correlationProperty@name messagePath"
        " correlationProperty/correlationPropertyRetrievalExpression"
        " correlationPropertyRetrievalExpression correlationPropertyRetrievalExpression@messageRef"
        " correlationPropertyRetrievalExpression/messagePath"
    ),
    "scenario gateway.parallel.async-join": "task",
}
"""By the scenario of the conformance suite or the test that exercises them."""

KEPT = """
resourceRole resourceRole@name resourceRole/resourceRef resourceRole/resourceParameterBinding
resourceRole/resourceAssignmentExpression
FlowElement/auditing FlowElement/monitoring FlowElement/categoryValueRef
FlowNode/incoming FlowNode/outgoing
process@processType process@isClosed process@definitionalCollaborationRef process/supportedInterfaceRef
process/ioSpecification process/ioBinding process/auditing process/monitoring process/resourceRole
process/supports sequenceFlow@isImmediate laneSet@name lane@partitionElementRef lane/partitionElement
Activity/resourceRole Activity/humanPerformer Activity/performer Activity/potentialOwner
process/humanPerformer process/performer process/potentialOwner userTask@implementation userTask/rendering serviceTask@implementation
serviceTask@operationRef sendTask@implementation sendTask@operationRef receiveTask@implementation
receiveTask@operationRef businessRuleTask@implementation transaction@method
Gateway@gatewayDirection CatchEvent/outputSet ThrowEvent/inputSet
linkEventDefinition/source linkEventDefinition/target messageEventDefinition/operationRef
message@itemRef signal@structureRef error@name error@structureRef escalation@name escalation@structureRef correlationProperty@type
correlationSubscription@correlationKeyRef FormalExpression@evaluatesToTypeRef
FlowData@itemSubjectRef FlowData/dataState DataElement@itemSubjectRef DataElement/dataState dataObject@isCollection dataStoreReference
dataStoreReference@dataStoreRef dataInput@isCollection dataOutput@isCollection inputDataItem@isCollection
outputDataItem@isCollection ioSpecification/inputSet inputSet ioSpecification/outputSet outputSet
ioBinding ioBinding@operationRef ioBinding@inputDataRef ioBinding@outputDataRef inputSet@name
inputSet/dataInputRefs inputSet/optionalInputRefs inputSet/whileExecutingInputRefs inputSet/outputSetRefs
outputSet@name outputSet/dataOutputRefs outputSet/optionalOutputRefs
outputSet/whileExecutingOutputRefs outputSet/inputSetRefs Performer@name
resourceAssignmentExpression/expression resourceParameterBinding resourceParameterBinding@parameterRef
resourceParameterBinding/formalExpression resourceParameterBinding/expression
association@associationDirection textAnnotation textAnnotation@textFormat textAnnotation/text
group group@categoryValueRef documentation documentation@id documentation@textFormat
extension extension@definition extension/documentation
"""
"""Data: it stays in the file, and no token moves otherwise for it."""

WITHOUT_EFFECT = "Performer/resourceRef Performer/resourceParameterBinding"
"""Said to have none here: `bpmn/extension-without-effect`."""

REFUSED = "Activity@startQuantity Activity@completionQuantity extension@mustUnderstand"
"""`bpmn/unsupported-extension`, unless the value is the one that means what is done anyway."""
