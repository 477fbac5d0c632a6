"""The plan items of cases."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from trivium.store.tables.metadata import metadata, number, tenant, text

plan_items = Table(
    "plan_items",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("root_id"),
    text("instance_id"),
    number("element_instance"),
    text("element_id"),
    text("kind"),
    text("name", null=True),
    text("state"),
    number("stage"),
    number("is_required"),
    number("created_at"),
    number("changed_at", null=True),
    Index(None, "instance_id", "id"),
    Index(None, "instance_id", "element_id"),
    Index(None, "root_id"),
)
"""One row for each; it stays when the plan item is over, in the state that it had. `stage` is the element
instance that it is planned in."""
