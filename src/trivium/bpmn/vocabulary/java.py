"""Attributes and elements of Camunda 7, Flowable and Activiti, which share most of them."""

from __future__ import annotations

from trivium.bpmn.vocabulary.places import (
    ACTIVITIES,
    CALL,
    CATCH,
    FORMS,
    LOOPS,
    MULTI,
    NODES,
    PASSING_EVENTS,
    PROCESS,
    RULE,
    SCRIPT,
    SUB_PROCESSES,
    USER,
    WORK,
)
from trivium.bpmn.vocabulary.term import Term, executed, idle, kept, refused

_ERROR = frozenset({"errorEventDefinition"})
_CONDITIONAL = frozenset({"conditionalEventDefinition"})
_TIMER = frozenset({"timerEventDefinition", "timeCycle", "timeDate", "timeDuration"})
_CALLS = CALL | {"signalEventDefinition"}
_NO_TENANTS = "Remove it: one engine serves one tenant."
_NO_EVENT_REGISTRY = "Draw a message event, and have a worker send the message."

_PROCESS: list[Term] = [
    *executed("@laneCandidates", PROCESS, "the innermost lane is the candidate group"),
    *executed("@versionTag", PROCESS, "calls and queries find a version by it"),
    *kept("@candidateStarterUsers @candidateStarterGroups potentialStarter", PROCESS),
    *kept("@isStartableInTasklist @isEagerExecutionFetch", PROCESS),
    *kept("@historyTimeToLive", PROCESS, "history is cleaned up by it"),
    *kept("@jobPriority", PROCESS | NODES, "what is due is done in the order of its time"),
    *kept("@diagramRelationId @modelerTemplate @modelerTemplateVersion @modelerTemplateIcon"),
    *kept("properties property property@name property@value property@id"),
    *kept("localization localization@locale localization@name documentation"),
    *refused("eventListener", PROCESS, "Read the journal: `engine.instances.history`."),
]

_TASKS: list[Term] = [
    *executed("@assignee @candidateUsers @candidateGroups @owner", USER),
    *executed("@dueDate @followUpDate", USER, "a date, or a duration from its creation"),
    *executed("@priority", USER, "50 without it"),
    *executed("@formKey @formRef @formRefBinding @formRefVersion", FORMS, "in the task's `form`"),
    *executed("formData formField formProperty", FORMS, "in the task's `form`"),
    *executed("formField@id formField@type formField@label formField@defaultValue"),
    *executed("formProperty@id formProperty@name formProperty@type formProperty@default"),
    *executed("formProperty@required validation constraint constraint@name constraint@config"),
    *executed("formProperty@variable formProperty@expression formProperty@readable"),
    *executed("formProperty@writable formProperty@writeable formProperty@datePattern"),
    *executed("formField@datePattern formData@businessKey"),
    *executed("formField/value formProperty/value value@id value@name"),
    *kept("@formFieldValidation work-form-field-validation @category @formHandlerClass", FORMS),
    *kept("@validateFormFields", FORMS),
    *executed("@initiator", frozenset({"startEvent"})),
    *refused("@taskIdVariableName @taskCompleterVariableName", USER, "Use a task listener."),
    *idle("@businessCalendarName", USER | _TIMER, "Dates are by the calendar of all days."),
    *refused("customResource", USER, "Write candidateUsers or candidateGroups."),
    *executed(
        "@skipExpression", ACTIVITIES | CATCH, "if `_FLOWABLE_SKIP_EXPRESSION_ENABLED` is true"
    ),
    *executed("taskListener taskListener@event taskListener@expression taskListener@class", USER),
    *executed("taskListener@delegateExpression", USER),
    *kept("taskListener@id", USER),
]

_WORK: list[Term] = [
    *executed("@topic", WORK, "the topic of the job"),
    *executed("@type", WORK, "external, or a job of that type with its fields as headers"),
    *executed("@class @delegateExpression", WORK, "a Python handler registered by that name"),
    *executed("@expression", WORK, "evaluated in place"),
    *executed("@resultVariable @resultVariableName", WORK | SCRIPT),
    *executed("@taskPriority", WORK | PROCESS, "the priority of the job"),
    *executed("connector connectorId", WORK, "a job of that topic, inputs and outputs mapped"),
    *executed("errorEventDefinition errorEventDefinition@errorRef", WORK),
    *executed("errorEventDefinition@expression", WORK),
    *kept("errorEventDefinition@id", WORK),
    *executed("field field@name field@stringValue field@expression", WORK, "a header of the job"),
    *executed("string expression", WORK),
    *executed("field field@name field@stringValue field@expression string expression"),
    *executed("executionListener executionListener@event executionListener@expression"),
    *executed("executionListener@class executionListener@delegateExpression"),
    *kept("executionListener@id"),
    *refused("@triggerable", WORK, "Draw a receive task after it.", only="false"),
    *refused(
        "@useLocalScopeForResultVariable @storeResultVariableAsTransient",
        WORK | SCRIPT,
        "Map the result with an outputParameter.",
        only="false",
    ),
    *refused("@doNotIncludeVariables", WORK, "Workers see the variables.", only="false"),
    *kept("@parallelInSameTransaction", WORK),
    *refused("mapException", WORK, "Raise BpmnError in the handler."),
    *refused("httpRequestHandler httpResponseHandler", WORK, "Do it in the handler."),
    *refused("eventType channelKey sendSynchronously", NODES, _NO_EVENT_REGISTRY),
    *refused("eventInParameter eventOutParameter", NODES, _NO_EVENT_REGISTRY),
    *refused("eventCorrelationParameter triggerEventType", NODES, _NO_EVENT_REGISTRY),
    *refused("@resource", SCRIPT | {"conditionExpression"}, "Write it into the element."),
    *refused("@autoStoreVariables", SCRIPT, "Set variables in the script.", only="false"),
    *refused("@rules @ruleVariablesInput @exclude", RULE, "Write the rules as a decision."),
]

_RULES: list[Term] = [
    *executed("@decisionRef @decisionRefBinding @decisionRefVersion", RULE),
    *executed("@decisionRefVersionTag @mapDecisionResult", RULE),
    *refused("@decisionRefTenantId", RULE, _NO_TENANTS),
]

_CALLING: list[Term] = [
    *executed("@calledElementBinding @calledElementVersion @calledElementVersionTag", CALL),
    *executed("@businessKey @inheritBusinessKey @inheritVariables @sameDeployment", CALL),
    *executed("@processInstanceIdVariableName", CALL),
    *executed("in in@source in@sourceExpression in@target in@variables in@local", _CALLS),
    *executed("in@businessKey", CALL),
    *executed("out out@source out@sourceExpression out@target out@variables out@local", CALL),
    *refused("in@transient", _CALLS, "Variables are stored.", only="false"),
    *refused("out@transient", CALL, "Variables are stored.", only="false"),
    *refused("@calledElementType", CALL, "Name the process by its key.", only="key"),
    *refused("@calledElementTenantId", CALL, _NO_TENANTS),
    *kept("@fallbackToDefaultTenant @processInstanceName", CALL),
    *refused("@completeAsync", CALL, "Set asyncAfter in the called process.", only="false"),
    *refused("@useLocalScopeForOutParameters", CALL, 'Write local="true".', only="false"),
    *executed("@caseRef @caseBinding @caseVersion", CALL),
    *refused("@caseTenantId", CALL, _NO_TENANTS),
    *executed(
        "@variableMappingClass @variableMappingDelegateExpression",
        CALL,
        "a handler of that name, asked before (`event` input) and after (output)",
    ),
]

_LIFE: list[Term] = [
    *executed("@asyncBefore @asyncAfter @async @asyncLeave", NODES),
    *executed("@asyncBefore @asyncAfter", MULTI, "of each instance"),
    *idle(
        "@async", frozenset({"signalEventDefinition"}), "Others hear it after the commit anyway."
    ),
    *kept(
        "@exclusive @asyncLeaveExclusive",
        NODES | LOOPS,
        "an instance is never executed twice at once",
    ),
    *executed("failedJobRetryTimeCycle", NODES),
    *executed(
        "failedJobRetryTimeCycle", LOOPS, "of each instance; else it has that of the activity"
    ),
    *executed("inputOutput inputParameter outputParameter", ACTIVITIES | CATCH),
    *executed("inputParameter@name outputParameter@name"),
    *executed("outputParameter inputOutput", PASSING_EVENTS),
    *refused("inputParameter", PASSING_EVENTS, "Map it on the activity before."),
    *executed("list map entry entry@key value script script@scriptFormat"),
    *refused("script@resource", remedy="Write it into the element."),
    *executed("@collection @elementVariable @elementIndexVariable", MULTI),
    *refused("collection variableAggregation", MULTI, "Write an expression, and outputDataItem."),
]

_EVENTS: list[Term] = [
    *executed("@errorCodeVariable @errorMessageVariable @errorVariableName", _ERROR),
    *refused("@errorVariableTransient @errorVariableLocalScope", _ERROR, only="false"),
    *executed("@errorMessage", frozenset({"error"})),
    *executed("@escalationCodeVariable", frozenset({"escalationEventDefinition"})),
    *executed("@variableName @variableEvents", _CONDITIONAL),
    *executed("@scope", frozenset({"signal"}), "`processInstance`: heard in the same tree only"),
    *executed("@terminateAll @terminateMultiInstance", frozenset({"terminateEventDefinition"})),
    *executed("value", frozenset({"dataObject"}), "from the start of its scope"),
    *refused("@endDate", _TIMER, "Write it into the cycle: R/PT1H/2030-01-31T12:00:00Z."),
    *refused("@correlationKey", frozenset({"messageEventDefinition"}), _NO_EVENT_REGISTRY),
    *idle("@triggeredByEvent", SUB_PROCESSES, "Set the attribute of BPMN."),
]

TERMS: tuple[Term, ...] = (
    *_PROCESS,
    *_TASKS,
    *_WORK,
    *_RULES,
    *_CALLING,
    *_LIFE,
    *_EVENTS,
)
