"""What is wrong with the flow of a model, found before anybody runs it: warnings, never refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.soundness import choices, shape, tokens, triggers
from trivium.bpmn.soundness.scopes import scopes_of

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Definition

_LOOKS = (
    shape.unreachable,
    shape.endless_loops,
    choices.without_default,
    tokens.at_joins,
    triggers.self_triggering,
)


def check(definition: Definition, compiler: Compiler) -> None:
    """Looks at each scope of a process; what is found goes to the compiler's findings."""
    for scope in scopes_of(definition):
        for look in _LOOKS:
            for node, warning in look(scope):
                compiler.refuse(
                    compiler.xml_of(node),
                    warning.code,
                    warning.message,
                    warning.remedy,
                    warning=True,
                )
