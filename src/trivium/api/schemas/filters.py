"""Saved filters of the task list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, ANOTHER_ID, shown, taken

if TYPE_CHECKING:
    from trivium.engine.infos import FilterInfo

_CONTENT: dict[str, Any] = {
    "match": "all",
    "conditions": [
        {"field": "candidate_group", "operator": "is", "value": "@my-groups"},
        {"field": "due", "operator": "before", "value": "P1D"},
        {"variable": "amount", "operator": "above", "value": 1000},
    ],
    "sort": "-priority",
    "columns": ["name", "due", "amount"],
}
_FILTER: dict[str, Any] = {
    "id": ANOTHER_ID,
    "name": "Large ones, due soon",
    "owner": "mary",
    "groups": ["accounting"],
    **_CONTENT,
    "conditions": [{"field": None, "variable": None, **each} for each in _CONTENT["conditions"]],
    "created": A_MOMENT,
    "updated": A_MOMENT,
    "count": 12,
    "is_counted": True,
}
_CONDITION: dict[str, Any] = {
    "field": "due",
    "variable": None,
    "operator": "before",
    "value": "P1D",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A field of a task, or a variable that it sees, an operator and a value."""

    __pydantic_config__ = shown(**_CONDITION)

    field: str | None
    variable: str | None
    operator: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """A filter; with `?counts=true` how many tasks it has.

    There are at least so many if `is_counted` is false.
    """

    __pydantic_config__ = shown(**_FILTER)

    id: str
    name: str
    owner: str
    groups: list[str]
    match: str
    conditions: list[Condition]
    sort: str | None
    columns: list[str]
    created: datetime
    updated: datetime
    count: int | None
    is_counted: bool

    @classmethod
    def of(cls, info: FilterInfo) -> Self:
        content = info.content
        return cls(
            id=info.id,
            name=info.name,
            owner=info.owner,
            groups=list(info.groups),
            match=content.get("match", "all"),
            conditions=[
                Condition(
                    field=each.get("field"),
                    variable=each.get("variable"),
                    operator=each["operator"],
                    value=each.get("value"),
                )
                for each in content.get("conditions", ())
            ],
            sort=content.get("sort"),
            columns=list(content.get("columns", ())),
            created=info.created_at,
            updated=info.updated_at,
            count=info.count,
            is_counted=info.is_counted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilters:
    """All filters that one may use, by name."""

    __pydantic_config__ = shown(items=[_FILTER])

    items: list[TaskFilter]


class NewFilter(BaseModel):
    """What a filter shows.

    Each condition has a `field` or a `variable`, an `operator` and a `value`. `@me` and `@my-groups` stand
    for who asks; times may be durations from now, such as `-P1D`. `groups` are those that may use it too,
    `*` is everybody.
    """

    model_config = taken(name=_FILTER["name"], groups=["accounting"], **_CONTENT)

    name: str = Field(min_length=1, max_length=200)
    groups: list[str] = Field(default_factory=list, max_length=50)
    match: str = "all"
    conditions: list[dict[str, Any]] = Field(default_factory=list)
    sort: str | None = None
    columns: list[str] = Field(default_factory=list, max_length=50)

    def content(self) -> dict[str, Any]:
        """All but the name and the groups."""
        return self.model_dump(exclude={"name", "groups"})
