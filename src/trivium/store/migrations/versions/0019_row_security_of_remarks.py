"""Row-level security of what is said of tasks, of drafts, filters and notifications"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_FUNCTIONS = {
    "trivium_had_task(task text) RETURNS boolean LANGUAGE plpgsql": """
        BEGIN RETURN EXISTS (SELECT FROM activities WHERE task_id = task
        AND trivium_user() IN (assignee, ended_by)); END""",
    "trivium_sees_attachment(attachment text) RETURNS boolean LANGUAGE plpgsql": """
        BEGIN RETURN EXISTS (SELECT FROM attachments WHERE id = attachment); END""",
}
_ANY = "(SELECT trivium_sees_every('keys'))"
_UNBOUND = "(SELECT NOT trivium_bound())"
_OWN = f"{_UNBOUND} OR user_id = (SELECT trivium_user())"
_TENANT = f"{_UNBOUND} OR tenant_id = (SELECT current_setting('trivium.tenant', true))"
_REMARK = (
    f"{_ANY} OR author = (SELECT trivium_user()) OR trivium_sees_tree(root_id)"
    " OR trivium_had_task(task_id)"
)
POLICIES = {
    **dict.fromkeys(("comments", "attachments"), _REMARK),
    "attachment_pieces": f"{_ANY} OR trivium_sees_attachment(attachment_id)",
    **dict.fromkeys(("task_drafts", "notifications", "notification_preferences"), _OWN),
    **dict.fromkeys(
        ("task_filters", "filter_groups", "notification_deliveries", "notification_items"), _TENANT
    ),
    "task_reminders": _UNBOUND,
}
"""As those of migration 0012."""


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
