"""`trivium run`: a model in memory, tasks answered at the prompt or from a file."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trivium.cli import options, output
from trivium.cli.play import Answers, Play
from trivium.engine import Engine, SystemClock
from trivium.engine.deployments import compiled, files_of
from trivium.errors import InvalidInput, TriviumError
from trivium.testing.clock import Clock


class Time(StrEnum):
    """How time passes."""

    virtual = "virtual"
    real = "real"


def run(
    file: Annotated[Path, typer.Argument(help="The model; others beside it may be called.")],
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            help="A JSON file: the id of an element, and the variables to complete it with (or a"
            " list of them, for each time). What it does not name is completed with none."
        ),
    ] = None,
    key: Annotated[str | None, typer.Option(help="Which process of the file.")] = None,
    clock: Annotated[
        Time, typer.Option(help="Whether timers are waited for, or time leaps.")
    ] = Time.virtual,
    json: options.Json = False,
) -> None:
    """Run a model in memory; nothing is kept.

    Tasks are asked at the prompt, or answered from a file. Exit code 2 if it does not come to its end.
    """
    time = Clock(datetime.now(UTC)) if clock is Time.virtual else SystemClock()
    with Engine.open("sqlite://", clock=time, scheduler=False) as engine:
        deployment = engine.deploy(_with_neighbours(file))
        keys = [d.key for d in deployment.definitions if d.resource_name == file.name]
        instance = engine.start(_chosen(key, keys, file), options.variables_of(var, vars_file))
        play = Play(engine, time, Answers.read(answers), quiet=json)
        play.to_the_end(instance.id)
        found = engine.instances.tree(instance.id)
        variables = engine.instances.variables(instance.id)
    if json:
        output.print_json({"tree": found, "variables": variables})
    else:
        state = found.instance.state
        out = output.console()
        out.print(f"[{output.STATES[state]}]●[/] {found.instance.key} is [bold]{state}[/]")
        for line in output.variables(variables):
            out.print(line)
    if found.instance.ended_at is None:
        raise typer.Exit(2)


def _chosen(key: str | None, keys: list[str], file: Path) -> str:
    if key in keys or (key is None and len(keys) == 1):
        return key or keys[0]
    if key is None and len(keys) > 1:
        raise InvalidInput(
            f"Expected one process in {file}, but it has {', '.join(keys)}. Choose one with --key.",
            code="cli/options",
        )
    raise InvalidInput(
        f"Expected a process {key or ''} in {file}, but it has {', '.join(keys) or 'none'}.",
        code="cli/options",
    )


def _with_neighbours(file: Path) -> list[Path]:
    """The file, and the other models of its folder that run: it may call them."""
    found = [file]
    for other in sorted((*file.parent.glob("*.bpmn"), *file.parent.glob("*.dmn"))):
        if other == file:
            continue
        try:
            compiled(files_of(other))
        except TriviumError:  # not ours to judge: only the file that was named must run
            continue
        found.append(other)
    return found
