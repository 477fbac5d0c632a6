"""Start events of a process that listen to the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Definition


def check(definition: Definition, compiler: Compiler) -> None:
    """A message or signal starts a process at one place; a process has one timer start (Camunda 7)."""
    seen: set[tuple[str, str]] = set()
    for trigger in definition.start_triggers:
        what = (trigger.kind, trigger.name)
        if what in seen:
            compiler.refuse(
                compiler.xml_of(trigger.node),
                "bpmn/duplicate-start-event",
                f"Expected one start event for the {trigger.kind} {trigger.name!r}, but there are"
                " several.",
                "Remove one, or give it another name.",
            )
        seen.add(what)
