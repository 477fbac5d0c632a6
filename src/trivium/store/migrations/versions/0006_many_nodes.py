"""Indexes for jobs in great numbers: what is due, and what is free to be taken"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_DUE = sa.text("suspended = 0 AND kind <> 'work'")
_WORK = sa.text("kind = 'work' AND suspended = 0 AND retries > 0")
_WORK_DUE = sa.text("kind = 'work' AND suspended = 0")


def upgrade() -> None:
    op.drop_index("ix_jobs_kind_suspended_due_at", "jobs")
    op.drop_index("ix_jobs_topic_suspended_due_at", "jobs")
    op.create_index(
        "ix_jobs_due", "jobs", ["due_at", "id"], sqlite_where=_DUE, postgresql_where=_DUE
    )
    op.create_index(
        "ix_jobs_work",
        "jobs",
        ["topic", sa.text("priority DESC"), "due_at", "id"],
        sqlite_where=_WORK,
        postgresql_where=_WORK,
    )
    op.create_index(
        "ix_jobs_work_due",
        "jobs",
        ["topic", "due_at"],
        sqlite_where=_WORK_DUE,
        postgresql_where=_WORK_DUE,
    )


def downgrade() -> None:
    for name in ("ix_jobs_due", "ix_jobs_work", "ix_jobs_work_due"):
        op.drop_index(name, "jobs")
    op.create_index("ix_jobs_kind_suspended_due_at", "jobs", ["kind", "suspended", "due_at"])
    op.create_index("ix_jobs_topic_suspended_due_at", "jobs", ["topic", "suspended", "due_at"])
