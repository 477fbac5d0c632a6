"""Comments, attachments, sub-tasks, saved filters"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _place() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.Column("root_id", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    ]


def _indexes(table: str) -> None:
    op.create_index(f"ix_{table}_task_id_id", table, ["task_id", "id"])
    op.create_index(f"ix_{table}_instance_id_id", table, ["instance_id", "id"])
    op.create_index(f"ix_{table}_root_id", table, ["root_id"])


def upgrade() -> None:
    op.create_table(
        "comments",
        *_place(),
        sa.Column("edited_at", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("deleted_by", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
    )
    _indexes("comments")
    op.create_table(
        "attachments",
        *_place(),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("deleted_by", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    _indexes("attachments")
    op.create_table(
        "attachment_pieces",
        sa.Column("attachment_id", sa.Text(), nullable=False),
        sa.Column("piece", sa.BigInteger(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.Column("root_id", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("attachment_id", "piece", name="pk_attachment_pieces"),
    )
    op.create_index("ix_attachment_pieces_root_id", "attachment_pieces", ["root_id"])
    op.create_table(
        "task_filters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_task_filters"),
    )
    op.create_index("ix_task_filters_owner_id", "task_filters", ["owner", "id"])
    op.create_table(
        "filter_groups",
        sa.Column("filter_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("filter_id", "group_id", name="pk_filter_groups"),
    )
    op.create_index("ix_filter_groups_group_id", "filter_groups", ["group_id"])
    op.add_column("tasks", sa.Column("parent_id", sa.Text(), nullable=True))
    _partial("ix_tasks_parent_id", "tasks", ["parent_id"], "parent_id IS NOT NULL")
    is_task = "task_id IS NOT NULL"
    _partial("ix_activities_task_id", "activities", ["task_id"], is_task)
    _partial("ix_activities_done", "activities", ["ended_by", "ended_at"], is_task)


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
