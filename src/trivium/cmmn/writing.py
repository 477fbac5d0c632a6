"""An added plan item as the CMMN that a modeller would have drawn: its item, its definition, its sentries.

The parts are named by their place in what was given, such as `call.entry[0].on[1]`: a fault in one of them
tells which field is wrong. No XML id of a model can look like that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn.names import CMMN, TRIVIUM
from trivium.xml import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.kernel.additions import ListensTo, NewCriterion, NewPlanItem

_RULES = {
    "required": "requiredRule",
    "repetition": "repetitionRule",
    "manual_activation": "manualActivationRule",
}
_ATTRIBUTES = {
    "assignee": "assignee",
    "due_date": "dueDate",
    "follow_up_date": "followUpDate",
    "priority": "priority",
    "form_key": "formKey",
    "result_variable": "resultVariable",
    "expression": "expression",
    "topic": "topic",
}
_LISTS = {"candidate_users": "candidateUsers", "candidate_groups": "candidateGroups"}
_CALLS = {"processTask": "processRef", "caseTask": "caseRef", "decisionTask": "decisionRef"}


def write_item(item: NewPlanItem) -> tuple[Element, list[Element]]:
    """The plan item, and what belongs to it in its stage: sentries, and its definition."""
    name = item.id or ""
    definition = item.definition or f"{name} definition"
    attributes = {"id": name, "definitionRef": definition}
    if item.name is not None:
        attributes["name"] = item.name
    parts = [*_control(item)]
    sentries = []
    for kind, criteria in (("entry", item.entry), ("exit", item.exit)):
        for number, each in enumerate(criteria):
            place = f"{name}.{kind}[{number}]"
            sentries.append(_sentry(each, place))
            parts.append(Element(f"{kind}Criterion", CMMN, {"id": place, "sentryRef": place}))
    written = Element("planItem", CMMN, attributes, tuple(parts))
    own = [] if item.definition is not None else [_definition(item, definition)]
    return written, [*sentries, *own]


def _control(item: NewPlanItem) -> Iterator[Element]:
    rules = []
    for field, name in _RULES.items():
        rule = getattr(item, field)
        if rule is not False:
            condition = () if rule is True else (_text("condition", rule),)
            rules.append(Element(name, CMMN, {"id": f"{item.id}.{field}"}, condition))
    if rules:
        yield Element("itemControl", CMMN, {}, tuple(rules))


def _sentry(criterion: NewCriterion, place: str) -> Element:
    parts = [_on_part(each, f"{place}.on[{n}]") for n, each in enumerate(criterion.on)]
    if criterion.condition is not None:
        condition = (_text("condition", criterion.condition),)
        parts.append(Element("ifPart", CMMN, {"id": f"{place}.condition"}, condition))
    return Element("sentry", CMMN, {"id": place}, tuple(parts))


def _on_part(part: ListensTo, place: str) -> Element:
    source = part.item if part.item is not None else part.file_item
    attributes = {"id": place, "sourceRef": source or ""}
    if part.exit_criterion is not None:
        attributes["exitCriterionRef"] = part.exit_criterion
    kind = "planItemOnPart" if part.item is not None else "caseFileItemOnPart"
    return Element(kind, CMMN, attributes, (_text("standardEvent", part.event),))


def _definition(item: NewPlanItem, name: str) -> Element:
    """The task, stage, milestone or listener itself."""
    attributes = {"id": name, "isBlocking": "true" if item.blocking else "false"}
    attributes["autoComplete"] = "true" if item.auto_complete else "false"
    for field, attribute in _ATTRIBUTES.items():
        if getattr(item, field) is not None:
            attributes[f"{{{TRIVIUM}}}{attribute}"] = getattr(item, field)
    for field, attribute in _LISTS.items():
        if getattr(item, field):
            attributes[f"{{{TRIVIUM}}}{attribute}"] = ",".join(getattr(item, field))
    if item.roles:
        attributes["authorizedRoleRefs"] = " ".join(item.roles)
    if item.called is not None:
        attributes[_CALLS.get(item.kind, "processRef")] = item.called
    return Element(item.kind, CMMN, attributes, tuple(_content(item)))


def _content(item: NewPlanItem) -> Iterator[Element]:
    if item.description is not None:
        yield _text("documentation", item.description)
    if item.timer is not None:
        yield _text("timerExpression", item.timer)
    passings = [
        Element(way, TRIVIUM, {"sourceExpression": source, "target": target})
        for way, values in (("in", item.inputs), ("out", item.outputs))
        for target, source in values.items()
    ]
    if passings:
        yield Element("extensionElements", CMMN, {}, tuple(passings))
    for each in item.items:
        written, others = write_item(each)
        yield written
        yield from others


def _text(name: str, text: str) -> Element:
    return Element(name, CMMN, head=text)


def write_doing(item: NewPlanItem) -> Iterator[tuple[str, str, Element]]:
    """What it does to other items when it is done: how, to which, and the sentry that says so."""
    for field, kind in (("lets_in", "entry"), ("ends", "exit")):
        for number, name in enumerate(getattr(item, field)):
            yield kind, name, Element("sentry", CMMN, {"id": f"{item.id}.{field}[{number}]"})


def places(item: NewPlanItem, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The fields that became elements, by the ids of those."""
    yield item.id or "", prefix
    yield f"{item.id} definition", prefix
    for field in _RULES:
        yield f"{item.id}.{field}", f"{prefix}{field}"
    for field in ("lets_in", "ends"):
        for number in range(len(getattr(item, field))):
            yield f"{item.id}.{field}[{number}]", f"{prefix}{field}[{number}]"
    for kind, criteria in (("entry", item.entry), ("exit", item.exit)):
        for number, criterion in enumerate(criteria):
            place = f"{kind}[{number}]"
            yield f"{item.id}.{place}", f"{prefix}{place}"
            yield f"{item.id}.{place}.condition", f"{prefix}{place}.condition"
            for part in range(len(criterion.on)):
                yield f"{item.id}.{place}.on[{part}]", f"{prefix}{place}.on[{part}]"
    for number, each in enumerate(item.items):
        yield from places(each, f"{prefix}items[{number}].")
