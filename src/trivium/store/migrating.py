"""Bringing a schema to its newest version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


def upgrade(connection: Connection, migrations: Path) -> None:
    """Carries out the migrations that are missing, in the transaction that is open."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
