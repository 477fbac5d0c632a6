"""A call of an operation as data: what is asked, and what the answer is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, Self, TypeVar
from urllib.parse import quote

import msgspec
from msgspec import UNSET

from trivium.client.shapes import Preview
from trivium.errors import InvalidInput

Answer = TypeVar("Answer")
Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)


class PageOf(Protocol[Item_co]):
    """A part of a list."""

    @property
    def items(self) -> Sequence[Item_co]: ...

    @property
    def next_cursor(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[Answer]):
    """One request to be made, whichever way it travels."""

    operation: str
    method: str
    path: str
    answer: Any = None
    """The type of the answer's content; None if it has none, `bytes` for the content itself."""
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | msgspec.Struct | None = None
    files: Mapping[str, bytes] | None = None
    takes_key: bool = False
    """Whether a repetition is recognised by an `Idempotency-Key`."""
    idempotency_key: str | None = None
    waits_for: timedelta | None = None
    """How long the server may wait before it answers."""
    also_good: frozenset[int] = frozenset()
    """Statuses of answers that are none of success, but are shaped as one."""

    @property
    def may_repeat(self) -> bool:
        """Whether it does no harm to send it again when nobody knows what became of it."""
        return self.method == "GET" or self.takes_key

    def preview(self) -> Call[Preview]:
        """The same, only asking what it would do."""
        return replace(self, query={**self.query, "dry_run": True}, answer=Preview)  # type: ignore[return-value]  # another answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Call[Answer], Generic[Answer, Item]):
    """A call for a page of a list."""

    def after(self, cursor: str) -> Self:
        """The call for the page that follows."""
        return replace(self, query={**self.query, "cursor": cursor})


def segment(value: str) -> str:
    """A value as a part of a path.

    Raises:
        InvalidInput: it would lead to another operation (`client/not-sendable`).
    """
    if value in {"", ".", ".."} or "/" in value:
        raise InvalidInput(
            f"Expected an id or a name, but found {value!r}.", code="client/not-sendable"
        )
    return quote(value, safe="")


def given(**members: Any) -> dict[str, Any]:
    """The members that are given: neither None nor `UNSET`."""
    return {
        name: value for name, value in members.items() if value is not None and value is not UNSET
    }


def changed(**members: Any) -> dict[str, Any]:
    """The members that are to change; None takes away what was there."""
    return {name: value for name, value in members.items() if value is not UNSET}


def text(value: Any) -> Any:
    """A time as RFC 3339, a duration as ISO 8601; None and `UNSET` as they are."""
    if isinstance(value, datetime | timedelta):
        return msgspec.to_builtins(value)
    return value
