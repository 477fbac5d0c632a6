"""Where the command line works: the only place that reads the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr
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
    log_level: str = "warning"
    """What `serve` logs: from `debug`, `info` (each request, command and job), `warning` or `error` on."""
    log_format: str = "auto"
    """`json`, `console`, or `auto`: lines for people at a terminal, else JSON."""
    log_messages: bool = False
    """Whether the log quotes what exceptions say; that may hold variables."""
    metrics: str = "auto"
    """Who may read `/metrics`: from `anywhere`, from this machine (`loopback`), who is `signed-in` and may
    read the operation `audit`, or `nobody`; `auto` is `loopback` where one has to sign in."""
    url: str | None = None
    """The server that a worker works for."""
    token: SecretStr | None = None
    """What a worker says to the server who it is."""
    keep_history_for: timedelta | None = None
    """How long ended instances are kept of which their models do not say it, such as P90D."""
    archive_to: Path | None = None
    """The folder into which history is written before it is taken away."""
