"""Files with calendars, targets, rules and templates."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from trivium.errors import InvalidInput
from trivium.kernel import codec

if TYPE_CHECKING:
    from pathlib import Path

_LISTS = ("calendars", "targets", "rules", "templates")


def read(file: Path) -> dict[str, Any]:
    """The lists in a TOML file, or, if its name ends so, in a JSON file.

    Raises:
        InvalidInput: it cannot be read, or holds something else (`cli/work-file`).
    """
    try:
        content = file.read_bytes()
        data = codec.decode(content) if file.suffix == ".json" else tomllib.loads(content.decode())
    except OSError as error:
        raise _no_file(file, f"it cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise _no_file(file, str(error)) from error
    if not isinstance(data, dict) or not all(
        name in _LISTS and isinstance(each, list) for name, each in data.items()
    ):
        raise _no_file(file, "found something else")
    return data


def _no_file(file: Path, why: str) -> InvalidInput:
    return InvalidInput(
        f"Expected a TOML or JSON file with lists of {', '.join(_LISTS)} at {file}, but {why}.",
        code="cli/work-file",
    )
