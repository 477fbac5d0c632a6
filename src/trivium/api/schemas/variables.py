"""Variables, typed as the process manager's document has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import shown, taken

VariableType = Literal[
    "Null",
    "Boolean",
    "String",
    "Integer",
    "Long",
    "Double",
    "Date",
    "Time",
    "Duration",
    "Json",
    "Xml",
    "File",
    "Bytes",
    "Object",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueInfo:
    """More about a value; one of which only the size is given was left out for being large."""

    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedValue:
    """A variable. `Double` has decimals of any length; `Date`, `Time` and `Duration` are ISO 8601."""

    __pydantic_config__ = shown(value=1250, type="Integer", value_info=None)

    value: Any
    type: VariableType
    value_info: ValueInfo | None = None


VariableAnswer = TypedValue | Any
"""Typed, or plain with `?plain=true`."""
VariablesAnswer = dict[str, VariableAnswer]

GivenVariables = Annotated[
    dict[str, Any],
    Field(description='Each a plain JSON value, or `{"value": …, "type": …}`.'),
]


class Variables(BaseModel):
    """Variables, as plain JSON values or typed."""

    model_config = taken(
        variables={"approved": True, "due": {"value": "2026-12-24", "type": "Date"}}
    )

    variables: GivenVariables = Field(default_factory=dict)
