"""Results that explain themselves."""

from __future__ import annotations

from typing import Any

from trivium import feel
from trivium.dmn.requirements import Plan
from trivium.dmn.run import DecisionWarning, Run
from trivium.dmn.tables.decision_table import Table
from trivium.dmn.types import MISSING
from trivium.feel.values import Function


class Result:
    """The value of a decision, and how it came about.

    The explanation is worked out when it is asked for.
    """

    __slots__ = ("_plan", "_run", "_values", "decision", "value")

    def __init__(self, decision: str, value: Any, plan: Plan, values: list[Any], run: Run) -> None:
        self.decision = decision
        self.value = value
        self._plan = plan
        self._values = values
        self._run = run

    @property
    def warnings(self) -> tuple[DecisionWarning, ...]:
        """Why something is null, in the order of evaluation."""
        return tuple(self._run.found)

    @property
    def inputs(self) -> dict[str, Any]:
        """The inputs that were used, coerced; those of imports by their path, joined with dots."""
        return {
            ".".join((*step.path, step.names[0])): self._values[step.slot]
            for step in self._plan.inputs
            if self._values[step.slot] is not MISSING
        }

    @property
    def decisions(self) -> dict[str, Any]:
        """The value of each decision that was evaluated, in order; its own is the last."""
        return {
            ".".join((*step.path, step.decision.name)): self._values[step.slot]
            for step in self._plan.steps
        }

    @property
    def tables(self) -> list[dict[str, Any]]:
        """What each decision table that was evaluated got and matched, rules counted from 1."""
        return [_explained(*entry) for entry in self._run.tables]

    @property
    def matches(self) -> list[tuple[Table, list[int]]]:
        """Each decision table that was evaluated, with the rules that matched, from 1."""
        return [(table, [rule + 1 for rule in rules]) for table, _, _, rules in self._run.tables]

    def rows(self) -> list[dict[str, Any]]:
        """The outputs of each rule that decided, as a context each; what BPMN tools map.

        A decision that is no table has one row: its context, or its value under its name. Null
        has no row.
        """
        if self.value is None:
            return []
        decision = self._plan.steps[-1].decision if self._plan.steps else None
        outputs = () if decision is None else decision.outputs
        values = self.value if decision is not None and decision.is_collected else [self.value]
        if not isinstance(values, list):  # the list of one rule, coerced to the declared type
            values = [values]
        if len(outputs) > 1 or (not outputs and isinstance(self.value, dict)):
            return [dict(row) for row in values if isinstance(row, dict)]
        name = (outputs[0] if outputs else "") or self.decision
        return [{name: row} for row in values]

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data, with values as `feel.to_json` writes them."""
        return {
            "decision": self.decision,
            "value": plain(self.value),
            "inputs": plain(self.inputs),
            "decisions": plain(self.decisions),
            "tables": [plain(table) for table in self.tables],
            "warnings": [warning.as_dict() for warning in self.warnings],
        }

    def __repr__(self) -> str:
        return f"Result({self.decision!r}, {self.value!r})"


def _explained(table: Table, element: str, values: list[Any], rules: list[int]) -> dict[str, Any]:
    model = table.model
    return {
        "element": element,
        "table": model.id,
        "hit_policy": model.hit_policy,
        "inputs": [
            {"input": table.input_label(number), "value": value}
            for number, value in enumerate(values)
        ],
        "rules": [
            {
                "number": rule + 1,
                "id": model.rules[rule].id,
                "description": model.rules[rule].description,
                "annotations": list(model.rules[rule].annotations),
            }
            for rule in rules
        ],
    }


def plain(value: Any) -> Any:
    """The value as JSON data; a function, which has none, as its name."""
    return feel.to_json(_storable(value))


def _storable(value: Any) -> Any:
    if isinstance(value, Function):
        return f"function {value.name}".rstrip()
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    return value
