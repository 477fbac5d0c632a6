"""Plan items that a model did not foresee: written as a model would have them, and compiled with it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from trivium.cmmn.compile import Compiler
from trivium.cmmn.fields import Fault, problems
from trivium.cmmn.writing import places
from trivium.errors import Finding, InvalidInput, InvalidModel
from trivium.kernel.additions import Addition, NewPlanItem, read, written

if TYPE_CHECKING:
    from trivium.cmmn.elements.case_plan import CasePlan
    from trivium.kernel.graph import Definition, Node
    from trivium.xml import Document

_FIELD_OF = {
    "cmmn/duplicate-id": "id",
    "cmmn/timer-missing": "timer",
    "cmmn/called-element-missing": "called",
    "cmmn/stage-in-itself": "definition",
    "cmmn/unknown-reference": "definition",
}
"""What is wrong with an item as a whole, said by one field of it."""


class Extensions:
    """The plans of single instances of a case: its definition, with what was added to each of them.

    They are compiled from the same document by the same code: what the model has keeps its place, what was
    added follows. Equal additions share one plan, which is compiled once.
    """

    _KEPT_NODES = 50_000

    def __init__(self, document: Document, base: Definition) -> None:
        self._document = document
        self._base = base
        self._names = frozenset(xml.get("id") or "" for xml in document.root.iter())
        kept = min(max(self._KEPT_NODES // len(base.nodes), 8), 256)
        self._extended = lru_cache(kept)(self._compile)

    def attach(self, definition: Definition) -> None:
        """From this definition its extensions are reached: by the case, and by who reads its state."""
        definition.extended = self
        case: CasePlan = definition.root.behaviour  # type: ignore[assignment]  # that of a case
        case.extensions = self

    def __call__(self, text: str) -> Definition:
        """The definition with these additions; its id stays that of the one that is deployed.

        Raises:
            InvalidModel: one of them cannot be read any more.
        """
        return self._extended(text)[0] if text else self._base

    def add(
        self, text: str, stage: int, item: NewPlanItem
    ) -> tuple[Definition, Node, list[Finding]]:
        """The definition with one more item in the stage of this node, its node, and warnings about it.

        Raises:
            InvalidInput: it does not fit the plan; the error says which field is wrong.
        """
        before = read(text)
        faults = list(problems(item))
        if faults:
            raise _refusal(faults)
        named = _named(item, {*self._names, *self(text).by_id}, len(before) + 1)
        more = written((*before, Addition(stage, named)))
        where = dict(places(named))
        try:
            definition, warnings = self._extended(more)
        except InvalidModel as error:
            raise _refusal([_at(each, where) for each in error.findings]) from error
        node = definition.by_id[named.id or ""]
        return definition, node, [each for each in warnings if each.element in where]

    def _compile(self, text: str) -> tuple[Definition, list[Finding]]:
        compiler = Compiler(self._document)
        cases = compiler.all(self._document.root, "case")
        case = next(each for each in cases if (each.get("id") or "") == self._base.key)
        definition = compiler.case(case, read(text))
        definition.id, definition.version = self._base.id, self._base.version
        definition.step_limit = self._base.step_limit
        definition.additions = text
        self.attach(definition)
        faults = [each for each in compiler.findings if each.severity == "error"]
        if faults:
            raise InvalidModel(faults)
        return definition, compiler.findings


def _named(item: NewPlanItem, known: set[str], number: int) -> NewPlanItem:
    """The item, and what is planned in it, with an id: if it has none the first that is free."""
    name = item.id
    while name is None or (item.id is None and name in known):
        name, number = f"added-{number}", number + 1
    known.add(name)
    inner = tuple(_named(each, known, number) for each in item.items)
    return msgspec.structs.replace(item, id=name, items=inner)


def _at(finding: Finding, where: dict[str, str]) -> Fault:
    """What the compiler has found, at the field that it is about."""
    place = where.get(finding.element or "", "")
    if place == "" or place.endswith("."):
        place += _FIELD_OF.get(finding.code, "")
    return Fault(place, finding.code, finding.message, finding.remedy or "")


def _refusal(faults: list[Fault]) -> InvalidInput:
    first = faults[0]
    return InvalidInput(
        f"Expected a plan item that can be added, but `{first.field}` is wrong. {first.message}"
        f" {first.remedy}",
        code="case/invalid-plan-item",
        field=first.field,
        faults=[each._asdict() for each in faults],
    )
