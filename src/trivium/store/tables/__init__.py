"""All tables of the engine; products declare theirs on the same metadata.

Times are milliseconds since 1970-01-01 UTC. Every table has `tenant_id`; what belongs to an instance tree
has `root_id`, so that it can be partitioned or distributed by it.
"""

from trivium.store.tables.batches import batch_items, batches
from trivium.store.tables.definitions import definitions, deployments, resources, start_listeners
from trivium.store.tables.evaluations import evaluations
from trivium.store.tables.filters import filter_groups, task_filters
from trivium.store.tables.identity import (
    api_keys,
    challenges,
    counters,
    external_identities,
    grants,
    groups,
    identity_audit,
    identity_revision,
    memberships,
    recovery_codes,
    refresh_tokens,
    roles,
    sessions,
    signing_keys,
    tenants,
    users,
)
from trivium.store.tables.instances import instances, pages, value_uses, values
from trivium.store.tables.journal import cursors, idempotency, journal
from trivium.store.tables.metadata import metadata
from trivium.store.tables.notifications import (
    notification_deliveries,
    notification_items,
    notification_preferences,
    notifications,
    task_reminders,
)
from trivium.store.tables.plan_items import plan_items
from trivium.store.tables.projections import activities, activity_days
from trivium.store.tables.remarks import attachment_pieces, attachments, comments
from trivium.store.tables.topics import topics
from trivium.store.tables.waiting import (
    incident_notes,
    incidents,
    jobs,
    messages,
    subscriptions,
    task_candidates,
    tasks,
)
from trivium.store.tables.work import (
    absences,
    assignments,
    sla_clocks,
    sla_events,
    sla_holds,
    task_drafts,
    work_documents,
    work_profiles,
)

__all__ = [
    "absences",
    "activities",
    "activity_days",
    "api_keys",
    "assignments",
    "attachment_pieces",
    "attachments",
    "batch_items",
    "batches",
    "challenges",
    "comments",
    "counters",
    "cursors",
    "definitions",
    "deployments",
    "evaluations",
    "external_identities",
    "filter_groups",
    "grants",
    "groups",
    "idempotency",
    "identity_audit",
    "identity_revision",
    "incident_notes",
    "incidents",
    "instances",
    "jobs",
    "journal",
    "memberships",
    "messages",
    "metadata",
    "notification_deliveries",
    "notification_items",
    "notification_preferences",
    "notifications",
    "pages",
    "plan_items",
    "recovery_codes",
    "refresh_tokens",
    "resources",
    "roles",
    "sessions",
    "signing_keys",
    "sla_clocks",
    "sla_events",
    "sla_holds",
    "start_listeners",
    "subscriptions",
    "task_candidates",
    "task_drafts",
    "task_filters",
    "task_reminders",
    "tasks",
    "tenants",
    "topics",
    "users",
    "value_uses",
    "values",
    "work_documents",
    "work_profiles",
]
