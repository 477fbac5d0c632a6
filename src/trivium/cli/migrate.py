"""`trivium migrate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.batch import finish
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.engine.areas.migrations import Migrated, MigrationPlan


def migrate(  # what there is to say
    key: Annotated[str, typer.Argument(help="The process.")],
    source: Annotated[int, typer.Option("--from", help="The version to move from.", min=1)],
    target: Annotated[int, typer.Option("--to", help="The version to move to.", min=1)],
    instances: Annotated[
        list[str] | None, typer.Argument(help="Instances, each by its id or the end of it.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every instance of that version.")] = False,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OLD=NEW", help="An element that has another id now."),
    ] = None,
    update_triggers: Annotated[
        bool, typer.Option("--update-triggers", help="Set timers and subscriptions anew.")
    ] = False,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Move instances to another version.

    Without instances only the plan is shown. Exit code 2 if an instance cannot be moved.
    """
    with operating(database, dry_run=dry_run, json=json) as engine:
        plan = engine.migrations.plan(
            _definition(engine, key, source), _definition(engine, key, target), _pairs(mapped)
        )
        chosen = [whole_id(engine, "instance", each) for each in instances or ()]
        if every:
            finish(
                engine,
                engine.batches.migrate(
                    plan, update_triggers=update_triggers, user=options.acting(user)
                ),
                detach=False,
                json=json,
            )
            return
        if not chosen:
            _show(plan, json=json)
            return
        found = engine.migrations.migrate_all(
            plan, chosen, update_triggers=update_triggers, user=options.acting(user)
        )
    _report(found, json=json)


def _definition(engine: Engine, key: str, version: int) -> str:
    page = engine.definitions.query(kind="process", key=key, limit=1000)
    for each in page:
        if each.version == version:
            return each.id
    raise NotFound(
        f"Expected version {version} of the process {key!r}, but there is none. `trivium definitions"
        " --all` lists what is.",
        code="definition/not-found",
        key=key,
    )


def _pairs(mapped: list[str] | None) -> dict[str, str]:
    found = {}
    for text in mapped or ():
        old, equals, new = text.partition("=")
        if not (old and equals and new):
            raise InvalidInput(f"Expected --map OLD=NEW, but found {text!r}.", code="cli/mapping")
        found[old] = new
    return found


def _show(plan: MigrationPlan, *, json: bool) -> None:
    if json:
        output.print_json(plan)
        return
    rows = [(old, new) for old, new in plan.elements.items()]
    rows += [(old, "left out: an instance that is there cannot be moved") for old in plan.left_out]
    output.table(("element", "becomes"), rows, "Nothing is mapped.")
    for problem in plan.problems:
        output.console().print(
            f"[red]✗[/] {escape(problem['message'])} {escape(problem['remedy'])}"
        )


def _report(found: list[Migrated], *, json: bool) -> None:
    if json:
        output.print_json(found)
    else:
        for each in found:
            if not each.is_migrated:
                said = escape(each.message or "")
                output.console().print(f"[red]✗[/] {output.short(each.instance_id)}  {said}")
        output.done(f"{sum(each.is_migrated for each in found)} of {len(found)} were moved")
    if not all(each.is_migrated for each in found):
        raise typer.Exit(2)
