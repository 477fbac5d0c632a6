"""Readers of the journal, how far they have come, and what they make of it"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

_ENDED = sa.text("ended_at IS NOT NULL AND parent_id IS NULL")


def upgrade() -> None:
    op.add_column("journal", sa.Column("xact", sa.BigInteger(), server_default="0", nullable=False))
    op.drop_index("ix_journal_at", "journal")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE journal ALTER xact SET DEFAULT pg_current_xact_id()::text::bigint")
        op.create_index("ix_journal_xact_position", "journal", ["xact", "position"])
    op.create_table(
        "cursors",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("lease", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cursors")),
    )
    op.create_table(
        "activities",
        sa.Column("root_id", sa.Text(), nullable=False),
        sa.Column("item", sa.BigInteger(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("definition_id", sa.Text(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("task_id", sa.Text(), nullable=True),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("called_instance_id", sa.Text(), nullable=True),
        sa.Column("incidents", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("root_id", "item", name=op.f("pk_activities")),
    )
    op.create_index(
        op.f("ix_activities_instance_id_number"), "activities", ["instance_id", "number"]
    )
    op.create_table(
        "activity_days",
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.Column("definition_id", sa.Text(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("completed", sa.BigInteger(), nullable=False),
        sa.Column("terminated", sa.BigInteger(), nullable=False),
        sa.Column("incidents", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("durations", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "kept", "definition_id", "day", "element_id", name=op.f("pk_activity_days")
        ),
    )
    op.create_table(
        "value_uses",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("root_id", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("digest", "root_id", name=op.f("pk_value_uses")),
    )
    op.execute("INSERT INTO value_uses (digest, root_id) SELECT digest, '' FROM large_values")
    for table in ("value_uses", "evaluations", "incident_notes"):
        op.create_index(op.f(f"ix_{table}_root_id"), table, ["root_id"])
    op.create_index(
        "ix_instances_ended",
        "instances",
        ["definition_id", "ended_at"],
        sqlite_where=_ENDED,
        postgresql_where=_ENDED,
    )


def downgrade() -> None:
    op.drop_index("ix_instances_ended", "instances")
    for table in ("evaluations", "incident_notes"):
        op.drop_index(op.f(f"ix_{table}_root_id"), table)
    for name in ("value_uses", "activity_days", "activities", "cursors"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_journal_xact_position", "journal")
    op.create_index("ix_journal_at", "journal", ["at"])
    op.drop_column("journal", "xact")
