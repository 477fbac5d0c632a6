"""`python -m benchmarks [names]`: runs the measurements and prints a table for each."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


def main() -> int:
    """Runs those that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(_found()))
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    options = parser.parse_args()
    unknown = set(options.names) - set(_found())
    if unknown:
        print(f"Expected some of {', '.join(_found())}, but found {', '.join(sorted(unknown))}.")
        return 2
    wide = None if sys.stdout.isatty() else 150
    console = Console(width=wide, stderr=options.json)
    results: dict[str, list[dict[str, Any]]] = {}
    for name in options.names or _found():
        console.print(f"[dim]measuring {name} …[/]")
        results[name] = importlib.import_module(f"benchmarks.{name}").run()
        if not options.json:
            console.print(_table(name, results[name]))
    if options.json:
        print(json.dumps(results, indent=1, default=str))
    return 0


def _found() -> list[str]:
    """The modules here that can run."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return [file.stem for file in files if "\ndef run(" in file.read_text(encoding="utf-8")]


def _table(name: str, rows: list[dict[str, Any]]) -> Table:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = Table(title=name, title_justify="left")
    for column in columns:
        table.add_column(column, justify="left" if column == columns[0] else "right")
    for row in rows:
        table.add_row(*(_shown(row.get(column)) for column in columns))
    return table


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
