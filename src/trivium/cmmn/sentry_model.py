"""Reading the sentries of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn import dialect
from trivium.cmmn.sentries import OnPart, Sentry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.cmmn.compile import Compiler
    from trivium.xml import Element


def read_sentry(xml: Element, compiler: Compiler) -> Sentry:
    """A sentry with its on-parts and its if-part."""
    parts = []
    for each in compiler.all(xml, "planItemOnPart", "caseFileItemOnPart"):
        event = compiler.first(each, "standardEvent")
        source = (each.get("sourceRef") or "").strip()
        if event is None or not (event.text or "").strip() or not source:
            compiler.refuse(
                each if each.get("id") else xml,
                "cmmn/incomplete-on-part",
                "Expected an on-part to say its source and its standard event, but one is missing.",
                "Give both.",
            )
            continue
        parts.append(
            OnPart(
                source,
                (event.text or "").strip(),
                each.name == "caseFileItemOnPart",
                id=each.get("id") or xml.get("id") or "",
                criterion=_exit_criterion(each, (event.text or "").strip(), compiler),
            )
        )
    parts += _variable_parts(xml)
    if_part = compiler.first(xml, "ifPart")
    condition = None if if_part is None else compiler.condition(if_part)
    if not parts and condition is None:
        compiler.refuse(
            xml,
            "cmmn/empty-sentry",
            "Expected a sentry to have an on-part or an if-part, but it has neither.",
            "Say what it waits for.",
        )
    is_on_event = dialect.attribute(xml, "triggerMode") == "onEvent"
    return Sentry(xml.get("id") or "", tuple(parts), condition, is_on_event=is_on_event)


def _exit_criterion(part: Element, event: str, compiler: Compiler) -> str | None:
    """The criterion whose exit alone is heard (CMMN 1.1, 5.4.6.1.1; `sentryRef` in CMMN 1.0)."""
    criterion = part.get("exitCriterionRef") or part.get("sentryRef")
    if criterion is None or event == "exit":
        return criterion
    compiler.refuse(
        part,
        "cmmn/exit-criterion-ref",
        f"Expected the event `exit` where an exit criterion is named, but found `{event}`; the"
        " criterion has no effect.",
        "Listen to `exit`, or leave the criterion out.",
        warning=True,
    )
    return None


def _variable_parts(xml: Element) -> Iterator[OnPart]:
    """`camunda:variableOnPart`: a variable is created, updated or deleted."""
    for each in dialect.all_extensions(xml, "variableOnPart"):
        events = [c for c in each.children if c.name == "variableEvent"]
        event = (events[0].text or "").strip() if events else "update"
        yield OnPart(each.get("variableName") or "", event, is_variable=True)
