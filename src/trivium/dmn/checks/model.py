"""All checks of a model as findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trivium import feel
from trivium.dmn.checks.analysis import WORK, TableReport, analyse
from trivium.dmn.decisions import Model
from trivium.dmn.tables.decision_table import Table
from trivium.errors import Finding


def check(model: Model, *, work: int = WORK) -> tuple[Finding, ...]:
    """Everything that is wrong or suspicious: the findings of loading, then those of each table.

    `work` bounds the steps of each table's analysis; a finding says where it was met.
    """
    found = list(model.findings)
    for element, table in model.tables:
        found.extend(_of_table(table, analyse(table, element, work)))
    return tuple(found)


def _of_table(table: Table, report: TableReport) -> Iterator[Finding]:
    def finding(code: str, message: str, remedy: str, rule: int | None = None) -> Finding:
        line = table.model.rules[rule - 1].line if rule else table.model.line
        return Finding(code, message, report.element, line or None, remedy, "warning")

    if not table.has_default and table.model.hit_policy != "COLLECT":
        for gap in report.gaps:
            yield finding(
                "dmn/gap",
                f"Expected a rule for every input but none matches {_shown(gap.example)}",
                "Add a rule, or a default output.",
            )
    if table.model.hit_policy in {"UNIQUE", "ANY"}:
        for overlap in report.overlaps:
            yield finding(
                "dmn/overlap",
                f"Expected {_DEMANDS[table.model.hit_policy]} but rules {_listed(overlap.rules)} "
                f"match {_shown(overlap.example)}",
                "Narrow one of them, or choose another hit policy.",
                overlap.rules[0],
            )
    for rule, overlap in report.masked.items():
        yield finding(
            "dmn/masked-rule",
            f"Expected rule {rule} to decide somewhere but others always come before it, as in "
            f"{_shown(overlap.example)}",
            "Move it up, or remove it.",
            rule,
        )
    for rule, overlap in report.redundant.items():
        yield finding(
            "dmn/redundant-rule",
            f"Expected rule {rule} to add something but others give the same, as in "
            f"{_shown(overlap.example)}",
            "Remove it.",
            rule,
        )
    for rule in report.unreachable:
        yield finding(
            "dmn/unreachable-rule",
            f"Expected rule {rule} to match something but no input of the declared types does",
            "Correct its cells.",
            rule,
        )
    yield from _limits(report, finding)


_DEMANDS = {"UNIQUE": "at most one rule to match", "ANY": "rules with one output to match"}


def _limits(report: TableReport, finding: Any) -> Iterator[Finding]:
    if report.undecided:
        yield finding(
            "dmn/not-analysed",
            f"Expected cells of constants but rules {_listed(report.undecided)} hold more; they "
            "were left out of the analysis",
            "Nothing needs to be done; write constants where you can.",
        )
    if not report.is_exhaustive:
        yield finding(
            "dmn/analysis-bounded",
            "Expected a table that can be analysed in full but the bound on work was met; there "
            "may be more gaps and overlaps than are told",
            "Raise the bound, or split the table.",
        )


def _listed(rules: tuple[int, ...]) -> str:
    return ", ".join(str(rule) for rule in rules)


def _shown(example: dict[str, Any]) -> str:
    return feel.string_of(example) if example else "anything"
