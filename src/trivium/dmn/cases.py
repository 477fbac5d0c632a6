"""Test tables: rows of inputs with expected outputs, run against a model.

A row says what goes in and what is to come out, of one decision or of several. Rows come as data
(from YAML or JSON) or as CSV, where a column is an input, or an expectation if its name begins
with `expected`: `expected` alone is the value of the tested decision, `expected: x` its output
`x`, or the decision of that name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trivium import feel
from trivium.dmn.decisions import Model
from trivium.dmn.result import Result, plain
from trivium.dmn.tables.constants import is_constant, value_of
from trivium.errors import EvaluationFailed, InvalidInput
from trivium.feel.values import same


@dataclass(frozen=True, slots=True)
class Case:
    """One row: `expected` is the value of the decision.

    `expected_parts` are outputs of it, or values of other decisions, by name.
    """

    name: str
    decision: str
    inputs: Mapping[str, Any]
    expected: Any = None
    has_expected: bool = True
    expected_parts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """What came out otherwise than expected."""

    what: str
    expected: Any
    actual: Any


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one row; `error` tells why it could not be evaluated at all."""

    name: str
    differences: tuple[Difference, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None

    @property
    def is_passed(self) -> bool:
        """Whether everything came out as expected."""
        return self.error is None and not self.differences


@dataclass(frozen=True, slots=True)
class CasesReport:
    """What came of all rows; `unused_rules` are rules that no row matched, by table."""

    results: tuple[CaseResult, ...]
    unused_rules: Mapping[str, tuple[int, ...]]

    @property
    def passed(self) -> int:
        """How many rows came out as expected."""
        return sum(result.is_passed for result in self.results)

    @property
    def failed(self) -> int:
        """How many rows did not."""
        return len(self.results) - self.passed

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "passed": self.passed,
            "failed": self.failed,
            "cases": [
                {
                    "name": result.name,
                    "passed": result.is_passed,
                    "differences": [
                        {
                            "what": one.what,
                            "expected": plain(one.expected),
                            "actual": plain(one.actual),
                        }
                        for one in result.differences
                    ],
                    "warnings": list(result.warnings),
                    "error": result.error,
                }
                for result in self.results
            ],
            "unused_rules": {name: list(rules) for name, rules in self.unused_rules.items()},
        }


def cases_from_data(rows: Iterable[Any], decision: str | None = None) -> list[Case]:
    """Cases from mappings with `inputs`, `expected` and, if they will, `name` and `decision`.

    Raises:
        InvalidInput: `dmn/invalid-case` if a row is no such mapping or names no decision.
    """
    return [_from_data(number, row, decision) for number, row in enumerate(rows, 1)]


def _from_data(number: int, row: Any, decision: str | None) -> Case:
    if not isinstance(row, Mapping) or not {"inputs", "expected"} & row.keys():
        raise _invalid(number, "a mapping with `inputs` and `expected`")
    unknown = row.keys() - {"name", "decision", "inputs", "expected", "expected_parts"}
    if unknown:
        raise _invalid(number, f"no such key as {', '.join(sorted(map(str, unknown)))}")
    tested = row.get("decision", decision)
    inputs, parts = row.get("inputs") or {}, row.get("expected_parts") or {}
    if not isinstance(tested, str):
        raise _invalid(number, "the name of a `decision`")
    if not isinstance(inputs, Mapping) or not isinstance(parts, Mapping):
        raise _invalid(number, "mappings for `inputs` and `expected_parts`")
    return Case(
        str(row.get("name", number)),
        tested,
        {str(name): feel.from_json(feel.from_python(value)) for name, value in inputs.items()},
        feel.from_json(feel.from_python(row.get("expected"))),
        "expected" in row,
        {str(name): feel.from_json(feel.from_python(value)) for name, value in parts.items()},
    )


def _invalid(number: int, expected: str) -> InvalidInput:
    return InvalidInput(
        f"Expected {expected} in row {number} of the test table. Correct the row.",
        code="dmn/invalid-case",
        row=number,
    )


def cases_from_csv(text: str, model: Model, decision: str) -> list[Case]:
    """Cases from CSV with a header; an empty cell is an input that is not given.

    A cell is a FEEL constant (`12`, `true`, `@"2024-02-29"`, `["a", "b"]`, `null`), else a string
    as it stands; inputs that the model declares as strings need no quotes. `customer.age` is an
    entry of the input `customer`. A column `name` that is no input names the row.

    Raises:
        InvalidInput: `dmn/invalid-case` if there is no header or nothing is expected.
    """
    rows = csv.DictReader(text.splitlines(), strict=True)
    header = rows.fieldnames or ()
    if not any(name.strip().lower().startswith("expected") for name in header):
        raise _invalid(0, "a column `expected`")
    strings = _string_inputs(model)
    return [_from_csv(number, row, model, decision, strings) for number, row in enumerate(rows, 1)]


def _from_csv(
    number: int, row: Mapping[str | None, Any], model: Model, decision: str, strings: frozenset[str]
) -> Case:
    if None in row or None in row.values():
        raise _invalid(number, "as many cells as the header has")
    inputs: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    expected, has_expected, name = None, False, str(number)
    for column, text in row.items():
        key = str(column).strip()
        if key.lower().startswith("expected"):
            part = key[len("expected") :].strip(" :.")
            if part:
                parts[part] = _constant(text)
            else:
                expected, has_expected = _constant(text), True
        elif key == "name" and key not in model.inputs:
            name = text.strip() or name
        elif text.strip():
            _put(inputs, key, text if key in strings else _constant(text), model)
    return Case(name, decision, inputs, expected, has_expected, parts)


def _string_inputs(model: Model) -> frozenset[str]:
    return frozenset(
        name
        for one in model.compiled.inputs.values()
        if str in one.type.classes
        for name in one.names
    )


def _put(inputs: dict[str, Any], name: str, value: Any, model: Model) -> None:
    first, dot, rest = name.partition(".")
    if not dot or name in model.inputs:
        inputs[name] = value
        return
    inner = inputs.setdefault(first, {})
    if isinstance(inner, dict):
        _put(inner, rest, value, model)


def _constant(text: str) -> Any:
    """A cell as a value: what FEEL reads as a constant, else the text itself."""
    stripped = text.strip()
    if not stripped:
        return None
    try:
        expression = feel.compile(stripped)
    except feel.FeelSyntaxError:
        return text
    node = expression.tree
    return value_of(node, stripped) if is_constant(node, frozenset()) else text


def run_cases(
    model: Model, cases: Iterable[Case], context: feel.Context | None = None
) -> CasesReport:
    """Evaluate each case and compare; a decision that does not exist raises `NotFound`."""
    matched: dict[int, set[int]] = {}
    results = []
    for case in cases:
        try:
            result = model.evaluate(case.decision, case.inputs, context)
        except EvaluationFailed as error:
            results.append(CaseResult(case.name, error=error.message))
            continue
        for table, rules in result.matches:
            matched.setdefault(id(table), set()).update(rules)
        warnings = tuple(str(warning) for warning in result.warnings)
        results.append(CaseResult(case.name, tuple(_differences(case, result)), warnings))
    unused = {
        element: tuple(sorted(set(range(1, len(table.model.rules) + 1)) - matched[id(table)]))
        for element, table in model.tables
        if id(table) in matched
    }
    return CasesReport(tuple(results), {name: rules for name, rules in unused.items() if rules})


def _differences(case: Case, result: Result) -> Iterable[Difference]:
    if case.has_expected and not same(case.expected, result.value):
        yield Difference(case.decision, case.expected, result.value)
    decisions = result.decisions
    for name, expected in case.expected_parts.items():
        if isinstance(result.value, dict) and name in result.value:
            actual = result.value[name]
        else:
            actual = decisions.get(name)
        if not same(expected, actual):
            yield Difference(name, expected, actual)
