"""Operations on many instances."""

from __future__ import annotations

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table, Text

from trivium.store.tables.metadata import data, metadata, number, tenant, text

batches = Table(
    "batches",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("kind"),
    text("state"),
    data("content"),
    number("total"),
    number("done", default="0"),
    number("failed", default="0"),
    number("created_at"),
    text("created_by", null=True),
    number("finished_at", null=True),
    Index(None, "state", "id"),
)
"""`state` is running, paused, completed or cancelled; `content` says what is done to each instance."""

batch_items = Table(
    "batch_items",
    metadata,
    text("batch_id"),
    number("number"),
    tenant(),
    text("instance_id"),
    text("state", default="open"),
    text("code", null=True),
    text("message", null=True),
    PrimaryKeyConstraint("batch_id", "number"),
    Index(None, "batch_id", "state", "number"),
)
"""The instances of a batch, and what became of each: open, done or failed with the reason."""
