"""Comments and attachments."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken

if TYPE_CHECKING:
    from trivium.engine.infos import AttachmentInfo, CommentInfo

_COMMENT: dict[str, Any] = {
    "id": ANOTHER_ID,
    "process_instance_id": AN_ID,
    "task_id": ANOTHER_ID,
    "author": "mary",
    "text": "The supplier has sent a new one, @joe.",
    "mentions": ["joe"],
    "created": A_MOMENT,
    "edited": None,
    "deleted": None,
    "deleted_by": None,
}
_ATTACHMENT: dict[str, Any] = {
    "id": ANOTHER_ID,
    "process_instance_id": AN_ID,
    "task_id": ANOTHER_ID,
    "author": "mary",
    "name": "invoice.pdf",
    "description": "As it came.",
    "media_type": "application/pdf",
    "size_bytes": 48231,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "url": None,
    "created": A_MOMENT,
    "deleted": None,
    "deleted_by": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody said; of what was deleted the text is gone."""

    __pydantic_config__ = shown(**_COMMENT)

    id: str
    process_instance_id: str
    task_id: str | None
    author: str | None
    text: str | None
    mentions: list[str]
    created: datetime
    edited: datetime | None
    deleted: datetime | None
    deleted_by: str | None

    @classmethod
    def of(cls, info: CommentInfo) -> Self:
        return cls(
            id=info.id,
            process_instance_id=info.instance_id,
            task_id=info.task_id,
            author=info.author,
            text=info.text,
            mentions=list(info.mentions),
            created=info.at,
            edited=info.edited_at,
            deleted=info.deleted_at,
            deleted_by=info.deleted_by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPage(Page[Comment]):
    """Comments."""

    __pydantic_config__ = page_of(_COMMENT)

    items: list[Comment]


class CommentText(BaseModel):
    """What is said; `@name` mentions somebody."""

    model_config = taken(text="The supplier has sent a new one, @joe.")

    text: str = Field(min_length=1, max_length=20_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file or a link; of what was deleted only the size is left."""

    __pydantic_config__ = shown(**_ATTACHMENT)

    id: str
    process_instance_id: str
    task_id: str | None
    author: str | None
    name: str | None
    description: str | None
    media_type: str | None
    size_bytes: int | None
    sha256: str | None
    url: str | None
    created: datetime
    deleted: datetime | None
    deleted_by: str | None

    @classmethod
    def of(cls, info: AttachmentInfo) -> Self:
        return cls(
            id=info.id,
            process_instance_id=info.instance_id,
            task_id=info.task_id,
            author=info.author,
            name=info.name,
            description=info.description,
            media_type=info.media_type,
            size_bytes=info.size_bytes,
            sha256=info.sha256,
            url=info.url,
            created=info.at,
            deleted=info.deleted_at,
            deleted_by=info.deleted_by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentPage(Page[Attachment]):
    """Attachments."""

    __pydantic_config__ = page_of(_ATTACHMENT)

    items: list[Attachment]


def _decoded(text: object) -> object:
    """Strictly: what is no Base64 is refused, and not passed over."""
    return base64.b64decode(text, validate=True) if isinstance(text, str) else text


Content = Annotated[
    bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "format": "base64"})
]


class NewAttachment(BaseModel):
    """Either content, in Base64, or the URL of it."""

    model_config = taken(name="note.txt", media_type="text/plain", content="SGVsbG8h")

    name: str = Field(min_length=1, max_length=255)
    description: str | None = Field(default=None, max_length=2_000)
    media_type: str | None = Field(default=None, max_length=200)
    content: Content | None = None
    url: str | None = Field(default=None, max_length=2_000)

    def members(self) -> dict[str, Any]:
        """Under the engine's names."""
        return {
            "name": self.name,
            "data": self.content,
            "url": self.url,
            "media_type": self.media_type,
            "description": self.description,
        }
