"""The language of templates: names in braces, and parts that stand only where something is there.

`{{name}}` is a value; `{{#name}}…{{/name}}` stands where the value is there, `{{^name}}…{{/name}}` where it
is not. There is nothing else: no calls, no attributes, no loops, so that nothing can be reached and nothing
grows. What a value says is never read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

_MARK = re.compile(r"\{\{\s*([#^/]?)\s*([a-z_]{1,40})\s*\}\}")
LONGEST = 10_000
"""Characters of a template."""
_LONGEST_VALUE = 2_000
_DEEPEST = 10


class Fault(NamedTuple):
    """What is wrong with a template."""

    expected: str
    found: str


class _Section(NamedTuple):
    name: str
    is_shown: bool


def fault_of(template: str, names: Collection[str]) -> Fault | None:
    """What is wrong with it; `names` are those that there are."""
    if len(template) > LONGEST:
        return Fault(f"no more than {LONGEST:,} characters", f"{len(template):,}")
    unknown = [name for _, name in _MARK.findall(template) if name not in names]
    if unknown:
        return Fault(f"a name of {', '.join(sorted(names))}", unknown[0])
    rest = _MARK.sub("", template)
    if "{{" in rest or "}}" in rest:
        at = max(rest.find("{{"), rest.find("}}"))
        return Fault("a name between {{ and }}", rest[max(at - 10, 0) : at + 20])
    return _open_part(template)


def _open_part(template: str) -> Fault | None:
    opened: list[str] = []
    for mark, name in _MARK.findall(template):
        if mark == "/":
            if not opened or opened.pop() != name:
                return Fault("a part that ends where it was begun", f"{{{{/{name}}}}}")
        elif mark:
            opened.append(name)
        if len(opened) > _DEEPEST:
            return Fault(f"parts that are no deeper than {_DEEPEST}", name)
    return Fault(f"{{{{/{opened[-1]}}}}}", "the end") if opened else None


def filled(template: str, values: Mapping[str, str]) -> str:
    """The text with values in it; a template without faults, and so this cannot fail.

    Values are cut where they are longer than 2,000 characters; what is not there is empty.
    """
    parts: list[str] = []
    sections: list[_Section] = []
    at = 0
    for found in _MARK.finditer(template):
        is_shown = all(each.is_shown for each in sections)
        if is_shown:
            parts.append(template[at : found.start()])
        at = found.end()
        mark, name = found.groups()
        value = values.get(name, "")
        if mark == "/":
            sections.pop()
        elif mark:
            sections.append(_Section(name, bool(value) is (mark == "#")))
        elif is_shown:
            parts.append(_shortened(value))
    parts.append(template[at:])
    return "".join(parts)


def _shortened(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"


def line(text: str, longest: int = 200) -> str:
    """The text as one line without control characters: what may stand in a header."""
    plain = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
