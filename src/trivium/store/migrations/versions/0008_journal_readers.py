"""Readers of the journal, how far they have come, and what they make of it"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ENDED = sa.text("ended_at IS NOT NULL AND parent_id IS NULL")


_PARTITION_THE_JOURNAL = (
    "ALTER TABLE journal ALTER xact SET DEFAULT pg_current_xact_id()::text::bigint",
    "ALTER TABLE journal DROP CONSTRAINT pk_journal, DROP CONSTRAINT uq_journal_root_id_seq",
    "ALTER TABLE journal RENAME TO journal_default",
    "CREATE TABLE journal (LIKE journal_default INCLUDING DEFAULTS) PARTITION BY RANGE (root_id)",
    "ALTER SEQUENCE journal_position_seq OWNED BY journal.position",
    "ALTER TABLE journal ADD CONSTRAINT pk_journal PRIMARY KEY (root_id, seq)",
    "CREATE INDEX ix_journal_position ON journal (position)",
    "CREATE INDEX ix_journal_xact_position ON journal (xact, position)",
    "ALTER TABLE journal ATTACH PARTITION journal_default DEFAULT",
)
_MAKE_IT_ONE_TABLE_AGAIN = (
    "ALTER TABLE journal RENAME TO journal_in_parts",
    "ALTER TABLE journal_in_parts DROP CONSTRAINT pk_journal",
    "CREATE TABLE journal (LIKE journal_in_parts INCLUDING DEFAULTS)",
    "INSERT INTO journal SELECT * FROM journal_in_parts",
    "ALTER SEQUENCE journal_position_seq OWNED BY journal.position",
    "DROP TABLE journal_in_parts",
    "ALTER TABLE journal ADD CONSTRAINT pk_journal PRIMARY KEY (position)",
    "ALTER TABLE journal ADD CONSTRAINT uq_journal_root_id_seq UNIQUE (root_id, seq)",
)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _partition_the_journal() -> None:
    """What is there becomes the default partition; months to come get their own by and by."""
    for statement in _PARTITION_THE_JOURNAL:
        op.execute(statement)


def upgrade() -> None:
    op.add_column("journal", sa.Column("xact", sa.BigInteger(), server_default="0", nullable=False))
    op.drop_index("ix_journal_at", "journal")
    if _is_postgresql():
        _partition_the_journal()
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
        postgresql_partition_by="RANGE (root_id)",
    )
    if _is_postgresql():
        op.execute("CREATE TABLE activities_default PARTITION OF activities DEFAULT")
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
    if _is_postgresql():
        for statement in _MAKE_IT_ONE_TABLE_AGAIN:
            op.execute(statement)
    op.create_index("ix_journal_at", "journal", ["at"])
    op.drop_column("journal", "xact")
