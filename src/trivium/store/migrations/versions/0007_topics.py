"""Topics: who asks for their work, and how much of it is given out"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_LEASED = sa.text("lease_until > 0")
_START_TIMERS = sa.text("kind = 'start-timer'")


def upgrade() -> None:
    op.create_table(
        "topics",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("at_once", sa.BigInteger(), nullable=True),
        sa.Column("per_minute", sa.BigInteger(), nullable=True),
        sa.Column("tokens", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("refilled_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_topics")),
    )
    op.create_index(
        "ix_jobs_leased",
        "jobs",
        ["topic", "lease_until"],
        sqlite_where=_LEASED,
        postgresql_where=_LEASED,
    )
    op.create_index(
        "ix_jobs_start_timers",
        "jobs",
        ["topic"],
        sqlite_where=_START_TIMERS,
        postgresql_where=_START_TIMERS,
    )


def downgrade() -> None:
    op.drop_index("ix_jobs_start_timers", "jobs")
    op.drop_index("ix_jobs_leased", "jobs")
    op.drop_table("topics")
