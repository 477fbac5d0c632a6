"""Who may ask for what: the rule of every operation, in one table.

An operation that is not in it is refused to everybody, and a test fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trivium.identity import Principal


class Reach(Enum):
    """What is looked at before a request is read."""

    PUBLIC = "anybody"
    SIGNED_IN = "whoever has signed in, about themselves"
    WITHIN = "whoever may on the one thing that it is about"
    GRANTED = "who was granted it on the operation"
    ADMIN = "an admin of the tenant"
    OVER_ALL = "an admin of the installation"


class Rule(NamedTuple):
    """Who may do it; with `WITHIN` and `GRANTED` the permission that is needed, and on what."""

    reach: Reach
    permission: str = ""
    resource: str = ""

    def admits(self, principal: Principal) -> bool:
        """Whether somebody gets past the door; `WITHIN` is decided where the thing is known."""
        if self.reach is Reach.GRANTED:
            return principal.may(self.permission, "operation", self.resource)
        if self.reach is Reach.ADMIN:
            return principal.is_admin
        return self.reach is not Reach.OVER_ALL or principal.is_over_all

    @property
    def text(self) -> str:
        """The rule as people read it, such as `work on the task`."""
        if self.reach is Reach.WITHIN:
            return f"{self.permission} on the {self.resource}"
        if self.reach is Reach.GRANTED:
            return f"{self.permission} on the operation {self.resource}"
        return str(self.reach.value)


_PUBLIC = Rule(Reach.PUBLIC)
_SIGNED_IN = Rule(Reach.SIGNED_IN)
_ADMIN = Rule(Reach.ADMIN)
_OVER_ALL = Rule(Reach.OVER_ALL)


def _on(permission: str, resource: str) -> Rule:
    return Rule(Reach.WITHIN, permission, resource)


def _granted(permission: str, operation: str) -> Rule:
    return Rule(Reach.GRANTED, permission, operation)


_READ_DEFINITION = _on("read", "definition")
_ADMINISTER_DEFINITION = _on("administer", "definition")
_READ_INSTANCE = _on("read", "instance")
_OPERATE = _on("operate", "instance")
_READ_TASK = _on("read", "task")
_WORK_TASK = _on("work", "task")
_ASSIGN_TASK = _on("assign", "task")
_WORK_JOBS = _granted("work", "jobs")
_READ_PLANNING = _granted("read", "planning")
_PLAN = _granted("administer", "planning")
_READ_CASE = _on("read", "case")
_WORK_CASE = _on("work", "case")

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        # definitions
        "listDefinitions": _READ_DEFINITION,
        "deployDefinitions": _ADMINISTER_DEFINITION,
        "validateDefinitions": _SIGNED_IN,
        "getDefinition": _READ_DEFINITION,
        "deleteDefinition": _ADMINISTER_DEFINITION,
        "getDefinitionXml": _READ_DEFINITION,
        "getStartForm": _READ_DEFINITION,
        "getDefinitionExtensions": _READ_DEFINITION,
        "getDefinitionStatistics": _READ_DEFINITION,
        "suspendDefinition": _ADMINISTER_DEFINITION,
        "updateDefinition": _ADMINISTER_DEFINITION,
        "rollBackDefinition": _ADMINISTER_DEFINITION,
        "getDefinitionDiagram": _READ_DEFINITION,
        "getDefinitionHeat": _READ_DEFINITION,
        # instances
        "listInstances": _READ_INSTANCE,
        "startInstance": _on("start", "definition"),
        "getInstance": _READ_INSTANCE,
        "terminateInstance": _OPERATE,
        "modifyInstance": _OPERATE,
        "restartInstance": _OPERATE,
        "suspendInstance": _OPERATE,
        "getVariables": _READ_INSTANCE,
        "setVariables": _OPERATE,
        "getVariable": _READ_INSTANCE,
        "getInstanceTree": _READ_INSTANCE,
        "getInstancePath": _READ_INSTANCE,
        "getInstanceHistory": _READ_INSTANCE,
        "getInstanceAudit": _READ_INSTANCE,
        "getInstanceReplay": _READ_INSTANCE,
        "getInstanceIncidents": _READ_INSTANCE,
        "startProcess": _on("start", "definition"),
        "listProcesses": _READ_INSTANCE,
        "getProcess": _READ_INSTANCE,
        "suspendProcess": _OPERATE,
        "resumeProcess": _OPERATE,
        "abortProcess": _OPERATE,
        "getProcessHistory": _READ_INSTANCE,
        "visualizeProcess": _READ_INSTANCE,
        # figures
        "listActiveProcesses": _READ_INSTANCE,
        "getMetrics": _READ_INSTANCE,
        "listBottlenecks": _READ_INSTANCE,
        "listProcessBottlenecks": _READ_INSTANCE,
        "getProcessStatistics": _READ_INSTANCE,
        "getTaskStatistics": _READ_TASK,
        "getPerformance": _READ_INSTANCE,
        # moving instances
        "planMigration": _READ_DEFINITION,
        "migrateInstances": _OPERATE,
        "createBatch": _OPERATE,
        "listBatches": _on("read", "batch"),
        "getBatch": _on("read", "batch"),
        "listBatchInstances": _on("read", "batch"),
        "pauseBatch": _on("operate", "batch"),
        "resumeBatch": _on("operate", "batch"),
        "cancelBatch": _on("operate", "batch"),
        "retryBatch": _on("operate", "batch"),
        # work
        "listTasks": _READ_TASK,
        "getTask": _READ_TASK,
        "getTaskForm": _READ_TASK,
        "updateTask": _ASSIGN_TASK,
        "completeTask": _WORK_TASK,
        "claimTask": _WORK_TASK,
        "unclaimTask": _WORK_TASK,
        "assignTask": _ASSIGN_TASK,
        "delegateTask": _WORK_TASK,
        "resolveTask": _WORK_TASK,
        "throwTaskError": _WORK_TASK,
        "correlateMessage": _granted("work", "messages"),
        "broadcastSignal": _granted("work", "messages"),
        "listJobs": _OPERATE,
        "activateJobs": _WORK_JOBS,
        "completeJob": _WORK_JOBS,
        "failJob": _WORK_JOBS,
        "throwJobError": _WORK_JOBS,
        "extendJob": _WORK_JOBS,
        "listTopics": _OVER_ALL,
        "limitTopic": _OVER_ALL,
        # trouble
        "listIncidents": _READ_INSTANCE,
        "getIncident": _READ_INSTANCE,
        "listIncidentCauses": _READ_INSTANCE,
        "retryIncident": _OPERATE,
        "resolveIncident": _OPERATE,
        "commentIncident": _OPERATE,
        "assignIncident": _OPERATE,
        "escalateIncident": _OPERATE,
        # decisions
        "listDecisions": _on("read", "decision"),
        "deployDecisions": _on("administer", "decision"),
        "evaluateDecision": _on("start", "decision"),
        "testDecision": _on("start", "decision"),
        "getDecisionHistory": _on("read", "decision"),
        "getDecisionFindings": _on("read", "decision"),
        # cases
        "listCaseDefinitions": _READ_CASE,
        "listCases": _READ_CASE,
        "startCase": _on("start", "case"),
        "getCase": _READ_CASE,
        "listCaseActions": _READ_CASE,
        "listPlanItems": _READ_CASE,
        "explainPlanItem": _READ_CASE,
        "transitionPlanItem": _WORK_CASE,
        "transitionCase": _WORK_CASE,
        "planItem": _WORK_CASE,
        "addPlanItem": _WORK_CASE,
        "occurCaseEvent": _WORK_CASE,
        "getCaseFile": _READ_CASE,
        "changeCaseFile": _WORK_CASE,
        "getCaseAudit": _READ_CASE,
        "operateCase": _on("operate", "case"),
        # planning people's work, and how it stands
        "listCalendars": _READ_PLANNING,
        "getCalendar": _READ_PLANNING,
        "listCalendarVersions": _READ_PLANNING,
        "reckonTime": _READ_PLANNING,
        "putCalendar": _PLAN,
        "deleteCalendar": _PLAN,
        "listTargets": _READ_PLANNING,
        "getTarget": _READ_PLANNING,
        "listTargetVersions": _READ_PLANNING,
        "putTarget": _PLAN,
        "deleteTarget": _PLAN,
        "listRules": _READ_PLANNING,
        "getRule": _READ_PLANNING,
        "listRuleVersions": _READ_PLANNING,
        "putRule": _PLAN,
        "deleteRule": _PLAN,
        "listAbsences": _READ_PLANNING,
        "addAbsence": _PLAN,
        "deleteAbsence": _PLAN,
        "getProfile": _READ_PLANNING,
        "putProfile": _PLAN,
        "listAssignments": _READ_INSTANCE,
        "listClocks": _READ_INSTANCE,
        "getClock": _READ_INSTANCE,
        "holdClock": _OPERATE,
        "releaseClock": _OPERATE,
        "listCaseClocks": _READ_CASE,
        "getSlaCompliance": _READ_INSTANCE,
        # people
        "signIn": _PUBLIC,
        "answerChallenge": _PUBLIC,
        "refreshTokens": _PUBLIC,
        "signOut": _PUBLIC,
        "listProviders": _PUBLIC,
        "beginOidc": _PUBLIC,
        "finishOidc": _PUBLIC,
        "getSigningKeys": _PUBLIC,
        "getMe": _SIGNED_IN,
        "changeOwnPassword": _SIGNED_IN,
        "listSessions": _SIGNED_IN,
        "endSession": _SIGNED_IN,
        "enrolSecondFactor": _SIGNED_IN,
        "confirmSecondFactor": _SIGNED_IN,
        "giveUpSecondFactor": _SIGNED_IN,
        "listUsers": _granted("read", "people"),
        "getUser": _granted("read", "people"),
        "addUser": _ADMIN,
        "changeUser": _ADMIN,
        "removeUser": _ADMIN,
        "setUserGroups": _ADMIN,
        "setUserRoles": _ADMIN,
        "setUserPassword": _ADMIN,
        "setUserState": _ADMIN,
        "unlockUser": _ADMIN,
        "takeSecondFactorAway": _ADMIN,
        "listGroups": _granted("read", "people"),
        "getGroup": _granted("read", "people"),
        "addGroup": _ADMIN,
        "changeGroup": _ADMIN,
        "removeGroup": _ADMIN,
        "putMember": _ADMIN,
        "takeMember": _ADMIN,
        "listGrants": _ADMIN,
        "addGrant": _ADMIN,
        "removeGrant": _ADMIN,
        "listApiKeys": _ADMIN,
        "addApiKey": _ADMIN,
        "revokeApiKey": _ADMIN,
        "listTenants": _OVER_ALL,
        "addTenant": _OVER_ALL,
        "getPeopleRecord": _granted("read", "audit"),
        # health
        "getHealth": _PUBLIC,
        "getLiveness": _PUBLIC,
        "getReadiness": _PUBLIC,
    }
)

WHILE_PASSWORD_IS_DUE = frozenset({"getMe", "changeOwnPassword"})
"""All that somebody may do who has to change the password first."""
