"""How shapes are declared: dataclasses for answers, models for requests, each with an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ConfigDict

Item = TypeVar("Item")

AN_ID = "01a1fb4e-38b6-7000-85d7-a63630cad324"
ANOTHER_ID = "01a1fb4e-38b6-7001-85d7-a63630cad325"
A_MOMENT = "2026-11-20T23:32:49.974000Z"


def shown(**members: Any) -> ConfigDict:
    """The configuration of an answer's shape, with an example of it."""
    return ConfigDict(extra="forbid", json_schema_extra={"example": members})


def taken(**members: Any) -> ConfigDict:
    """The configuration of a request's shape: members that it does not know are refused."""
    return ConfigDict(extra="forbid", json_schema_extra={"example": members})


def page_of(item: Mapping[str, Any]) -> ConfigDict:
    """The configuration of a page of such items."""
    return shown(items=[dict(item)], next_cursor=AN_ID, total=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """A part of a list. `next_cursor` asks for the next part; `total` is there with `?count=true`."""

    items: list[Item]
    next_cursor: str | None
    total: int | None = None
