"""Where the command line works: the only place that reads the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings from `TRIVIUM_…` variables of the environment."""

    model_config = SettingsConfigDict(env_prefix="TRIVIUM_")

    database: str = "sqlite:///data/trivium.db"
    """The database's URL."""
    user: str | None = None
    """Who does what is done."""
    keep_history_for: timedelta | None = None
    """How long ended instances are kept of which their models do not say it, such as P90D."""
    archive_to: Path | None = None
    """The folder into which history is written before it is taken away."""
