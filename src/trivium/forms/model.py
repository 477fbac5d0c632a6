"""What a form is, whatever notation it was written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from trivium.expressions import Expression

Format = Literal["form-data", "form-js", "json-schema"]
FieldType = Literal[
    "string",
    "text",
    "integer",
    "number",
    "boolean",
    "date",
    "time",
    "date-time",
    "enum",
    "multiple",
    "file",
    "files",
    "group",
    "list",
    "any",
]
Nulls = Literal["absent", "value", "refused"]


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
"""No value at all, which null is not."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values to choose from."""

    value: Any
    label: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why what was entered cannot be taken: the field, where its value stands, and what would be right."""

    field: str
    path: tuple[str | int, ...]
    what: str
    expected: str

    def as_dict(self) -> dict[str, Any]:
        """The fault as plain data."""
        path = ".".join(str(part) for part in self.path)
        return {"field": self.field, "path": path, "what": self.what, "expected": self.expected}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question, a group of them, or a list.

    `path` is where the answer stands among the variables, seen from the group or list around it: without
    one a group only holds its fields together. `required`, `read_only` and the `limits` may be
    expressions; while `hide` is true the field is not there. `nulls` says what a null means.
    """

    id: str
    type: FieldType
    path: tuple[str, ...]
    label: str | None = None
    description: str | None = None
    required: bool | Expression = False
    read_only: bool | Expression = False
    default: Any = None
    limits: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] | None = None
    options_from: Expression | None = None
    hide: Expression | None = None
    fields: tuple[Field, ...] = ()
    item: Field | None = None
    nulls: Nulls = "absent"
    layout: Mapping[str, Any] = field(default_factory=dict)

    def parts(self) -> Iterator[Field]:
        """The fields directly inside it."""
        yield from self.fields
        if self.item is not None:
            yield self.item

    def expressions(self) -> Iterator[Expression]:
        """What it evaluates itself."""
        held = (self.required, self.read_only, self.default, self.hide, self.options_from)
        for each in (*held, *self.limits.values()):
            if hasattr(each, "free_names"):
                yield each


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form. `source` is what it was written as, for who draws that notation themselves.

    `business_key` names the field whose value is the business key of the instance that it starts.
    """

    format: Format
    fields: tuple[Field, ...]
    key: str = ""
    name: str | None = None
    version_tag: str | None = None
    source: Any = None
    business_key: str | None = None
    is_closed: bool = False
    """Whether variables that it has no field for are refused."""

    def names(self) -> frozenset[str]:
        """The variables that it shows or asks for."""
        found: set[str] = set()
        for each in self.fields:
            found |= _names(each, is_top=True)
        return frozenset(found)


def _names(each: Field, *, is_top: bool) -> set[str]:
    found = {each.path[0]} if is_top and each.path else set()
    for expression in each.expressions():
        found |= expression.free_names
    for part in each.parts():
        found |= _names(part, is_top=is_top and not each.path)
    return found
