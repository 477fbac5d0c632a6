"""`trivium feel`: evaluate FEEL."""

from __future__ import annotations

from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.errors import TriviumError


def register(app: typer.Typer) -> None:
    app.command("feel")(feel)


def feel(
    expression: Annotated[str | None, typer.Argument(help="Without one, a prompt.")] = None,
    context: Annotated[str, typer.Option(help="Variables as a JSON object.")] = "{}",
    var: options.Variables = None,
    json: options.Json = False,
) -> None:
    """Evaluate a FEEL expression, or read them from a prompt."""
    from trivium.kernel import codec  # keeps `trivium --help` fast

    variables = {**codec.decode(context), **options.variables_of(var)}
    if expression is not None:
        _print(expression, variables, json=json)
        return
    while True:
        try:
            line = input("feel> ")
        except EOFError:
            return
        if line.strip() in {"", "exit", "quit"}:
            return
        try:
            _print(line, variables, json=json)
        except TriviumError as error:
            output.console().print(f"[red]{error.message}[/]")


def _print(expression: str, variables: dict[str, object], *, json: bool) -> None:
    from trivium import feel as language  # keeps `trivium --help` fast
    from trivium.engine.clock import SystemClock
    from trivium.feel.temporal import DateTime
    from trivium.kernel.moments import from_ms

    warnings: list[language.FeelWarning] = []
    now = DateTime.from_python(from_ms(SystemClock().now_ms()))
    context = language.Context(now=now, warnings=warnings)
    value = language.compile(expression, names=variables).evaluate(variables, context)
    if json:
        output.print_json({"value": value, "warnings": [w.message for w in warnings]})
        return
    output.console().print(language.string_of(value) if value is not None else "null", markup=False)
    for warning in warnings:
        output.console().print(f"[yellow]{warning.message}[/]")
