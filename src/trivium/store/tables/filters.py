"""Saved filters of the task list, and the groups that they are shared with."""

from __future__ import annotations

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, Text

from trivium.store.tables.metadata import data, metadata, number, tenant, text

task_filters = Table(
    "task_filters",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("name"),
    text("owner"),
    data("content"),
    number("created_at"),
    number("updated_at"),
    Index(None, "owner", "id"),
)

filter_groups = Table(
    "filter_groups",
    metadata,
    text("filter_id"),
    text("group_id"),
    tenant(),
    PrimaryKeyConstraint("filter_id", "group_id"),
    Index(None, "group_id"),
)
