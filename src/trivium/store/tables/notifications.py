"""What people are told, how they want to hear of it, and what is on its way to them."""

from __future__ import annotations

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from trivium.store.tables.metadata import data, metadata, number, only, tenant, text

notifications = Table(
    "notifications",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("user_id"),
    text("kind"),
    text("key"),
    text("subject"),
    text("text"),
    text("instance_id", null=True),
    text("task_id", null=True),
    number("is_shown"),
    number("created_at"),
    number("read_at", null=True),
    UniqueConstraint("user_id", "key"),
    Index(None, "user_id", "id"),
    Index("ix_notifications_unread", "user_id", "id", **only("read_at IS NULL AND is_shown = 1")),
    Index(None, "created_at"),
)
"""One for each user who is told. `key` says what it is about: nobody is told the same twice.
`is_shown` is 0 for what goes out by other ways alone."""

notification_deliveries = Table(
    "notification_deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("user_id"),
    text("channel"),
    text("address"),
    text("key"),
    text("state"),
    number("due_at", null=True),
    number("attempts", default="0"),
    number("lease", default="0"),
    number("lease_until", default="0"),
    text("error", null=True),
    number("created_at"),
    number("ended_at", null=True),
    UniqueConstraint("key"),
    Index(None, "state", "id"),
    Index("ix_notification_deliveries_due_at", "due_at", **only("due_at IS NOT NULL")),
    Index(None, "ended_at"),
    Index(None, "user_id", "id"),
)
"""What goes to one address by one channel: `state` is waiting, sent or failed; `due_at` is when it is tried,
null when it has ended. Each node that takes it counts `lease` up, so that a late one changes nothing."""

notification_items = Table(
    "notification_items",
    metadata,
    tenant(),
    text("delivery_id"),
    text("notification_id"),
    PrimaryKeyConstraint("delivery_id", "notification_id"),
    Index(None, "notification_id"),
)
"""What a delivery says: one notification, or those of a digest."""

notification_preferences = Table(
    "notification_preferences",
    metadata,
    Column("user_id", Text, primary_key=True),
    tenant(),
    data("content"),
    number("changed_at"),
)
"""How somebody wants to hear."""

task_reminders = Table(
    "task_reminders",
    metadata,
    tenant(),
    text("task_id"),
    text("kind"),
    number("at"),
    number("due_at"),
    PrimaryKeyConstraint("task_id", "kind"),
    Index(None, "at"),
)
"""When who has a task is told that it is due soon, or was due."""
