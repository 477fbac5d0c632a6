"""What instances wait for."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text
from sqlalchemy import text as text_of

from trivium.store.tables.metadata import data, metadata, number, only, tenant, text

tasks = Table(
    "tasks",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("root_id"),
    text("instance_id"),
    number("element_instance"),
    text("element_id"),
    text("kind"),
    text("key"),
    text("name", null=True),
    text("description", null=True),
    text("assignee", null=True),
    text("owner", null=True),
    text("delegation", null=True),
    number("priority"),
    number("created_at"),
    number("due_at", null=True),
    number("follow_up_at", null=True),
    data("form", null=True),
    text("parent_id", null=True),
    Index(None, "instance_id"),
    Index(None, "root_id"),
    Index(None, "assignee", "id"),
    Index(None, "key", "element_id"),
    Index("ix_tasks_parent_id", "parent_id", **only("parent_id IS NOT NULL")),
)

task_candidates = Table(
    "task_candidates",
    metadata,
    Column("task_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    tenant(),
    text("root_id"),
    Index(None, "kind", "name", "task_id"),
)
"""Users and groups that may claim a task."""

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("root_id", null=True),
    text("instance_id", null=True),
    number("element_instance", null=True),
    text("element_id", null=True),
    text("kind"),
    text("topic", null=True),
    number("due_at"),
    number("priority"),
    number("retries"),
    number("suspended", default="0"),
    text("error", null=True),
    text("lease_owner", null=True),
    number("lease_until", default="0"),
    number("lease", default="0"),
    data("payload", null=True),
    Index("ix_jobs_due", "due_at", "id", **only("suspended = 0 AND kind <> 'work'")),
    Index(
        "ix_jobs_work",
        *("topic", text_of("priority DESC"), "due_at", "id"),
        **only("kind = 'work' AND suspended = 0 AND retries > 0"),
    ),
    Index("ix_jobs_leased", "topic", "lease_until", **only("lease_until > 0")),
    Index("ix_jobs_start_timers", "topic", **only("kind = 'start-timer'")),
    Index("ix_jobs_work_due", "topic", "due_at", **only("kind = 'work' AND suspended = 0")),
    Index(None, "instance_id"),
    Index(None, "root_id"),
)
"""Timers, continuations, handlers' and workers' work, and commands for other trees."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("root_id"),
    text("instance_id"),
    number("element_instance"),
    text("element_id"),
    text("kind"),
    text("name"),
    data("correlation", null=True),
    Index(None, "kind", "name", "id"),
    Index(None, "instance_id"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("name"),
    text("message_id", null=True),
    data("content"),
    number("expires_at"),
    number("delivered", default="0"),
    Index(None, "name", "id"),
    Index(None, "message_id"),
    Index(None, "expires_at"),
)
"""Messages that came before their receiver, and what became of those with an id, until they expire."""

incidents = Table(
    "incidents",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("root_id"),
    text("instance_id"),
    number("element_instance"),
    text("element_id"),
    text("type"),
    text("code"),
    text("message"),
    text("job_id", null=True),
    number("created_at"),
    text("state", default="open"),
    text("assignee", null=True),
    text("escalated_to", null=True),
    text("resolution", null=True),
    text("resolution_message", null=True),
    number("resolved_at", null=True),
    text("resolved_by", null=True),
    Index(None, "instance_id"),
    Index(None, "root_id"),
    Index(None, "state", "type", "id"),
    Index(None, "state", "id"),
    Index(None, "state", "code"),
)
"""Trouble while a model runs; the rows stay when it is over."""

incident_notes = Table(
    "incident_notes",
    metadata,
    Column(
        "position",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    text("id"),
    tenant(),
    text("root_id"),
    text("incident_id"),
    number("at"),
    text("actor", null=True),
    text("action"),
    text("message", null=True),
    text("recipient", null=True),
    Index(None, "incident_id"),
    Index(None, "root_id"),
)
"""What people said of an incident, and who it was given to."""
