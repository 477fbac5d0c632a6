"""The topics of work."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from trivium.store.tables.metadata import metadata, number, tenant

topics = Table(
    "topics",
    metadata,
    Column("name", Text, primary_key=True),
    tenant(),
    number("asked_at", null=True),
    number("at_once", null=True),
    number("per_minute", null=True),
    number("tokens", default="0"),
    number("refilled_at", default="0"),
)
"""When somebody last asked for its work, on whatever node; how much of it may run, and be begun."""
