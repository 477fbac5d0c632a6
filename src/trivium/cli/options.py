"""Options and arguments that commands share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from trivium.cli.settings import Settings
from trivium.engine import Engine
from trivium.errors import InvalidInput
from trivium.kernel import codec

Database = Annotated[
    str | None,
    typer.Option("--database", help="Database URL (or TRIVIUM_DATABASE).", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Form = Annotated[
    bool, typer.Option("--form", help="The variables were entered into its form: all must fit.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")]
Variables = Annotated[
    list[str] | None,
    typer.Option(
        "--var",
        metavar="NAME=VALUE",
        help="A variable; what reads as JSON is that, else it is text. As often as you like.",
    ),
]
VariableFile = Annotated[
    Path | None, typer.Option("--vars", help="A JSON file with an object of variables.")
]
User = Annotated[
    str | None, typer.Option("--user", help="Who does it (or TRIVIUM_USER).", show_default=False)
]
Limit = Annotated[int, typer.Option("--limit", help="At most so many.", min=1, max=1000)]


@contextmanager
def opened(database: str | None, *, create: bool = False) -> Iterator[Engine]:
    """The engine on the named or default database, without a scheduler."""
    settings = Settings()
    with Engine.open(
        database or settings.database,
        scheduler=False,
        create=create,
        keep_history_for=settings.keep_history_for,
        keep_answers_for=settings.keep_answers_for,
        archive_to=settings.archive_to,
    ) as engine:
        engine.attachments.largest_bytes = settings.largest_attachment_bytes
        yield engine


def acting(user: str | None) -> str | None:
    """Who does it."""
    return user or Settings().user


def variables_of(pairs: list[str] | None, file: Path | None = None) -> dict[str, Any]:
    """Variables from `name=value` pairs and a JSON file.

    Raises:
        InvalidInput: a pair has no `=`, or the file holds no JSON object.
    """
    found: dict[str, Any] = {} if file is None else object_of(file)
    for pair in pairs or ():
        name, equals, text = pair.partition("=")
        if not equals or not name.strip():
            raise InvalidInput(
                f"Expected --var name=value, but found {pair!r}.", code="cli/variable"
            )
        found[name.strip()] = value_of(text)
    return found


def object_of(file: Path) -> dict[str, Any]:
    """The object in a JSON file.

    Raises:
        InvalidInput: there is none (`cli/vars-file`).
    """
    try:
        content = codec.decode(file.read_bytes())
    except OSError as error:
        raise InvalidInput(
            f"Expected a JSON file at {file}, but it cannot be read: {error.strerror}.",
            code="cli/vars-file",
        ) from error
    except ValueError as error:
        raise InvalidInput(
            f"Expected JSON in {file}, but {error}.", code="cli/vars-file"
        ) from error
    if not isinstance(content, dict):
        raise InvalidInput(
            f"Expected an object of variables in {file}, but found something else.",
            code="cli/vars-file",
        )
    return content


def value_of(text: str) -> Any:
    """A typed value: what reads as JSON is that, everything else is text."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except ValueError:
        return text


def _no_number(name: str) -> Any:
    raise ValueError(name)
