"""Elements and attributes of Camunda 8."""

from __future__ import annotations

from trivium.bpmn.vocabulary.places import (
    ACTIVITIES,
    CALL,
    CATCH,
    FORMS,
    MULTI,
    NODES,
    PASSING_EVENTS,
    PROCESS,
    RULE,
    SCRIPT,
    USER,
    WORK,
)
from trivium.bpmn.vocabulary.term import Term, executed, kept, refused

_WORK = (WORK - {"messageEventDefinition"}) | SCRIPT
_MESSAGE = frozenset({"message"})
_AD_HOC = frozenset({"adHocSubProcess"})

TERMS: tuple[Term, ...] = (
    *executed("taskDefinition taskDefinition@type taskDefinition@retries", _WORK),
    *executed("taskHeaders header header@key header@value", _WORK | USER),
    *executed("ioMapping input input@source input@target", ACTIVITIES | CATCH),
    *executed("output output@source output@target", ACTIVITIES | CATCH | PASSING_EVENTS),
    *executed("ioMapping", PASSING_EVENTS),
    *refused("input", PASSING_EVENTS, "Map it on the activity before."),
    *executed("calledElement calledElement@processId calledElement@bindingType", CALL),
    *executed("calledElement@versionTag calledElement@propagateAllChildVariables", CALL),
    *executed("calledElement@propagateAllParentVariables", CALL),
    *refused("calledElement@businessId", CALL, "Write `camunda:in businessKey`."),
    *kept("userTask", USER, "every user task is the engine's own"),
    *executed("assignmentDefinition assignmentDefinition@assignee", USER),
    *executed("assignmentDefinition@candidateUsers assignmentDefinition@candidateGroups", USER),
    *executed("taskSchedule taskSchedule@dueDate taskSchedule@followUpDate", USER),
    *executed("priorityDefinition priorityDefinition@priority", USER),
    *executed("formDefinition formDefinition@formKey formDefinition@formId", FORMS),
    *executed("formDefinition@bindingType formDefinition@versionTag", FORMS, "in the `form`"),
    *executed("formDefinition@externalReference", FORMS, "the key of the `form`"),
    *executed("userTaskForm userTaskForm@id", PROCESS, "`schema` of the tasks that refer to it"),
    *executed("loopCharacteristics loopCharacteristics@inputCollection", MULTI),
    *executed("loopCharacteristics@inputElement loopCharacteristics@outputCollection", MULTI),
    *executed("loopCharacteristics@outputElement", MULTI),
    *executed("script script@expression script@resultVariable", SCRIPT),
    *executed("calledDecision calledDecision@decisionId calledDecision@resultVariable", RULE),
    *executed("calledDecision@bindingType calledDecision@versionTag", RULE),
    *executed("executionListeners executionListener executionListener@eventType"),
    *executed("executionListener@type", note="a job of that type, which the element waits for"),
    *executed("executionListener@retries"),
    *kept("executionListener@id taskListener@id"),
    *executed(
        "taskListeners taskListener taskListener@eventType", USER, "the change waits for its jobs"
    ),
    *executed("taskListener@type taskListener@retries", USER),
    *executed("subscription subscription@correlationKey", _MESSAGE),
    *executed("versionTag versionTag@value", PROCESS),
    *kept("properties property property@name property@value"),
    *kept("@modelerTemplate @modelerTemplateVersion @modelerTemplateIcon"),
    *refused("adHoc", _AD_HOC, "Have the activities started by hand or by a worker."),
    *refused("conditionalFilter", NODES, "Write the variables into the condition."),
    *refused("publishMessage", NODES, "Give the event a task definition."),
    *refused("linkedResources linkedResource", NODES, "Have the worker read them."),
    *refused("jobPriorityDefinition", NODES | PROCESS, "Set trivium:taskPriority."),
)
