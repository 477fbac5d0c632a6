"""Notifications, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def list_notifications(
    *,
    kind: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    unread: bool | None = None,
) -> Listing[shapes.NotificationPage, shapes.Notification]:
    """List what one was told, the newest first.

    Refusals: `input/cursor`.
    """
    return Listing(
        operation="listNotifications",
        method="GET",
        path="/api/notifications",
        answer=shapes.NotificationPage,
        query=given(kind=kind, limit=limit, cursor=cursor, unread=unread),
    )


def read_notification(notification_id: str) -> Call[shapes.Notification]:
    """Say that one has read something.

    Refusals: `notification/not-found`.
    """
    return Call(
        operation="readNotification",
        method="POST",
        path=f"/api/notifications/{segment(notification_id)}/read",
        answer=shapes.Notification,
    )


def read_all_notifications() -> Call[shapes.AllRead]:
    """Say that one has read everything."""
    return Call(
        operation="readAllNotifications",
        method="POST",
        path="/api/notifications/read-all",
        answer=shapes.AllRead,
    )


def get_notification_preferences() -> Call[shapes.NotificationPreferences]:
    """Get how one wants to hear."""
    return Call(
        operation="getNotificationPreferences",
        method="GET",
        path="/api/notifications/preferences",
        answer=shapes.NotificationPreferences,
    )


def put_notification_preferences(body: Mapping[str, Any]) -> Call[shapes.NotificationPreferences]:
    """Say how one wants to hear: by which channels, when not, gathered or at once.

    Refusals: `model/invalid`.
    """
    return Call(
        operation="putNotificationPreferences",
        method="PUT",
        path="/api/notifications/preferences",
        answer=shapes.NotificationPreferences,
        body=body,
    )


def list_deliveries(
    *,
    status: Literal["waiting", "sent", "failed"] | None = None,
    channel: str | None = None,
    user: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[shapes.DeliveryPage, shapes.Delivery]:
    """List what goes out to people by mail and the like, or went, the newest first.

    Refusals: `input/cursor`.
    """
    return Listing(
        operation="listDeliveries",
        method="GET",
        path="/api/notifications/deliveries",
        answer=shapes.DeliveryPage,
        query=given(status=status, channel=channel, user=user, limit=limit, cursor=cursor),
    )


def retry_delivery(delivery_id: str) -> Call[shapes.Delivery]:
    """Try one anew that has failed.

    Refusals: `notification/delivery-not-found`.
    """
    return Call(
        operation="retryDelivery",
        method="POST",
        path=f"/api/notifications/deliveries/{segment(delivery_id)}/retry",
        answer=shapes.Delivery,
    )


def list_templates() -> Call[shapes.Documents]:
    """List own templates; kinds that have none are told of in the words that are built in."""
    return Call(
        operation="listTemplates",
        method="GET",
        path="/api/notifications/templates",
        answer=shapes.Documents,
    )


def put_template(key: str, body: Mapping[str, Any]) -> Call[shapes.Document]:
    """Say in which words people are told; the key is a kind and a language: `task-assigned.de`.

    Refusals: `model/invalid`.
    """
    return Call(
        operation="putTemplate",
        method="PUT",
        path=f"/api/notifications/templates/{segment(key)}",
        answer=shapes.Document,
        body=body,
    )


def delete_template(key: str) -> Call[None]:
    """Go back to the words that are built in.

    Refusals: `notification/template-not-found`.
    """
    return Call(
        operation="deleteTemplate",
        method="DELETE",
        path=f"/api/notifications/templates/{segment(key)}",
    )
