"""Incidents stay when they are over, with who resolved them and what was said of them"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXTS = ("assignee", "escalated_to", "resolution", "resolution_message", "resolved_by")


def upgrade() -> None:
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.Text(), server_default="open", nullable=False))
        for name in _TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("resolved_at", sa.BigInteger(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_incidents_type_id"))
        batch_op.create_index(batch_op.f("ix_incidents_state_type_id"), ["state", "type", "id"])
        batch_op.create_index(batch_op.f("ix_incidents_state_id"), ["state", "id"])
        batch_op.create_index(batch_op.f("ix_incidents_state_code"), ["state", "code"])
    op.create_table(
        "incident_notes",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.Column("root_id", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_incident_notes")),
    )
    with op.batch_alter_table("incident_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_notes_incident_id"), ["incident_id"])


def downgrade() -> None:
    op.execute("DELETE FROM incidents WHERE state <> 'open'")
    op.drop_table("incident_notes")
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incidents_state_code"))
        batch_op.drop_index(batch_op.f("ix_incidents_state_id"))
        batch_op.drop_index(batch_op.f("ix_incidents_state_type_id"))
        batch_op.create_index(batch_op.f("ix_incidents_type_id"), ["type", "id"])
        batch_op.drop_column("resolved_at")
        for name in reversed(_TEXTS):
            batch_op.drop_column(name)
        batch_op.drop_column("state")
