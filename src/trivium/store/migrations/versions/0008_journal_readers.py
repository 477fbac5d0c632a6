"""Readers of the journal, and how far they have come"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    op.drop_table("cursors")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_journal_xact_position", "journal")
    op.create_index("ix_journal_at", "journal", ["at"])
    op.drop_column("journal", "xact")
