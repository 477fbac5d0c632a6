"""Row-level security: a second net on PostgreSQL, below the conditions that queries add

A connection that has said `trivium.bound` sees the rows that the other settings let it see; all others are
the engine's own, or of whoever looks after the database, and see everything. It holds for the owner of the
tables, too, who is often the only user that there is.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_FUNCTIONS = {
    "trivium_bound() RETURNS boolean LANGUAGE sql": """
        SELECT coalesce(current_setting('trivium.bound', true), '') = 'on'""",
    "trivium_user() RETURNS text LANGUAGE sql": "SELECT current_setting('trivium.user', true)",
    "trivium_listed(name text) RETURNS text[] LANGUAGE sql": """
        SELECT coalesce(nullif(current_setting('trivium.' || name, true), ''), '{}')::text[]""",
    "trivium_sees_every(name text) RETURNS boolean LANGUAGE sql": """
        SELECT NOT trivium_bound() OR '*' = ANY (trivium_listed(name))""",
    "trivium_within(key text) RETURNS boolean LANGUAGE sql": """
        SELECT ARRAY['*', key] && trivium_listed('tenant_keys')""",
    "trivium_is_offered(task text) RETURNS boolean LANGUAGE plpgsql": """
        BEGIN RETURN EXISTS (SELECT FROM task_candidates AS c WHERE c.task_id = task
        AND ((c.kind = 'user' AND c.name = trivium_user())
        OR (c.kind = 'group' AND c.name = ANY (trivium_listed('groups'))))); END""",
    "trivium_has_to_do_with(key text, assignee text, owner text, task text, instance text, root text)"
    " RETURNS boolean LANGUAGE plpgsql": """
        BEGIN
        IF trivium_user() IN (assignee, owner) OR assignee = ANY (trivium_listed('team'))
        OR ARRAY['*', task] && trivium_listed('tasks')
        OR ARRAY['*', instance, root] && trivium_listed('instances')
        OR trivium_is_offered(task)
        THEN RETURN trivium_within(key); END IF;
        RETURN false; END""",
    "trivium_has_task_in(root text) RETURNS boolean LANGUAGE plpgsql": """
        BEGIN RETURN EXISTS (SELECT FROM tasks WHERE root_id = root); END""",
    "trivium_follows(key text, started_by text, instance text, root text)"
    " RETURNS boolean LANGUAGE plpgsql": """
        BEGIN
        IF started_by = trivium_user() OR ARRAY['*', instance, root] && trivium_listed('instances')
        OR ARRAY['*', 'jobs'] && trivium_listed('operations') OR trivium_has_task_in(root)
        THEN RETURN trivium_within(key); END IF;
        RETURN false; END""",
    "trivium_sees_tree(root text) RETURNS boolean LANGUAGE plpgsql": """
        BEGIN RETURN EXISTS (SELECT FROM instances WHERE root_id = root); END""",
    "trivium_sees_instance(instance text) RETURNS boolean LANGUAGE plpgsql": """
        BEGIN RETURN EXISTS (SELECT FROM instances WHERE id = instance); END""",
    "trivium_has_started(definition text) RETURNS boolean LANGUAGE plpgsql": """
        BEGIN RETURN EXISTS (SELECT FROM instances WHERE definition_id = definition
        AND started_by = trivium_user()); END""",
    "trivium_sees_clock(clock text) RETURNS boolean LANGUAGE plpgsql": """
        BEGIN RETURN EXISTS (SELECT FROM sla_clocks WHERE id = clock); END""",
    "trivium_sees_batch(batch text) RETURNS boolean LANGUAGE plpgsql": """
        BEGIN RETURN EXISTS (SELECT FROM batches WHERE id = batch); END""",
}
"""What looks into other tables, or at many things, is in a function: it costs nothing where nobody is bound,
and next to nothing where the key says enough."""


def _among(column: str, name: str) -> str:
    return (
        f"(SELECT trivium_sees_every('{name}'))"
        f" OR {column} IN (SELECT unnest(trivium_listed('{name}')))"
    )


_ANY = "(SELECT trivium_sees_every('keys'))"
_TREE = f"{_ANY} OR trivium_sees_tree(root_id)"
_UNBOUND = "(SELECT NOT trivium_bound())"
_TENANT = f"{_UNBOUND} OR tenant_id = (SELECT current_setting('trivium.tenant', true))"
POLICIES = {
    "tasks": f"{_among('key', 'keys')}"
    " OR trivium_has_to_do_with(key, assignee, owner, id, instance_id, root_id)",
    "instances": f"{_among('key', 'keys')} OR trivium_follows(key, started_by, id, root_id)",
    "jobs": f"{_TREE} OR (root_id IS NULL AND trivium_within(''))",
    **dict.fromkeys(
        (
            *("journal", "pages", "value_uses", "subscriptions", "incidents"),
            *("incident_notes", "plan_items", "sla_clocks", "sla_holds"),
        ),
        _TREE,
    ),
    "activities": f"{_TREE} OR (SELECT trivium_user()) IN (assignee, ended_by)",
    "assignments": f"{_ANY} OR trivium_sees_instance(instance_id)",
    "sla_events": f"{_ANY} OR trivium_sees_clock(clock_id)",
    "evaluations": _among("key", "decisions"),
    "definitions": f"{_UNBOUND} OR (tenant_id = (SELECT current_setting('trivium.tenant', true))"
    f" AND ({_among('key', 'definitions')} OR trivium_has_started(id)))",
    "batches": "(SELECT trivium_sees_every('batches')) OR created_by = (SELECT trivium_user())",
    "batch_items": f"{_UNBOUND} OR trivium_sees_batch(batch_id)",
    **dict.fromkeys(("users", "groups", "memberships", "roles", "grants"), _TENANT),
    **dict.fromkeys(
        (
            *("sessions", "refresh_tokens", "api_keys", "recovery_codes", "challenges"),
            *("external_identities", "signing_keys", "identity_audit", "messages"),
        ),
        _UNBOUND,
    ),
}
"""The rows of a table for which this holds are seen; the engine, which is not bound, sees them all."""


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for head, body in _FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {head} STABLE PARALLEL SAFE AS $${body}$$")
    for table, condition in POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY trivium ON {table} USING ({condition})")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in POLICIES:
        op.execute(f"DROP POLICY trivium ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    for head in reversed(_FUNCTIONS):
        op.execute(f"DROP FUNCTION {head.partition(' RETURNS')[0]}")
