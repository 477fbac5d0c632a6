"""`trivium validate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from trivium.cli import options, output


def register(app: typer.Typer) -> None:
    app.command("validate")(validate)


def validate(
    files: Annotated[list[Path], typer.Argument(help="Model files.")],
    json: options.Json = False,
) -> None:
    """Check models without deploying them; exit code 2 if one cannot run."""
    from trivium.engine.deployments import compiled, files_of  # fast --help
    from trivium.errors import InvalidModel

    report: list[dict[str, Any]] = []
    for path in files:
        try:
            findings = [f for part in compiled(files_of(path)) for f in part[2]]
        except InvalidModel as error:
            findings = list(error.findings)
        report.append({"file": str(path), "findings": [f.as_dict() for f in findings]})
        if not json:
            _print(path, findings)
    if json:
        output.print_json(report)
    if any(f["severity"] == "error" for entry in report for f in entry["findings"]):
        raise typer.Exit(2)


def _print(path: Path, findings: Sequence[object]) -> None:
    out = output.console()
    if not findings:
        out.print(f"[green]✓[/] {path}")
    for finding in findings:
        colour = "red" if str(finding).startswith("error") else "yellow"
        out.print(f"[{colour}]•[/] {path}: {finding}")
