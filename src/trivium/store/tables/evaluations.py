"""What decisions were asked, and what they answered."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from trivium.store.tables.metadata import data, metadata, number, tenant, text

evaluations = Table(
    "evaluations",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("root_id", null=True),
    text("instance_id", null=True),
    text("element_id", null=True),
    text("key"),
    number("at"),
    text("actor", null=True),
    data("content"),
    Index(None, "key", "id"),
    Index(None, "instance_id"),
    Index(None, "root_id"),
)
"""`content` is the JSON of inputs and outputs, with the explanation where it was asked for."""
