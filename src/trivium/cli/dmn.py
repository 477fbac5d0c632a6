"""`trivium dmn`: decisions of a model, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from trivium import dmn, feel
from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.errors import InvalidInput, InvalidModel

_File = Annotated[Path, typer.Argument(help="The DMN model.")]


group = application(help="Evaluate, test and check DMN models.", no_args_is_help=True)


def _model(file: Path) -> Any:
    if not file.is_file():
        raise InvalidInput(f"Expected a model at {file}, but there is none.", code="cli/no-file")
    return dmn.load(file)


@group.command("evaluate")
def evaluate(
    file: _File,
    decision: Annotated[
        str | None, typer.Option(help="Its name or id (default: the last).")
    ] = None,
    given: Annotated[
        list[str] | None, typer.Option("--input", help="An input, name=value.")
    ] = None,
    inputs: Annotated[Path | None, typer.Option(help="A JSON file with all inputs.")] = None,
    json: options.Json = False,
) -> None:
    """Evaluate a decision, and say which rules made its value."""
    model = _model(file)
    chosen = decision or model.decisions[-1]
    result = model.evaluate(chosen, options.variables_of(given, inputs))
    if json:
        output.print_json(result.as_dict())
        return
    out = output.console()
    shown = "null" if result.value is None else feel.string_of(result.value)
    out.print(f"[bold]{chosen}[/] = ", end="")
    out.print(shown, markup=False)
    for table in result.tables:
        matched = ", ".join(str(rule["number"]) for rule in table["rules"]) or "none"
        out.print(f"  [dim]{table['element']}, rules matched: {matched}[/]")
    for warning in result.warnings:
        out.print(f"  [yellow]{warning.message}[/]")


@group.command("test")
def test(
    file: _File,
    cases: Annotated[
        Path, typer.Argument(help="Rows of inputs and expected outputs: CSV or YAML.")
    ],
    decision: Annotated[str | None, typer.Option(help="The decision that the rows test.")] = None,
    json: options.Json = False,
) -> None:
    """Run a table of cases; exit code 2 if one does not come out as expected."""
    model = _model(file)
    chosen = decision or model.decisions[-1]
    report = dmn.run_cases(model, _cases(cases, model, chosen))
    if json:
        output.print_json(report.as_dict())
    else:
        _print(report)
    if report.failed:
        raise typer.Exit(2)


def _cases(file: Path, model: Any, decision: str) -> Any:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidInput(
            f"Expected cases at {file}, but they cannot be read: {error.strerror}.",
            code="cli/no-file",
        ) from error
    if file.suffix == ".csv":
        return dmn.cases_from_csv(text, model, decision)
    return dmn.cases_from_data(yaml.safe_load(text) or [], decision)


def _print(report: Any) -> None:
    out = output.console()
    for result in report.results:
        if result.is_passed:
            continue
        out.print(f"[red]✗[/] {result.name}" + (f": {result.error}" if result.error else ""))
        for one in result.differences:
            out.print(f"    {one.what}: expected {one.expected}, found {one.actual}", markup=False)
    for name, rules in report.unused_rules.items():
        if rules:
            numbers = ", ".join(map(str, rules))
            out.print(f"[yellow]•[/] {name}: no case matches the rules {numbers}")
    out.print(f"{report.passed} passed, {report.failed} failed")


@group.command("check")
def check(file: _File, json: options.Json = False) -> None:
    """Check a model: faults, gaps and overlaps of its tables, with examples; exit code 2 for faults."""
    try:
        findings = list(dmn.check(_model(file)))
    except InvalidModel as error:
        findings = list(error.findings)
    if json:
        output.print_json([finding.as_dict() for finding in findings])
    else:
        out = output.console()
        for finding in findings:
            colour = "red" if finding.severity == "error" else "yellow"
            out.print(f"[{colour}]•[/] ", end="")
            out.print(str(finding), markup=False)
        if not findings:
            out.print(f"[green]✓[/] {file}")
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(2)
