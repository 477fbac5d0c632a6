"""Where the command line works: the only place that reads the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings from `TRIVIUM_…` variables of the environment."""

    model_config = SettingsConfigDict(env_prefix="TRIVIUM_")

    database: str = "sqlite:///data/trivium.db"
    """The database's URL."""
    user: str | None = None
    """Who does what is done."""
    secret_file: Path | None = None
    """The file with the secret of the installation; by default beside the database's."""
    providers_file: Path | None = None
    """A JSON file with a list of OpenID Connect providers."""
