"""Where the command line works: the only place that reads the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from trivium.engine.jobs.forgetting import KEEP_ANSWERS_FOR


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
    mail_url: SecretStr | None = None
    """The server that mail is sent by, such as `smtp://user:password@mail.example:587`, or `smtps://…`."""
    mail_from: str | None = None
    """The address that mail comes from."""
    notify_urls: SecretStr | None = None
    """More ways to reach people: a JSON object of Apprise URLs by name, `{address}` for that of a user."""
    notify_language: str = "en"
    """What people are told in who have chosen no language."""
    public_url: str | None = None
    """Where people reach the application: what they are told links to it."""
    url: str | None = None
    """The server that a worker works for."""
    token: SecretStr | None = None
    """What a worker says to the server who it is."""
    keep_history_for: timedelta | None = None
    """How long ended instances are kept of which their models do not say it, such as P90D."""
    keep_answers_for: timedelta = KEEP_ANSWERS_FOR
    """How long a command sent again under its idempotency key is answered as before, such as P7D."""
    largest_attachment_bytes: int = 25 * 1024 * 1024
    """How large a file may be that is attached to a task or an instance."""
    archive_to: Path | None = None
    """The folder into which history is written before it is taken away."""
