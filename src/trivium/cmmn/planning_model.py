"""Reading the planning tables of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn.elements.tasks import HumanTask
from trivium.cmmn.planning import Offered, PlanningTable

if TYPE_CHECKING:
    from trivium.cmmn.compile import Compiler
    from trivium.cmmn.elements.case_plan import CasePlan
    from trivium.cmmn.elements.stage import Stage
    from trivium.expressions import Expression
    from trivium.kernel.graph import Node
    from trivium.xml import Element


def read_task_tables(node: Node, stage: Stage, numbers: dict[str, int], compiler: Compiler) -> None:
    """The planning tables of a human task, if it is one: its stage offers what is in them."""
    if not isinstance(node.behaviour, HumanTask):
        return
    xml = compiler.by_id[_reference_of(compiler.by_id.get(node.id))]
    for table in compiler.all(xml, "planningTable"):
        read_table(table, stage, numbers, node, frozenset(), (), compiler)


def read_table(  # noqa: PLR0913, PLR0917  # what a table inherits
    xml: Element,
    stage: Stage,
    numbers: dict[str, int],
    task: Node | None,
    roles: frozenset[str],
    rules: tuple[Expression, ...],
    compiler: Compiler,
) -> None:
    """A planning table of a stage, or of a task in it, with the tables inside it."""
    for rule in compiler.all(xml, "applicabilityRule"):
        compiled = compiler.rule(rule)
        if compiled is not None:
            compiler.rules[rule.get("id") or ""] = compiled
    table = PlanningTable(
        task, roles | compiler.role_names(xml), (*rules, *_rules_of(xml, compiler))
    )
    stage.tables.append(table)
    case: CasePlan = compiler.definition.root.behaviour  # type: ignore[assignment]  # that of a case
    stage.is_listened = True
    for each in compiler.all(xml, "discretionaryItem", "tableItem"):
        node = compiler.plan_item(each, stage, numbers)
        if node is not None:
            table.items.append(Offered(node, compiler.role_names(each), _rules_of(each, compiler)))
            case.planned_in.setdefault(node.id, []).append(stage.node.index)
    for inner in compiler.all(xml, "planningTable"):
        read_table(inner, stage, numbers, task, table.roles, table.rules, compiler)


def _rules_of(xml: Element, compiler: Compiler) -> tuple[Expression, ...]:
    found = []
    for reference in (xml.get("applicabilityRuleRefs") or "").split():
        rule = compiler.rules.get(reference)
        if rule is None:
            compiler.refuse(
                xml,
                "cmmn/unknown-reference",
                "Expected applicabilityRuleRefs to name a rule of the planning table, but found"
                f" {reference!r}.",
                "Correct the reference.",
            )
        else:
            found.append(rule)
    return tuple(found)


def _reference_of(xml: Element | None) -> str:
    return "" if xml is None else xml.get("definitionRef") or ""
