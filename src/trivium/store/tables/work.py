"""Calendars, targets and rules; the clocks of targets; assignments; people at work."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from trivium.store.tables.metadata import data, metadata, number, tenant, text

work_documents = Table(
    "work_documents",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("kind"),
    text("key"),
    number("version"),
    text("state"),
    data("content"),
    number("created_at"),
    text("created_by", null=True),
    Index(None, "tenant_id", "kind", "key", "version", unique=True),
    Index(None, "kind", "state"),
)
"""Versions of calendars, targets, rules of assignment, templates. `state` is current, old or removed."""

sla_clocks = Table(
    "sla_clocks",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("target_id"),
    text("target_key"),
    text("calendar_id", null=True),
    text("goal"),
    text("scope"),
    text("root_id"),
    text("instance_id"),
    text("key"),
    number("element_instance"),
    text("element_id", null=True),
    text("task_id", null=True),
    number("priority", null=True),
    text("status"),
    number("started_at"),
    number("target_ms"),
    number("elapsed_ms"),
    number("since"),
    data("state"),
    number("next_at", null=True),
    number("due_at", null=True),
    number("ended_at", null=True),
    Index(None, "next_at"),
    Index(None, "root_id"),
    Index(None, "task_id"),
    Index(None, "ended_at", "id"),
    Index(None, "status", "id"),
)
"""`status` is on-track, at-risk, breached, met or cancelled; `next_at` is when it changes by itself; `state`
says what holds the clock and which moments are behind it."""

sla_events = Table(
    "sla_events",
    metadata,
    Column(
        "position",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    tenant(),
    text("clock_id"),
    number("at"),
    text("kind"),
    text("state"),
    number("lease_until", default="0"),
    data("content"),
    Index(None, "clock_id", "position"),
    Index(None, "state", "position"),
)
"""What happened to a clock, and the steps that were taken; `state` is open until it is done or failed,
and while a node is at it `lease_until` is when others may try."""

sla_holds = Table(
    "sla_holds",
    metadata,
    tenant(),
    text("root_id"),
    number("element_instance"),
    text("instance_id"),
    text("element_id"),
    PrimaryKeyConstraint("root_id", "element_instance"),
)
"""Open elements while which clocks of their instance stand still."""

assignments = Table(
    "assignments",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("task_id"),
    text("instance_id"),
    text("key"),
    text("element_id"),
    text("rule_id"),
    text("rule_key"),
    text("state"),
    text("user_id", null=True),
    text("strategy", null=True),
    text("why", null=True),
    data("considered", null=True),
    number("created_at"),
    number("decided_at", null=True),
    Index(None, "task_id"),
    Index(None, "state", "id"),
    Index(None, "rule_key", "user_id", "decided_at"),
    Index(None, "instance_id", "element_id"),
)
"""What rules decided: `state` is open, assigned, nobody (was found) or refused (somebody was faster)."""

task_drafts = Table(
    "task_drafts",
    metadata,
    Column("task_id", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    tenant(),
    text("root_id"),
    data("content"),
    number("updated_at"),
    Index(None, "root_id"),
)
"""Forms that somebody has half filled in; they go with their task."""

work_profiles = Table(
    "work_profiles",
    metadata,
    Column("user_id", Text, primary_key=True),
    tenant(),
    data("content"),
)
"""Skills, capacity and substitute of people, and manager and groups where nobody else keeps these."""

absences = Table(
    "absences",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("user_id"),
    number("start_at"),
    number("end_at"),
    text("substitute", null=True),
    number("created_at"),
    text("created_by", null=True),
    Index(None, "user_id", "end_at"),
)
