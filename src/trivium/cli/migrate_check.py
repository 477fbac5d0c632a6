"""`trivium migrate-check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track

from trivium.cli import options, output
from trivium.engine.foreign_models import ModelReport, Verdict, check_models, model_files
from trivium.errors import Finding

_MANY = 20
_MARKS = {
    Verdict.RUNS: "[green]✓[/]",
    Verdict.NEEDS_HANDLERS: "[yellow]•[/]",
    Verdict.REFUSED: "[red]✗[/]",
    Verdict.UNREADABLE: "[red]?[/]",
}


def migrate_check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Models, in folders of any depth.")],
    json: options.Json = False,
) -> None:
    """Say what models of other engines would do here.

    What runs as it is, what needs a handler, what is refused and why. Exit code 2 if there are no
    models or one cannot be read.
    """
    reports = list(_checked(folder, quiet=json))
    if json:
        output.print_json(
            {"summary": _counts(reports), "models": [each.as_dict() for each in reports]}
        )
    else:
        for report in reports:
            _print(report)
        _summarise(reports)
    if any(each.verdict is Verdict.UNREADABLE for each in reports):
        raise typer.Exit(2)


def _checked(folder: Path, *, quiet: bool) -> Iterator[ModelReport]:
    """The reports; how far it has come is shown on the other stream, if it takes long."""
    files = model_files(folder)
    console = Console(stderr=True)
    return iter(
        track(
            check_models(files, folder),
            "checking",
            total=len(files),
            console=console,
            transient=True,
            disable=quiet or len(files) < _MANY or not console.is_terminal,
        )
    )


def _counts(reports: Sequence[ModelReport]) -> dict[str, int]:
    counted = Counter(each.verdict for each in reports)
    return {"models": len(reports)} | {each.value: counted[each] for each in Verdict}


def _print(report: ModelReport) -> None:
    out = output.console()
    keys = f" [dim]{escape(', '.join(report.definitions))}[/]" if report.definitions else ""
    out.print(
        f"{_MARKS[report.verdict]} {escape(report.file)}{keys} {report.verdict.value}",
        soft_wrap=True,
    )
    if report.runs:
        shown = ", ".join(f"{count} {kind}" for kind, count in report.runs.items())
        out.print(f"    runs as it is: [dim]{escape(shown)}[/]", soft_wrap=True)
    for handler in report.handlers:
        what = "handler" if handler.is_named else "handler or worker"
        places = escape(", ".join(handler.elements))
        out.print(
            f"    needs a {what}: [bold]{escape(handler.name)}[/] [dim]({places})[/]",
            soft_wrap=True,
        )
    for finding in (*report.refused, *report.warnings):
        _finding(finding)


def _finding(finding: Finding) -> None:
    out = output.console()
    mark = "[red]✗[/]" if finding.severity == "error" else "[yellow]•[/]"
    place = f"line {finding.line} " if finding.line else ""
    element = f"[dim]{escape(finding.element)}[/] " if finding.element else ""
    out.print(f"    {mark} {place}{element}{escape(finding.message)}", soft_wrap=True)
    if finding.remedy:
        out.print(f"      [dim]{escape(finding.remedy)}[/]", soft_wrap=True)


def _summarise(reports: Sequence[ModelReport]) -> None:
    counts = _counts(reports)
    told = ", ".join(f"{counts[each.value]} {each.value}" for each in Verdict if counts[each.value])
    handlers = {handler.name for report in reports for handler in report.handlers}
    names = f"; {len(handlers)} names of work in all" if handlers else ""
    output.console().print(f"\n[bold]{counts['models']} models[/]: {told}{names}")
