"""What commands print."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

_ID_END = 12


def console() -> Console:
    """Where people read."""
    from rich.console import Console  # keeps `trivium --help` fast

    return Console(highlight=False)


def print_json(value: Any) -> None:
    """JSON on standard output, numbers exact."""
    import msgspec  # keeps `trivium --help` fast

    from trivium.kernel import codec

    text = msgspec.json.format(codec.encode(value), indent=2)
    sys.stdout.write(text.decode() + "\n")


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], empty: str) -> None:
    """A quiet table, or a sentence where there is nothing."""
    from rich.box import SIMPLE_HEAD  # keeps `trivium --help` fast
    from rich.table import Table

    if not rows:
        console().print(empty)
        return
    shown = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold", no_wrap=column == "id")
    for row in rows:
        shown.add_row(*(text(cell) for cell in row))
    console().print(shown)


def text(cell: Any) -> str:
    """A cell as people read it."""
    if cell is None:
        return "·"
    if isinstance(cell, datetime):
        return f"{cell.astimezone():%Y-%m-%d %H:%M}"
    if isinstance(cell, tuple | list):
        return ", ".join(map(str, cell)) or "·"
    return str(cell)


def short(identifier: str) -> str:
    """The end of an id, which is enough to name it."""
    return identifier[-_ID_END:]
