"""Process and case instances, running and ended, and their state."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, Text

from trivium.store.tables.metadata import data, metadata, number, only, tenant, text

instances = Table(
    "instances",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("root_id"),
    text("parent_id", null=True),
    text("parent_element_id", null=True),
    number("element_instance"),
    text("definition_id"),
    text("key"),
    text("business_key", null=True),
    text("state"),
    number("started_at"),
    text("started_by", null=True),
    number("ended_at", null=True),
    data("state_page", null=True),
    number("journal_seq", default="0"),
    data("journal_hash", null=True),
    Index(None, "root_id"),
    Index(None, "state", "id"),
    Index(None, "key", "state", "id"),
    Index(None, "business_key"),
    Index(None, "definition_id", "state"),
    Index(
        "ix_instances_ended",
        *("definition_id", "ended_at"),
        **only("ended_at IS NOT NULL AND parent_id IS NULL"),
    ),
)
"""Root rows also hold page 0 of their tree's state (none once it has ended) and the journal's end."""

pages = Table(
    "pages",
    metadata,
    Column("root_id", Text, primary_key=True),
    Column("page", BigInteger, primary_key=True),
    tenant(),
    data("content"),
)
"""Pages 1 and up of the state of large instance trees."""

values = Table(
    "large_values",
    metadata,
    Column("digest", Text, primary_key=True),
    tenant(),
    number("size_bytes"),
    data("content"),
)
"""Large variable values by the BLAKE2b digest of their JSON."""

value_uses = Table(
    "value_uses",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("root_id", Text, primary_key=True),
    tenant(),
    Index(None, "root_id"),
)
"""Which trees refer to a large value, in their state or journal; with the last of them it goes. The empty
root stands for all trees that were there before this was written down."""
