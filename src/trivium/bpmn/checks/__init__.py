"""Checks that look across elements; those of a single element stand with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.checks import catchers, compensations, gateways, start_events, vocabulary, work

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Definition

_CHECKS = (
    catchers.check,
    compensations.check,
    gateways.check,
    start_events.check,
    vocabulary.check,
    work.check,
)


def check(definition: Definition, compiler: Compiler) -> None:
    """Runs every check on a compiled process; faults go to the compiler's findings."""
    for run in _CHECKS:
        run(definition, compiler)
