"""`/api/notifications`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from trivium.api.dependencies import Actor, Cursor, Limit, Oneself, Tenant, TheWork
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.notifications import (
    AllRead,
    Delivery,
    DeliveryPage,
    DeliveryStatus,
    Notification,
    NotificationPage,
    NotificationPreferences,
    PreferencesData,
    TemplateData,
)
from trivium.api.schemas.work import Document, Documents

router = APIRouter(prefix="/api/notifications", tags=["notifications"], route_class=ExactRoute)
_NONE = "404 notification/not-found"
_NO_DELIVERY = "404 notification/delivery-not-found"
_NO_TEMPLATE = "404 notification/template-not-found"
Unread = Annotated[bool | None, Query(description="Only what was not read yet, or only what was.")]


@router.get(
    "",
    response_model=NotificationPage,
    responses=reads("422 input/cursor"),
    operation_id="listNotifications",
)
def list_notifications(
    work: TheWork,
    user: Oneself,
    kind: str | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    unread: Unread = None,
) -> Exact:
    """List what one was told, the newest first."""
    page = work.notifications.query(user, is_unread=unread, kind=kind, limit=limit, cursor=cursor)
    items = [Notification.of(info) for info in page]
    count = work.notifications.count_unread(user)
    return Exact(NotificationPage(items=items, next_cursor=page.next_cursor, unread=count))


@router.post(
    "/{notification_id}/read",
    response_model=Notification,
    responses=writes(_NONE),
    operation_id="readNotification",
)
def read_notification(work: TheWork, user: Oneself, notification_id: str) -> Exact:
    """Say that one has read something."""
    return Exact(Notification.of(work.notifications.read(user, notification_id)))


@router.post(
    "/read-all",
    response_model=AllRead,
    responses=writes(),
    operation_id="readAllNotifications",
)
def read_all(work: TheWork, user: Oneself) -> Exact:
    """Say that one has read everything."""
    return Exact(AllRead(read=work.notifications.read_all(user)))


@router.get(
    "/preferences",
    response_model=NotificationPreferences,
    responses=reads(),
    operation_id="getNotificationPreferences",
)
def get_preferences(work: TheWork, user: Oneself) -> Exact:
    """Get how one wants to hear."""
    troubles = [Delivery.of(info) for info in work.notifications.troubles(user)]
    found = work.notifications.preferences(user)
    return Exact(NotificationPreferences(preferences=found, troubles=troubles))


@router.put(
    "/preferences",
    response_model=NotificationPreferences,
    responses=writes("400 model/invalid"),
    operation_id="putNotificationPreferences",
)
def put_preferences(work: TheWork, user: Oneself, tenant: Tenant, body: PreferencesData) -> Exact:
    """Say how one wants to hear: by which channels, when not, gathered or at once."""
    work.notifications.put_preferences(user, body, tenant=tenant)
    return get_preferences(work, user)


@router.get(
    "/deliveries",
    response_model=DeliveryPage,
    responses=reads("422 input/cursor"),
    operation_id="listDeliveries",
)
def list_deliveries(
    work: TheWork,
    status: DeliveryStatus | None = None,
    channel: str | None = None,
    user: str | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List what goes out to people by mail and the like, or went, the newest first."""
    page = work.notifications.deliveries(
        state=status, channel=channel, user=user, limit=limit, cursor=cursor
    )
    items = [Delivery.of(info) for info in page]
    return Exact(DeliveryPage(items=items, next_cursor=page.next_cursor))


@router.post(
    "/deliveries/{delivery_id}/retry",
    response_model=Delivery,
    responses=writes(_NO_DELIVERY),
    operation_id="retryDelivery",
)
def retry_delivery(work: TheWork, delivery_id: str, actor: Actor) -> Exact:
    """Try one anew that has failed."""
    del actor
    return Exact(Delivery.of(work.notifications.deliver_again(delivery_id)))


@router.get("/templates", response_model=Documents, responses=reads(), operation_id="listTemplates")
def list_templates(work: TheWork, tenant: Tenant) -> Exact:
    """List own templates; kinds that have none are told of in the words that are built in."""
    return Exact(Documents(items=[Document.of(info) for info in work.templates.all(tenant=tenant)]))


@router.put(
    "/templates/{key}",
    response_model=Document,
    responses=writes("400 model/invalid"),
    operation_id="putTemplate",
)
def put_template(
    work: TheWork, tenant: Tenant, key: str, body: TemplateData, actor: Actor
) -> Exact:
    """Say in which words people are told; the key is a kind and a language: `task-assigned.de`."""
    return Exact(Document.of(work.templates.put({**body, "key": key}, user=actor, tenant=tenant)))


@router.delete(
    "/templates/{key}",
    status_code=204,
    response_class=Response,
    responses=writes(_NO_TEMPLATE),
    operation_id="deleteTemplate",
)
def delete_template(work: TheWork, tenant: Tenant, key: str, actor: Actor) -> Response:
    """Go back to the words that are built in."""
    del actor
    work.templates.remove(key, tenant=tenant)
    return Response(status_code=204)
