"""`trivium batch`: one operation on many instances."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.engine.areas.batches import Selection
from trivium.errors import InvalidInput
from trivium.kernel.commands import Modification

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.engine.infos import BatchInfo

group = application(no_args_is_help=True, help="Do one thing to many instances.")
_Id = Annotated[str, typer.Argument(help="The batch's id, or its end.")]
_Elements = list[str] | None


class Kind(StrEnum):
    """What can be done. Migrations are made by `trivium migrate --all`."""

    TERMINATE = "terminate"
    SUSPEND = "suspend"
    RESUME = "resume"
    SET_VARIABLES = "set-variables"
    MODIFY = "modify"
    RETRY = "retry"
    SKIP = "skip"
    RESTART = "restart"
    CORRELATE = "correlate"


@group.command("run")
def run(  # what there is to say
    kind: Annotated[Kind, typer.Argument(help="What to do to each.", show_default=False)],
    instances: Annotated[
        list[str] | None, typer.Argument(help="Instances, each by its id or the end of it.")
    ] = None,
    process: Annotated[str | None, typer.Option(help="All of this process.")] = None,
    state: Annotated[str | None, typer.Option(help="Only those in this state.")] = None,
    business_key: Annotated[str | None, typer.Option(help="Only those with it.")] = None,
    before: Annotated[_Elements, typer.Option(help="modify, restart: an element to start.")] = None,
    cancel: Annotated[_Elements, typer.Option(help="modify: an element to end.")] = None,
    flow: Annotated[str | None, typer.Option(help="skip: the flow to go on by.")] = None,
    message: Annotated[str | None, typer.Option(help="correlate: the message's name.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    detach: Annotated[
        bool, typer.Option("--detach", help="Leave it to a server; do not wait.")
    ] = False,
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Do one thing to many instances.

    Those that cannot be done do not hold up the others. retry and skip are for all their incidents. Exit
    code 2 if any could not be done.
    """
    variables = options.variables_of(var, vars_file)
    instructions = [Modification(kind="start-before", element_id=name) for name in before or ()]
    instructions += [Modification(kind="cancel", element_id=name) for name in cancel or ()]
    with operating(database, dry_run=dry_run, json=json) as engine:
        chosen = _chosen(engine, instances, process, state, business_key)
        who: dict[str, Any] = {"user": options.acting(user)}
        match kind:
            case Kind.TERMINATE:
                info = engine.batches.terminate(chosen, reason, **who)
            case Kind.SET_VARIABLES:
                info = engine.batches.set_variables(chosen, variables, **who)
            case Kind.MODIFY:
                info = engine.batches.modify(chosen, instructions, reason, **who)
            case Kind.RETRY | Kind.SKIP:
                info = engine.batches.resolve_incidents(
                    chosen, kind.value, variables, message=reason, flow=flow, **who
                )
            case Kind.RESTART:
                info = engine.batches.restart(chosen, instructions, variables=variables, **who)
            case Kind.CORRELATE:
                info = engine.batches.correlate(chosen, message or "", variables, **who)
            case _:
                info = engine.batches.create(kind.value, chosen, {}, **who)
        finish(engine, info, detach=detach, json=json)


def _chosen(
    engine: Engine,
    typed: list[str] | None,
    process: str | None,
    state: str | None,
    business_key: str | None,
) -> list[str] | Selection:
    if typed:
        return [whole_id(engine, "instance", each) for each in typed]
    if process is None and business_key is None:
        raise InvalidInput(
            "Expected instances, --process or --business-key, but found none: nothing is done to"
            " everything by mistake.",
            code="cli/nothing-to-do",
        )
    return Selection(key=process, state=state, business_key=business_key)


def finish(engine: Engine, info: BatchInfo, *, detach: bool, json: bool) -> None:
    """Works it off with a bar, and says what became of it; exit code 2 if something could not be done."""
    if not detach:
        info = _wait(engine, info, quiet=json)
        engine.run_until_idle(timers=False)
    if json:
        output.print_json(_shown(engine, info))
    else:
        _tell(engine, info)
    if info.failed:
        raise typer.Exit(2)


def _wait(engine: Engine, info: BatchInfo, *, quiet: bool) -> BatchInfo:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True, disable=quiet) as bar:
        task = bar.add_task(info.kind, total=info.total)
        for each in engine.batches.work_off(info.id):
            info = each
            bar.update(task, completed=info.done + info.failed)
    return info


def _shown(engine: Engine, info: BatchInfo) -> dict[str, Any]:
    return {"batch": info, "reasons": engine.batches.reasons(info.id)}


def _tell(engine: Engine, info: BatchInfo) -> None:
    output.done(
        f"{info.kind}: {info.done:,} of {info.total:,} done, batch {output.short(info.id)} is"
        f" {info.state}"
    )
    for reason in engine.batches.reasons(info.id):
        output.console().print(f"[red]✗[/] {reason.count:,} × {escape(reason.message or '')}")


@group.command("list")
def list_batches(
    limit: options.Limit = 50, database: options.Database = None, json: options.Json = False
) -> None:
    """List batches, the newest first."""
    with options.opened(database) as engine:
        found = engine.batches.query(limit=limit)
    if json:
        output.print_json(found)
        return
    rows = [
        (output.short(b.id), b.kind, b.state, b.total, b.done, b.failed, b.created_at)
        for b in found
    ]
    columns = ("id", "what", "state", "instances", "done", "failed", "made")
    output.table(columns, rows, "No batches.")
    output.more(found.next_cursor)


@group.command("show")
def show(batch: _Id, database: options.Database = None, json: options.Json = False) -> None:
    """Say how far a batch is, and why some instances could not be done."""
    with options.opened(database) as engine:
        info = engine.batches.get(whole_id(engine, "batch", batch))
        if json:
            output.print_json(_shown(engine, info))
        else:
            _tell(engine, info)


@group.command("pause")
def pause(
    batch: _Id,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Do nothing more until it is resumed."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "batch", batch)
        engine.batches.pause(whole, user=options.acting(user))
        _steered(engine, whole, json=json)


@group.command("resume")
def resume(
    batch: _Id,
    detach: Annotated[
        bool, typer.Option("--detach", help="Leave it to a server; do not wait.")
    ] = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Go on with a paused batch."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "batch", batch)
        engine.batches.go_on(whole, user=options.acting(user))
        finish(engine, engine.batches.get(whole), detach=detach, json=json)


@group.command("cancel")
def cancel(
    batch: _Id,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Do nothing more; what is done stays."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "batch", batch)
        engine.batches.cancel(whole, user=options.acting(user))
        _steered(engine, whole, json=json)


@group.command("retry")
def retry(
    batch: _Id,
    detach: Annotated[
        bool, typer.Option("--detach", help="Leave it to a server; do not wait.")
    ] = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Try again what has failed."""
    with options.opened(database) as engine:
        whole = whole_id(engine, "batch", batch)
        engine.batches.retry_failed(whole, user=options.acting(user))
        finish(engine, engine.batches.get(whole), detach=detach, json=json)


def _steered(engine: Engine, batch_id: str, *, json: bool) -> None:
    info = engine.batches.get(batch_id)
    if json:
        output.print_json(_shown(engine, info))
    else:
        _tell(engine, info)
