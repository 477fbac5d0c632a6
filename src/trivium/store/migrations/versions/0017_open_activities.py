"""Open activities by element"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_activities_open",
        "activities",
        ["definition_id", "element_id", "started_at"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def downgrade() -> None:
    op.drop_index("ix_activities_open", "activities")
