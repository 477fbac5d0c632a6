"""`trivium validate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.engine.deployments import compiled, files_of
from trivium.errors import Finding, InvalidModel
from trivium.xml.errors import InvalidXml


def validate(
    files: Annotated[list[Path], typer.Argument(help="Model files or folders.")],
    json: options.Json = False,
) -> None:
    """Check models without deploying them.

    Exit code 2 if one cannot run.
    """
    report = [(file.name, _findings(file)) for path in files for file in files_of(path)]
    if json:
        output.print_json(
            [
                {"file": name, "findings": [finding.as_dict() for finding in findings]}
                for name, findings in report
            ]
        )
    else:
        for name, findings in report:
            _print(name, findings)
    if any(f.severity == "error" for _, findings in report for f in findings):
        raise typer.Exit(2)


def _findings(file: object) -> Sequence[Finding]:
    try:
        return [finding for part in compiled(files_of(file)) for finding in part[2]]
    except InvalidModel as error:
        return error.findings
    except InvalidXml as error:
        return [Finding(error.code, error.what, None, error.line, error.remedy)]


def _print(name: str, findings: Sequence[Finding]) -> None:
    out = output.console()
    if not findings:
        output.done(escape(name))
    for finding in findings:
        mark = "[red]✗[/]" if finding.severity == "error" else "[yellow]•[/]"
        place = ":".join(str(part) for part in (name, finding.line) if part is not None)
        element = f" [dim]{escape(finding.element)}[/]" if finding.element else ""
        out.print(f"{mark} {escape(place)}{element} {escape(finding.message)}")
        if finding.remedy:
            out.print(f"  [dim]{escape(finding.remedy)}[/]")
