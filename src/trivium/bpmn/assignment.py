"""Whose a user task is: assignee, candidates, dates and priority, in any dialect and in BPMN's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn import dialect
from trivium.bpmn.names import BPMN
from trivium.expressions.lists import split_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.xml import Element


def attribute_texts(xml: Element) -> dict[str, str | None]:
    """Who has a task, when it is due and how important it is, as the model writes it."""
    texts = {
        name: dialect.attribute(xml, name)
        for name in ("assignee", "owner", "dueDate", "followUpDate", "priority")
    }
    performer = xml.find("humanPerformer", BPMN) or xml.find("performer", BPMN)
    if performer is not None and texts["assignee"] is None:
        texts["assignee"] = _resource_expression(performer)
    assignment = dialect.zeebe(xml, "assignmentDefinition")
    if assignment is not None:
        texts["assignee"] = assignment.get("assignee")
    schedule_xml = dialect.zeebe(xml, "taskSchedule")
    if schedule_xml is not None:
        texts["dueDate"] = schedule_xml.get("dueDate")
        texts["followUpDate"] = schedule_xml.get("followUpDate")
    priority = dialect.zeebe(xml, "priorityDefinition")
    if priority is not None:
        texts["priority"] = priority.get("priority")
    return texts


def candidates(xml: Element, compiler: Compiler, name: str) -> Iterator[Expression]:
    """The candidates, each as an expression."""
    texts = list(dialect.names(xml, name))
    assignment = dialect.zeebe(xml, "assignmentDefinition")
    if assignment is not None:
        text = assignment.get(name)
        if text is not None:
            texts.extend([text] if text.startswith("=") else split_list(text))
    owners = _owners(xml, "user" if name == "candidateUsers" else "group")
    for text in (*texts, *owners):
        expression = compiler.text(xml, text)
        if expression is not None:
            yield expression


def _owners(xml: Element, kind: str) -> Iterator[str]:
    """`potentialOwner` names: `user(x)`, `group(x)`, and plain ones are groups."""
    for owner in xml.findall("potentialOwner", BPMN):
        for text in split_list(_resource_expression(owner)):
            marked = text.endswith(")") and text.split("(")[0] in {"user", "group"}
            if marked and text.startswith(f"{kind}("):
                yield text[len(kind) + 1 : -1].strip()
            elif not marked and kind == "group":
                yield text


def _resource_expression(xml: Element) -> str | None:
    assignment = xml.find("resourceAssignmentExpression", BPMN)
    formal = None if assignment is None else assignment.find("formalExpression", BPMN)
    return None if formal is None else formal.text
