"""Deployed decisions: DMN models beside processes, asked by business rule tasks and by users."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trivium import dmn
from trivium.dmn.model import Decision
from trivium.errors import EvaluationFailed, InvalidModel
from trivium.feel import Context
from trivium.feel.temporal import DateTime
from trivium.kernel.moments import from_ms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trivium.engine.clock import Clock
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.errors import Finding
    from trivium.kernel.graph import StartTrigger


@dataclass(slots=True)
class DecisionDefinition:
    """One decision of a DMN model, deployed under its id."""

    key: str
    name: str | None
    model: dmn.Model
    kind: str = "decision"
    id: str = ""
    version: int = 0
    version_tag: str | None = None
    tenant: str = ""
    start_triggers: list[StartTrigger] = field(default_factory=list)


def compile_decisions(content: bytes) -> tuple[list[DecisionDefinition], list[Finding]]:
    """The decisions of a DMN file, and warnings about it.

    Raises:
        InvalidModel: it cannot be evaluated; every fault is listed.
    """
    model = dmn.load(content)
    if any(finding.severity == "error" for finding in model.findings):
        raise InvalidModel(model.findings)
    found = [
        DecisionDefinition(decision.id or decision.name, decision.name, model)
        for decision in model.definitions.elements
        if isinstance(decision, Decision)
    ]
    return found, list(model.findings)


class DeployedDecisions:
    """Fills the port `kernel.ports.Decisions`."""

    def __init__(self, definitions: CompiledDefinitions, clock: Clock) -> None:
        self._definitions = definitions
        self._clock = clock

    def evaluate(
        self,
        key: str,
        variables: Mapping[str, Any],
        *,
        version: int | None = None,
        tag: str | None = None,
        beside: str | None = None,
        tenant: str | None = None,
    ) -> Sequence[Mapping[str, Any]]:
        """The outputs of a decision: a mapping for each matched rule, empty ones left out (Camunda 7)."""
        definition = self._definitions.find(
            "decision", key, version=version, tag=tag, beside=beside, tenant=tenant
        )
        rows = self.result(definition, variables).rows()
        # as in Camunda 7's result lists, empty outputs are left out
        return [{name: each for name, each in row.items() if each is not None} for row in rows]

    def result(self, definition: Any, variables: Mapping[str, Any]) -> dmn.Result:
        """The result with its explanation.

        Raises:
            EvaluationFailed: the decision went over a limit.
        """
        if not isinstance(definition, DecisionDefinition):
            raise EvaluationFailed(
                f"Expected {definition.key} to be a decision, but it is none.",
                code="decision/not-a-decision",
            )
        now = DateTime.from_python(from_ms(self._clock.now_ms()))
        return definition.model.evaluate(definition.key, variables, Context(now=now))
