"""Extension attributes and elements, whatever dialect they are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.names import BPMN, JAVA_DIALECTS, ZEEBE
from trivium.expressions.lists import split_list

if TYPE_CHECKING:
    from trivium.xml import Element


def attribute(xml: Element, name: str) -> str | None:
    """An extension attribute such as `camunda:assignee`, or None."""
    for namespace in JAVA_DIALECTS:
        value = xml.get(f"{{{namespace}}}{name}")
        if value is not None:
            return value
    return None


def flag(xml: Element, name: str, *, default: bool = False) -> bool:
    """A boolean extension attribute."""
    value = attribute(xml, name)
    return default if value is None else value.strip().lower() == "true"


def names(xml: Element, name: str) -> tuple[str, ...]:
    """An extension attribute that lists names, separated by commas outside of `${…}`."""
    return split_list(attribute(xml, name))


def extensions(xml: Element) -> tuple[Element, ...]:
    """The children of `extensionElements`."""
    holder = xml.find("extensionElements", BPMN)
    return () if holder is None else holder.children


def extension(xml: Element, name: str) -> Element | None:
    """The first extension element of this local name in one of the Java dialects."""
    return next(iter(all_extensions(xml, name)), None)


def all_extensions(xml: Element, name: str) -> list[Element]:
    """All extension elements of this local name in one of the Java dialects."""
    return [e for e in extensions(xml) if e.name == name and e.namespace in JAVA_DIALECTS]


def zeebe(xml: Element, name: str) -> Element | None:
    """The first `zeebe:` extension element of this local name."""
    return next((e for e in extensions(xml) if e.name == name and e.namespace == ZEEBE), None)


def properties(xml: Element) -> dict[str, str]:
    """`camunda:properties` (and the like) of an element."""
    found: dict[str, str] = {}
    for holder in extensions(xml):
        if holder.name == "properties":
            for each in holder.children:
                name = each.get("name")
                if name is not None:
                    found[name] = each.get("value") or ""
    return found
