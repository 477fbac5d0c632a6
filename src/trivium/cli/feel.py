"""`trivium feel`: evaluate FEEL."""

from __future__ import annotations

import readline
from typing import Annotated, Any

import typer
from rich.markup import escape

from trivium import feel as language
from trivium.cli import options, output
from trivium.engine.clock import SystemClock
from trivium.errors import InvalidInput, TriviumError
from trivium.feel.temporal import DateTime
from trivium.kernel import codec
from trivium.kernel.moments import from_ms

_HELP = """Type an expression. [bold]name := expression[/] keeps a value under a name, [bold]:vars[/] \
shows what there is, [bold]:quit[/] or Ctrl-D ends."""


def feel(
    expression: Annotated[str | None, typer.Argument(help="Without one, a prompt.")] = None,
    context: Annotated[str, typer.Option(help="Variables as a JSON object.")] = "{}",
    var: options.Variables = None,
    json: options.Json = False,
) -> None:
    """Evaluate FEEL, or open a prompt for it."""
    variables = {**_object(context), **options.variables_of(var)}
    if expression is None:
        _converse(variables)
        return
    value, warnings = _evaluated(expression, variables)
    if json:
        output.print_json({"value": value, "warnings": [w.message for w in warnings]})
    else:
        _print(value, warnings)


def _object(context: str) -> dict[str, Any]:
    try:
        found = codec.decode(context)
    except ValueError as error:
        raise InvalidInput(
            f"Expected --context to be a JSON object, but {error}.", code="cli/variable"
        ) from error
    if not isinstance(found, dict):
        raise InvalidInput(
            f"Expected --context to be a JSON object, but found {context}.", code="cli/variable"
        )
    return found


def _evaluated(
    expression: str, variables: dict[str, Any]
) -> tuple[Any, list[language.FeelWarning]]:
    warnings: list[language.FeelWarning] = []
    now = DateTime.from_python(from_ms(SystemClock().now_ms()))
    compiled = language.compile(expression, names=variables)
    return compiled.evaluate(variables, language.Context(now=now, warnings=warnings)), warnings


def _print(value: Any, warnings: list[language.FeelWarning]) -> None:
    out = output.console()
    out.print("null" if value is None else language.string_of(value), markup=False)
    for warning in warnings:
        out.print(f"[yellow]{escape(warning.message)}[/]")


def _converse(variables: dict[str, Any]) -> None:
    out = output.console()
    out.print(_HELP)
    readline.parse_and_bind("tab: complete")
    while True:
        try:
            line = input("feel> ").strip()
        except EOFError:
            print()
            return
        if line in {":quit", ":q", "exit", "quit"}:
            return
        try:
            _answer(line, variables)
        except TriviumError as error:
            out.print(f"[red]{escape(error.message)}[/]")


def _answer(line: str, variables: dict[str, Any]) -> None:
    if not line:
        return
    if line == ":vars":
        for shown in output.variables(variables):
            output.console().print(shown)
        return
    name, assigned, expression = line.partition(":=")
    value, warnings = _evaluated(expression if assigned else line, variables)
    if assigned:
        variables[name.strip()] = value
    _print(value, warnings)
