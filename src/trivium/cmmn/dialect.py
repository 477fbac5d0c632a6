"""Extension attributes and elements of case models, whatever dialect they are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn.names import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.xml import Element


def attribute(xml: Element, name: str) -> str | None:
    """An extension attribute such as `camunda:assignee`, or None."""
    for namespace in DIALECTS:
        value = xml.get(f"{{{namespace}}}{name}")
        if value is not None:
            return value
    return None


def extensions(xml: Element) -> Iterator[Element]:
    """All extension elements."""
    for holder in xml.children:
        if holder.name == "extensionElements":
            yield from (each for each in holder.children if each.namespace in DIALECTS)


def all_extensions(xml: Element, name: str) -> Iterator[Element]:
    """All extension elements of this local name."""
    return (each for each in extensions(xml) if each.name == name)
