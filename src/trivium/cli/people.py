"""What commands about people share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
        yield setup().of(engine)


@dataclass(frozen=True)
class People:
    """How people sign in, as the settings say: what each server process is given."""

    secret_file: Path | None
    providers: tuple[OidcProvider, ...]

    def of(self, engine: Engine) -> Identity:
        """The people of an engine."""
        return with_people(
            engine,
            secret_file=self.secret_file,
            settings=IdentitySettings(providers=self.providers),
        )


def setup() -> People:
    """What the settings say now; files that they name are read.

    Raises:
        InvalidInput: the file of providers cannot be read (`cli/providers-file`).
    """
    settings = Settings()
    return People(settings.secret_file, _providers(settings.providers_file))


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
