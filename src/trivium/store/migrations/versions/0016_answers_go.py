"""Answers to idempotency keys go after their time; targets and rules read the journal as all others do"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BEGINNING = "INSERT INTO cursors (name, content) SELECT name, "
_SQLITE = "'//' || position || '/0' FROM work_cursors"
_POSTGRESQL = (
    "'/' || pg_current_snapshot()::text || '/' || position || '/'"
    " || coalesce((SELECT max(position) FROM journal), 0) FROM work_cursors"
)
"""Within what is there now it goes on by position, and then from snapshot to snapshot. The table is dropped
at once, against the rule: an old node that went on by it would count everything twice."""


def upgrade() -> None:
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(_BEGINNING + (_SQLITE if is_sqlite else _POSTGRESQL))
    op.drop_table("work_cursors")


def downgrade() -> None:
    op.create_table(
        "work_cursors",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_work_cursors")),
    )
    op.execute(
        "INSERT INTO work_cursors (name, position) SELECT 'work', max(position) FROM journal"
    )
    op.execute("DELETE FROM cursors WHERE name = 'work'")
    op.drop_index("ix_idempotency_created_at", "idempotency")
