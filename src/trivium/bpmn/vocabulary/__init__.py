"""What each dialect defines, and what becomes of it here: the list that deployment is checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.names import ACTIVITI, CAMUNDA, FLOWABLE, TRIVIUM, ZEEBE
from trivium.bpmn.vocabulary import java, standard, zeebe
from trivium.bpmn.vocabulary.term import Fate, Term

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DIALECTS", "PREFIXES", "TABLES", "Fate", "Term", "find"]

TABLES: Mapping[str, tuple[Term, ...]] = {
    "java": java.TERMS,
    "zeebe": zeebe.TERMS,
    "bpmn": standard.TERMS,
}
PREFIXES: Mapping[str, str] = {
    CAMUNDA: "camunda",
    FLOWABLE: "flowable",
    ACTIVITI: "activiti",
    TRIVIUM: "trivium",
    ZEEBE: "zeebe",
}
DIALECTS: Mapping[str, str] = {
    namespace: "zeebe" if prefix == "zeebe" else "java" for namespace, prefix in PREFIXES.items()
}
"""Which table has the terms of a namespace."""

_BY_NAME: dict[str, dict[str, list[Term]]] = {}
for _table, _terms in TABLES.items():
    for _term in _terms:
        _BY_NAME.setdefault(_table, {}).setdefault(_term.name, []).append(_term)


def find(table: str, name: str, place: str) -> tuple[Term | None, tuple[Term, ...]]:
    """The term of this name that stands on `place`, and all of this name."""
    known = tuple(_BY_NAME[table].get(name, ()))
    return next((term for term in known if not term.on or place in term.on), None), known
