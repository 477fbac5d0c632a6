"""What people say of tasks and instances, and what they attach to them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table, Text

from trivium.store.tables.metadata import data, metadata, number, tenant, text

comments = Table(
    "comments",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("root_id"),
    text("instance_id"),
    text("task_id", null=True),
    text("author", null=True),
    number("at"),
    number("edited_at", null=True),
    number("deleted_at", null=True),
    text("deleted_by", null=True),
    text("content", null=True),
    data("salt", null=True),
    Index(None, "task_id", "id"),
    Index(None, "instance_id", "id"),
    Index(None, "root_id"),
)
"""`salt` and `content` together have the digest that the journal has; of what was deleted both are gone."""

attachments = Table(
    "attachments",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("root_id"),
    text("instance_id"),
    text("task_id", null=True),
    text("author", null=True),
    number("at"),
    number("deleted_at", null=True),
    text("deleted_by", null=True),
    text("name", null=True),
    text("description", null=True),
    text("media_type", null=True),
    number("size_bytes", null=True),
    text("sha256", null=True),
    text("url", null=True),
    data("salt", null=True),
    Index(None, "task_id", "id"),
    Index(None, "instance_id", "id"),
    Index(None, "root_id"),
)
"""Either a URL, or content of which the pieces are in the next table."""

attachment_pieces = Table(
    "attachment_pieces",
    metadata,
    text("attachment_id"),
    Column("piece", BigInteger, nullable=False),
    tenant(),
    text("root_id"),
    data("content"),
    PrimaryKeyConstraint("attachment_id", "piece"),
    Index(None, "root_id"),
)
