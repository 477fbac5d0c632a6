"""The one place that puts an engine together with people and settings."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from trivium.errors import InvalidInput
from trivium.identity import Identity

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.identity import IdentitySettings

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
