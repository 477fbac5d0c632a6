"""Room beside the state of trees, so that a new version of it needs no new index entries"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEEP_ROOM = "ALTER TABLE instances SET (fillfactor = 75)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_KEEP_ROOM)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE instances RESET (fillfactor)")
