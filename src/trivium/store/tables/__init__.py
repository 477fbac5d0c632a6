"""All tables of the engine; products declare theirs on the same metadata.

Times are milliseconds since 1970-01-01 UTC. Every table has `tenant_id`; what belongs to an instance tree
has `root_id`, so that it can be partitioned or distributed by it.
"""

from trivium.store.tables.batches import batch_items, batches
from trivium.store.tables.definitions import definitions, deployments, resources, start_listeners
from trivium.store.tables.evaluations import evaluations
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
from trivium.store.tables.instances import instances, pages, values
from trivium.store.tables.journal import idempotency, journal
from trivium.store.tables.metadata import metadata
from trivium.store.tables.plan_items import plan_items
from trivium.store.tables.waiting import (
    incident_notes,
    incidents,
    jobs,
    messages,
    subscriptions,
    task_candidates,
    tasks,
)

__all__ = [
    "api_keys",
    "batch_items",
    "batches",
    "challenges",
    "counters",
    "definitions",
    "deployments",
    "evaluations",
    "external_identities",
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
    "pages",
    "plan_items",
    "recovery_codes",
    "refresh_tokens",
    "resources",
    "roles",
    "sessions",
    "signing_keys",
    "start_listeners",
    "subscriptions",
    "task_candidates",
    "tasks",
    "tenants",
    "users",
    "values",
]
