"""What commands about people share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import typer

from trivium.assembly import with_people
from trivium.cli import options
from trivium.cli.settings import Settings
from trivium.engine import Engine
from trivium.errors import InvalidInput
from trivium.identity import Identity, IdentitySettings, OidcProvider


@contextmanager
def opened(database: str | None) -> Iterator[Identity]:
    """The people of the named or default database, which is made if it is not there."""
    with options.opened(database, create=True) as engine:
        yield of(engine)


def of(engine: Engine) -> Identity:
    """The people of an engine, as the settings say."""
    settings = Settings()
    providers = _providers(settings.providers_file)
    return with_people(
        engine,
        secret_file=settings.secret_file,
        settings=IdentitySettings(providers=providers),
    )


def _providers(file: Path | None) -> tuple[OidcProvider, ...]:
    if file is None:
        return ()
    try:
        return msgspec.json.decode(file.read_bytes(), type=tuple[OidcProvider, ...])
    except OSError as error:
        raise InvalidInput(
            f"Expected identity providers in {file}, but it cannot be read: {error.strerror}.",
            code="cli/providers-file",
        ) from error
    except msgspec.MsgspecError as error:
        raise InvalidInput(
            f"Expected a JSON list of identity providers in {file}, but: {error}.",
            code="cli/providers-file",
        ) from error


def typed_password(*, from_input: bool, twice: bool = True) -> str:
    """A password that is typed, unseen; from a pipe its first line."""
    if from_input or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    found: str = typer.prompt("Password", hide_input=True, confirmation_prompt=twice)
    return found
