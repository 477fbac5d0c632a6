"""The one history."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint

from trivium.store.tables.metadata import data, metadata, number, tenant, text

journal = Table(
    "journal",
    metadata,
    Column(
        "position",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    tenant(),
    text("root_id"),
    number("seq"),
    number("at"),
    text("actor", null=True),
    text("kind"),
    data("entry"),
    data("hash"),
    UniqueConstraint("root_id", "seq"),
    Index(None, "at"),
)
"""One row a command: `entry` is the JSON of the command and its events, `hash` chains it to the one
before it of the same tree."""

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", Text, primary_key=True),
    tenant(),
    data("result"),
    number("created_at"),
)
"""What was answered to commands that callers may send twice."""
