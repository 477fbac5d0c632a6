"""What users are told, how they want to hear, and what is on its way to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from fastapi import Body

from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown

if TYPE_CHECKING:
    from trivium.work.infos import DeliveryInfo, NotificationInfo

DeliveryStatus = Literal["waiting", "sent", "failed"]
_PREFERENCES: dict[str, Any] = {
    "language": "de",
    "zone": "Europe/Berlin",
    "channels": {"task-offered": ["in-app"], "*": ["in-app", "mail"]},
    "quiet": {"from": "20:00", "until": "07:00"},
    "digests": {"mail": "daily"},
    "digest_at": "08:00",
    "addresses": {},
}
_TEMPLATE = {"subject": "New: {{task}}", "text": "{{task}}{{#due}} until {{due}}{{/due}}"}
PreferencesData = Annotated[dict[str, Any], Body(examples=[_PREFERENCES])]
TemplateData = Annotated[dict[str, Any], Body(examples=[_TEMPLATE])]
_NOTIFICATION: dict[str, Any] = {
    "id": AN_ID,
    "kind": "task-assigned",
    "subject": "Check the credit (loan)",
    "text": "The task “Check the credit” was given to you by ada.",
    "instance_id": ANOTHER_ID,
    "task_id": ANOTHER_ID,
    "created": A_MOMENT,
    "read": None,
}
_DELIVERY: dict[str, Any] = {
    "id": AN_ID,
    "user": "eva",
    "channel": "mail",
    "address": "eva@example.org",
    "status": "failed",
    "attempts": 1,
    "error": "550 no such user",
    "created": A_MOMENT,
    "due": None,
    "ended": A_MOMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """Something that one was told; `read` is when it was read."""

    __pydantic_config__ = shown(**_NOTIFICATION)

    id: str
    kind: str
    subject: str
    text: str
    instance_id: str | None
    task_id: str | None
    created: datetime
    read: datetime | None

    @classmethod
    def of(cls, info: NotificationInfo) -> Self:
        return cls(
            id=info.id,
            kind=info.kind,
            subject=info.subject,
            text=info.text,
            instance_id=info.instance_id,
            task_id=info.task_id,
            created=info.created_at,
            read=info.read_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationPage(Page[Notification]):
    """What one was told; `unread` counts all that was not read."""

    __pydantic_config__ = shown(items=[_NOTIFICATION], next_cursor=AN_ID, total=None, unread=1)

    items: list[Notification]
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllRead:
    """How many were not read before."""

    __pydantic_config__ = shown(read=3)

    read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What goes to one address; `error` is what was said the last time, `due` when it is tried."""

    __pydantic_config__ = shown(**_DELIVERY)

    id: str
    user: str
    channel: str
    address: str
    status: DeliveryStatus
    attempts: int
    error: str | None
    created: datetime
    due: datetime | None
    ended: datetime | None

    @classmethod
    def of(cls, info: DeliveryInfo) -> Self:
        return cls(
            id=info.id,
            user=info.user,
            channel=info.channel,
            address=info.address,
            status=info.state,  # type: ignore[arg-type]  # the store's words
            attempts=info.attempts,
            error=info.error,
            created=info.created_at,
            due=info.due_at,
            ended=info.ended_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage(Page[Delivery]):
    """What goes out, or went."""

    __pydantic_config__ = page_of(_DELIVERY)

    items: list[Delivery]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationPreferences:
    """How one wants to hear; `troubles` are the channels by which one could not be reached the last time."""

    __pydantic_config__ = shown(preferences=_PREFERENCES, troubles=[_DELIVERY])

    preferences: dict[str, Any]
    troubles: list[Delivery]
