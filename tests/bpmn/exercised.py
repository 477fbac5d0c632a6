"""Which test exercises each word of the dialects that is executed.

Words that are kept, without effect or refused are walked through by `test_vocabulary.py` itself.
"""

from __future__ import annotations

_HUMAN = "tests/bpmn/test_human_work.py::test_"
_TASK_LISTENERS = "tests/bpmn/test_task_listeners.py::test_"
_WORK = "tests/bpmn/test_work.py::test_"
_CALLS = "tests/bpmn/test_calls.py::test_"
_ENGINE = "tests/engine/test_"

JAVA = {
    _CALLS + "version_that_is_called_may_be_said": (
        "@versionTag @calledElementBinding @calledElementVersion @calledElementVersionTag"
    ),
    _HUMAN + "attributes_of_camunda_7_and_flowable_say_whose_a_task_is": (
        "@assignee @candidateUsers @candidateGroups @owner @dueDate @followUpDate @priority"
    ),
    _HUMAN + "forms_of_camunda_7_are_given_with_their_fields": (
        "@formRef @formRefBinding @formRefVersion formData formData@businessKey formField"
        " formField@id formField@type formField@label formField@defaultValue formField@datePattern"
        " validation constraint constraint@name constraint@config formField/value value@id"
        " value@name"
    ),
    _HUMAN + "form_properties_of_flowable_are_fields": (
        "@formKey formProperty formProperty@id formProperty@name formProperty@type"
        " formProperty@default formProperty@required formProperty@variable formProperty@expression"
        " formProperty@readable formProperty@writable formProperty@writeable"
        " formProperty@datePattern formProperty/value"
    ),
    _HUMAN + "initiator_is_who_starts": "@initiator",
    _HUMAN + "lanes_are_candidates_where_the_process_says_so": "@laneCandidates",
    _HUMAN + "task_is_skipped_where_that_was_allowed": "@skipExpression",
    _ENGINE + "listeners.py::test_task_listeners_by_name_are_waited_for": (
        "taskListener taskListener@event taskListener@class taskListener@delegateExpression"
    ),
    _ENGINE + "listeners.py::test_task_listener_hears_the_time": "taskListener@expression",
    _WORK + "topic_may_be_an_expression_and_has_a_priority": "@topic @type @taskPriority",
    _WORK + "message_that_is_thrown_may_be_work": "@class @delegateExpression",
    _WORK + "expression_is_evaluated_in_place": "@expression @resultVariable @resultVariableName",
    _WORK + "connector_is_a_job_with_its_inputs_and_outputs": (
        "connector connectorId inputOutput inputParameter outputParameter inputParameter@name"
        " outputParameter@name"
    ),
    _WORK + "error_of_an_external_task_is_thrown_when_it_fails_so": (
        "errorEventDefinition errorEventDefinition@errorRef errorEventDefinition@expression"
        " @errorCodeVariable @errorMessageVariable @errorMessage"
    ),
    _WORK + "fields_are_headers": (
        "field field@name field@stringValue field@expression string expression"
    ),
    _CALLS + "handler_maps_the_variables_of_a_call": (
        "@variableMappingClass @variableMappingDelegateExpression"
    ),
    _ENGINE + "listeners.py::test_listeners_by_name_are_work_that_is_waited_for": (
        "executionListener executionListener@event executionListener@class"
        " executionListener@delegateExpression"
    ),
    _ENGINE + "listeners.py::test_listeners_are_called_in_the_order_of_the_model": (
        "executionListener@expression"
    ),
    _CALLS + "version_of_a_decision_may_be_said": (
        "@decisionRef @decisionRefBinding @decisionRefVersion @mapDecisionResult"
    ),
    _CALLS + "version_tag_of_a_decision_that_is_not_there_is_an_incident": (
        "@decisionRefVersionTag"
    ),
    _ENGINE + "flowable.py::test_called_process_has_the_key_and_tells_its_id": (
        "@businessKey @inheritBusinessKey @processInstanceIdVariableName"
    ),
    _ENGINE + "cases.py::test_call_activity_may_start_a_case": "@caseRef @caseBinding @caseVersion",
    _CALLS + "all_variables_go_over_as_flowable_says": "@inheritVariables",
    _CALLS + "process_of_the_same_deployment_may_be_called": "@sameDeployment",
    _CALLS + "variables_go_over_as_camunda_7_says": (
        "in in@source in@sourceExpression in@target in@variables in@local in@businessKey"
    ),
    _CALLS + "variables_come_back_as_camunda_7_says": (
        "out out@source out@sourceExpression out@target out@variables out@local"
    ),
    _ENGINE + "continuations.py::test_token_waits_for_a_job": (
        "@asyncBefore @asyncAfter @async @asyncLeave"
    ),
    _ENGINE + "continuations.py::test_retry_cycle_ends_in_an_incident": "failedJobRetryTimeCycle",
    _ENGINE + "loops.py::test_retry_cycle_of_a_loop_is_that_of_its_instances": (
        "failedJobRetryTimeCycle"
    ),
    _WORK + "input_output_may_hold_lists_maps_and_scripts": (
        "list map entry entry@key value script script@scriptFormat"
    ),
    _ENGINE + "flowable.py::test_index_of_an_instance_has_the_name_that_was_asked_for": (
        "@collection @elementVariable @elementIndexVariable"
    ),
    _ENGINE + "flowable.py::test_error_is_told_in_the_variable_that_was_asked_for": (
        "@errorVariableName"
    ),
    _CALLS + "escalation_tells_its_code": "@escalationCodeVariable",
    _CALLS + "condition_may_look_at_one_variable_and_kind_of_change": (
        "@variableName @variableEvents"
    ),
    _ENGINE + "flowable.py::test_signal_of_the_instance_stays_inside": "@scope",
    _ENGINE + "flowable.py::test_terminate_event_ends_as_much_as_it_says": (
        "@terminateAll @terminateMultiInstance"
    ),
}
ZEEBE = {
    _WORK + "job_of_camunda_8_has_type_headers_and_retries": (
        "taskDefinition taskDefinition@type taskDefinition@retries taskHeaders header header@key"
        " header@value ioMapping input input@source input@target output output@source"
        " output@target"
    ),
    _CALLS + "variables_go_over_and_come_back_as_camunda_8_says": (
        "calledElement calledElement@processId calledElement@propagateAllChildVariables"
        " calledElement@propagateAllParentVariables"
    ),
    _CALLS + "version_that_is_called_may_be_said": (
        "calledElement@bindingType calledElement@versionTag"
    ),
    _HUMAN + "elements_of_camunda_8_say_the_same": (
        "assignmentDefinition assignmentDefinition@assignee assignmentDefinition@candidateUsers"
        " assignmentDefinition@candidateGroups taskSchedule taskSchedule@dueDate"
        " taskSchedule@followUpDate priorityDefinition priorityDefinition@priority"
    ),
    _HUMAN + "forms_of_camunda_8_are_given": (
        "formDefinition formDefinition@formKey formDefinition@formId formDefinition@bindingType"
        " formDefinition@versionTag formDefinition@externalReference userTaskForm userTaskForm@id"
    ),
    _CALLS + "collection_of_camunda_8_is_run_through": (
        "loopCharacteristics loopCharacteristics@inputCollection loopCharacteristics@inputElement"
        " loopCharacteristics@outputCollection loopCharacteristics@outputElement"
    ),
    _WORK + "script_task_of_camunda_8_evaluates_feel": (
        "script script@expression script@resultVariable"
    ),
    _CALLS + "version_of_a_decision_may_be_said": (
        "calledDecision calledDecision@decisionId calledDecision@resultVariable"
        " calledDecision@bindingType"
    ),
    _CALLS + "version_tag_of_a_decision_that_is_not_there_is_an_incident": (
        "calledDecision@versionTag"
    ),
    _ENGINE + "listeners.py::test_listeners_by_name_are_work_that_is_waited_for": (
        "executionListeners executionListener executionListener@eventType executionListener@type"
        " executionListener@retries"
    ),
    _TASK_LISTENERS + "listeners_are_asked_one_after_the_other_and_see_what_was_corrected": (
        "taskListeners taskListener taskListener@eventType taskListener@type taskListener@retries"
    ),
    _CALLS + "message_of_camunda_8_is_for_its_key": "subscription subscription@correlationKey",
    _CALLS + "version_tag_of_camunda_8_is_that_of_the_process": "versionTag versionTag@value",
}
EXERCISED = {"java": JAVA, "zeebe": ZEEBE}
