"""What is made of the journal, and can be made again at any time."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table, Text

from trivium.store.tables.metadata import data, metadata, number, only, tenant, text

activities = Table(
    "activities",
    metadata,
    text("root_id"),
    Column("item", BigInteger, nullable=False),
    tenant(),
    number("number"),
    text("instance_id"),
    number("scope"),
    text("definition_id"),
    text("element_id"),
    text("type"),
    text("state"),
    number("started_at"),
    number("ended_at", null=True),
    text("task_id", null=True),
    text("assignee", null=True),
    text("ended_by", null=True),
    text("called_instance_id", null=True),
    number("incidents", default="0"),
    PrimaryKeyConstraint("root_id", "item"),
    Index(None, "instance_id", "number"),
    Index(
        "ix_activities_open",
        *("definition_id", "element_id", "started_at"),
        **only("ended_at IS NULL"),
    ),
)
"""One row for each element instance that there was, the processes and cases themselves included. `number`
says in which order they began; what a token only passed has it as its `item`, below zero."""

activity_days = Table(
    "activity_days",
    metadata,
    Column("kept", BigInteger, nullable=False),
    Column("definition_id", Text, nullable=False),
    Column("day", BigInteger, nullable=False),
    Column("element_id", Text, nullable=False),
    tenant(),
    text("type"),
    number("started"),
    number("completed"),
    number("terminated"),
    number("incidents"),
    number("duration_ms"),
    data("durations"),
    PrimaryKeyConstraint("kept", "definition_id", "day", "element_id"),
)
"""What began and ended on each day since 1970-01-01 UTC. `durations` counts those of what was completed by
their length. Rows with `kept` hold the share of instances whose history is gone; all others are made of the
journal, and have that share in them too."""
