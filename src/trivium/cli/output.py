"""What commands print."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from trivium.kernel import codec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ID_END = 12
_LONGEST = 200
_PIPED_WIDTH = 160
_FOLDED = frozenset({"name", "task", "who", "what is wrong", "business key"})
STATES = {"active": "green", "suspended": "yellow", "completed": "blue", "terminated": "red"}


def console() -> Console:
    """Where people read; what goes into a pipe is not folded."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)


def print_json(value: Any) -> None:
    """JSON on standard output, numbers exact."""
    text = msgspec.json.format(codec.encode(value), indent=2)
    sys.stdout.write(text.decode() + "\n")


def done(text: str) -> None:
    """Something has been done; `text` may have marks for colours."""
    console().print(f"[green]✓[/] {text}")


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], empty: str) -> None:
    """A quiet table, or a sentence where there is nothing; only its longest texts are folded."""
    if not rows:
        console().print(empty)
        return
    shown = Table(box=None, header_style="dim", padding=(0, 2, 0, 0), pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold", no_wrap=column not in _FOLDED)
    for row in rows:
        shown.add_row(*(_cell(name, value) for name, value in zip(columns, row, strict=True)))
    console().print(shown)


def _cell(column: str, value: Any) -> str:
    shown = escape(text(value))
    if column == "state":
        return f"[{STATES.get(shown, 'default')}]{shown}[/]"
    return f"[dim]{shown}[/]" if value is None else shown


def text(cell: Any) -> str:
    """A cell as people read it."""
    if cell is None:
        return "·"
    if isinstance(cell, datetime):
        return moment(cell)
    if isinstance(cell, tuple | list):
        return ", ".join(map(str, cell)) or "·"
    return str(cell)


def moment(time: datetime) -> str:
    """A time on the clock of this machine, with the year where it is another than now."""
    local = time.astimezone()
    is_this_year = local.year == datetime.now(UTC).astimezone().year
    return f"{local:%-d %b %H:%M}" if is_this_year else f"{local:%-d %b %Y}"


def short(identifier: str) -> str:
    """The end of an id, which is enough to name it."""
    return identifier[-_ID_END:]


def value(content: Any) -> str:
    """A variable's value, cut off where it is very long."""
    shown = codec.encode(content).decode()
    if len(shown) <= _LONGEST:
        return shown
    return f"{shown[:_LONGEST]}… ({len(shown):,} characters)"


def variables(found: Mapping[str, Any]) -> Iterable[str]:
    """A line for each variable, marks escaped."""
    width = max((len(name) for name in found), default=0)
    return (
        f"  {escape(name):<{width}} [dim]=[/] {escape(value(v))}"
        for name, v in sorted(found.items())
    )


def more(cursor: str | None) -> None:
    """Says so if there is more than was asked for."""
    if cursor is not None:
        console().print("[dim]… and more: raise --limit[/]")
