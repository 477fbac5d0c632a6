"""Forms of tasks and start events, drafts of them, and files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, shown, taken
from trivium.api.schemas.variables import GivenVariables
from trivium.forms.model import FieldType, Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.engine.infos import DraftInfo, FormInfo

_DIGEST = "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOption:
    """One of the values to choose from."""

    value: Any
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One question, a group of them (`fields`), or a list (each of its items is as `item` says).

    `path` is where the answer goes among the variables. While `condition`, an expression, is true the
    field is `hidden` and nothing is asked; without one it is always there. `limits` are those of
    docs/reference/forms.md.
    """

    id: str
    path: str
    type: FieldType
    label: str
    description: str | None
    required: bool
    read_only: bool
    hidden: bool
    condition: str | None
    default: Any
    value: Any
    limits: dict[str, Any]
    options: list[FormOption] | None
    layout: dict[str, Any]
    fields: list[FormField]
    item: FormField | None

    @classmethod
    def of(cls, field: Mapping[str, Any]) -> Self:
        options = field["options"]
        members = dict(field)
        members["options"] = None if options is None else [FormOption(**each) for each in options]
        members["fields"] = [cls.of(each) for each in field["fields"]]
        members["item"] = None if field["item"] is None else cls.of(field["item"])
        return cls(**members)


_FIELD: dict[str, Any] = {
    "id": "approved",
    "path": "approved",
    "type": "boolean",
    "label": "Do you approve?",
    "description": None,
    "required": True,
    "read_only": False,
    "hidden": False,
    "condition": None,
    "default": None,
    "value": None,
    "limits": {},
    "options": None,
    "layout": {},
    "fields": [],
    "item": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form with the values that there are; only the key of one that is kept elsewhere.

    `source` is what it was written as: who draws form-js themselves gives it that, and `data`.
    """

    __pydantic_config__ = shown(
        key="approval",
        format="form-data",
        name=None,
        version=None,
        definition_id=None,
        fields=[_FIELD],
        source=None,
        data={"approved": None},
    )

    key: str | None
    format: Format | None
    name: str | None
    version: int | None
    definition_id: str | None
    fields: list[FormField]
    source: Any
    data: dict[str, Any]

    @classmethod
    def of(cls, info: FormInfo | None) -> Self | None:
        if info is None:
            return None
        return cls(
            key=info.key,
            format=info.format,
            name=info.name,
            version=info.version,
            definition_id=info.definition_id,
            fields=[FormField.of(each) for each in info.fields],
            source=info.source,
            data=info.data,
        )


class SubmittedStart(BaseModel):
    """What was entered into a start form."""

    model_config = taken(variables={"amount": 1250}, business_key="INV-1")

    variables: GivenVariables = Field(default_factory=dict)
    business_key: str | None = None


class DraftValues(BaseModel):
    """What was entered so far, in place of what was kept before: plain JSON."""

    model_config = taken(values={"approved": True})

    values: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody has entered so far; nobody else sees it."""

    __pydantic_config__ = shown(values={"approved": True}, updated=A_MOMENT)

    values: dict[str, Any]
    updated: datetime

    @classmethod
    def of(cls, info: DraftInfo) -> Self:
        return cls(values=info.values, updated=info.updated_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForm:
    """The form of a task, and one's own draft of it; null without one."""

    __pydantic_config__ = shown(form=None, draft=None)

    form: Form | None
    draft: Draft | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file that was kept; `value` is what goes into the variable."""

    __pydantic_config__ = shown(
        id=_DIGEST,
        name="invoice.pdf",
        media_type="application/pdf",
        size_bytes=48213,
        value={
            "$file": _DIGEST,
            "name": "invoice.pdf",
            "media_type": "application/pdf",
            "size_bytes": 48213,
        },
    )

    id: str
    name: str
    media_type: str
    size_bytes: int
    value: dict[str, Any]

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Self:
        return cls(
            id=value["$file"],
            name=value["name"],
            media_type=value["media_type"],
            size_bytes=value["size_bytes"],
            value=dict(value),
        )
