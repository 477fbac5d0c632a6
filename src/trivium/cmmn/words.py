"""No word of a dialect is passed over in silence: what has no effect here is told at deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn import completion, dialect, hearing
from trivium.cmmn.names import CMMN, CMMN_10, DIALECTS

if TYPE_CHECKING:
    from trivium.cmmn.compile import Compiler
    from trivium.xml import Element

EXECUTED = frozenset(
    [
        "assignee",
        "owner",
        "candidateUsers",
        "candidateGroups",
        "dueDate",
        "followUpDate",
        "priority",
        "formKey",
        "formRef",
        "formRefBinding",
        "formRefVersion",
        "topic",
        "class",
        "delegateExpression",
        "expression",
        "resultVariable",
        "resultVariableName",
        "mapDecisionResult",
        "caseBinding",
        "caseVersion",
        "caseVersionTag",
        "processBinding",
        "processVersion",
        "processVersionTag",
        "decisionBinding",
        "decisionVersion",
        "decisionVersionTag",
        "sameDeployment",
        "initiatorVariableName",
        "versionTag",
        "counterVariable",
        "repeatOnStandardEvent",
        "autoCompleteCondition",
        "collectionVariable",
        "elementVariable",
        "elementIndexVariable",
        "blockingExpression",
        "triggerMode",
        "exitType",
        "exitEventType",
    ]
)
"""Attributes that do what they say."""
KEPT = frozenset(
    [
        "type",
        "historyTimeToLive",
        "candidateStarterGroups",
        "candidateStarterUsers",
        "formFieldValidation",
        "includeInStageOverview",
        "displayOrder",
        "fallbackToDefaultTenant",
        "autoStoreVariables",
        "taskPriority",
    ]
)
"""Attributes that are for people, or for what is not ours."""
ELEMENTS = frozenset({"in", "out", "variableOnPart", "properties", "formData", "formProperty"})
"""Extension elements that are executed, or kept as data."""


def check(case: Element, compiler: Compiler) -> None:
    """Warns of every other word of the dialects in a case."""
    for xml in case.iter():
        if xml.namespace not in {CMMN, CMMN_10}:
            continue
        for key in xml.attributes:
            namespace, _, name = key.removeprefix("{").rpartition("}")
            if namespace in DIALECTS and name not in EXECUTED | KEPT:
                warn(xml, name, compiler)
        for each in dialect.extensions(xml):
            is_known = each.name in ELEMENTS or hearing.is_executed(each, xml)
            if not is_known and not completion.is_executed(each, xml):
                warn(each, each.name, compiler)


def warn(xml: Element, name: str, compiler: Compiler) -> None:
    """Says that a word of a dialect has no effect here."""
    compiler.refuse(
        xml,
        "cmmn/no-effect",
        f"Expected only what Trivium executes in cases, but found `{name}`; it is kept in the file and has no"
        " effect.",
        "Draw what it does: a task, a sentry, or a listener of the plan.",
        warning=True,
    )
