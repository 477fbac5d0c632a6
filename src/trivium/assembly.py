"""The one place that puts an engine together with people, their work and settings."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from trivium.errors import InvalidInput
from trivium.identity import Identity
from trivium.work import Work
from trivium.work.notifications import NotifyingSettings
from trivium.work.notifications.channels import Mail, Many
from trivium.work.notifications.kinds import IN_APP, MAIL
from trivium.work.organisation import Users

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.engine import Engine
    from trivium.identity import IdentitySettings
    from trivium.work.notifications.channels import Channel

_SECRET_BYTES = 32


def with_people(
    engine: Engine, *, secret_file: Path | None = None, settings: IdentitySettings | None = None
) -> Identity:
    """The people of an engine's database.

    What is secret in the database is encrypted with the content of `secret_file`, which is made if it is
    not there. A database in a file has it beside itself unless another is named.

    Raises:
        InvalidInput: a server's database, and no file is named (`identity/no-secret`).
    """
    return Identity(engine.database, engine.clock, _secret(engine, secret_file), settings)


def with_work(
    engine: Engine, *, identity: Identity | None = None, notifying: NotifyingSettings | None = None
) -> Work:
    """People's work on an engine: with an `identity` groups and managers are those of its users.

    People are told what concerns them in the application, and as `notifying` says.
    """
    return Work(
        engine,
        organisation=None if identity is None else Users(),
        notifying=notifying or NotifyingSettings(),
    )


def channels_of(
    mail_url: str | None, mail_from: str | None, urls: Mapping[str, str]
) -> dict[str, Channel]:
    """The ways to reach people outside of the application, by name.

    Raises:
        InvalidInput: one of them cannot be (`notification/mail-url`, `notification/channel`).
    """
    found: dict[str, Channel] = {}
    if mail_url is not None:
        found[MAIL] = Mail(mail_url, mail_from or "")
    for name, url in urls.items():
        if name in {IN_APP, MAIL}:
            raise InvalidInput(
                f"Expected another name than {name} for a channel of TRIVIUM_NOTIFY_URLS: it is taken.",
                code="notification/channel",
                channel=name,
            )
        found[name] = Many(name, url)
    return found


def _secret(engine: Engine, named: Path | None) -> bytes:
    if named is None:
        scheme, _, path = engine.database.url.partition("?")[0].partition("://")
        if not scheme.startswith("sqlite"):
            raise InvalidInput(
                "Expected a file with the secret of the installation, the same for all nodes, but none is"
                " named. Name one with TRIVIUM_SECRET_FILE.",
                code="identity/no-secret",
            )
        if path in {"", "/", "/:memory:"}:
            return secrets.token_bytes(_SECRET_BYTES)
        named = Path(f"{path.removeprefix('/')}.secret")
    try:
        return named.read_bytes()
    except FileNotFoundError:
        return _made(named)
    except OSError as error:
        raise _unreadable(named, error) from error


def _made(path: Path) -> bytes:
    """A new secret in a file that its owner alone can read; or what somebody else has just made."""
    secret = secrets.token_hex(_SECRET_BYTES).encode()
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(file, secret)
            os.fsync(file)
        finally:
            os.close(file)
        try:
            os.link(draft, path)
        except FileExistsError:
            return path.read_bytes()
        finally:
            draft.unlink()
    except OSError as error:
        raise _unreadable(path, error) from error
    return secret


def _unreadable(path: Path, error: OSError) -> InvalidInput:
    return InvalidInput(
        f"Expected a file with a secret at {path}, but: {error.strerror}.",
        code="identity/no-secret",
    )
