"""`trivium task`: tasks that no model has, and handing tasks on."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.errors import InvalidInput
from trivium.work import Work

if TYPE_CHECKING:
    from trivium.engine import Engine

group = application(no_args_is_help=True, help="Make tasks, hand them on, do many at once.")
_Task = Annotated[str, typer.Argument(help="The task's id, or its end.")]
_Reason = Annotated[str | None, typer.Option(help="Why.")]
_ACTIONS = ("claim", "unclaim", "assign", "complete", "update")


@group.command("new")
def new(  # what a task is made of
    name: Annotated[str, typer.Argument(help="What is to be done.")],
    parent: Annotated[str | None, typer.Option(help="The task that it is a part of.")] = None,
    description: Annotated[str | None, typer.Option(help="More about it.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Who is to do it.")] = None,
    candidate: Annotated[list[str] | None, typer.Option(help="A user who may claim it.")] = None,
    group_: Annotated[
        list[str] | None, typer.Option("--group", help="A group that may claim it.")
    ] = None,
    due: Annotated[str | None, typer.Option(help="By when, with a zone.")] = None,
    priority: Annotated[int, typer.Option(help="How much it matters.", min=0)] = 50,
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Make a task that no model has, on its own or as a part of another."""
    fields: dict[str, Any] = {
        "description": description,
        "assignee": assignee,
        "candidate_users": candidate or [],
        "candidate_groups": group_ or [],
        "due_at": None if due is None else _moment(due),
        "priority": priority,
    }
    with operating(database, dry_run=dry_run, json=json) as engine:
        above = whole_id(engine, "task", parent) if parent else None
        _, task_id = engine.tasks.create(
            name,
            parent=above,
            variables=options.variables_of(var, vars_file),
            fields=fields,
            user=options.acting(user),
        )
        info = engine.tasks.get(task_id)
    if json:
        output.print_json(info)
    else:
        output.done(f"{escape(name)} is to be done, as {output.short(task_id)}")


def _moment(text: str) -> datetime:
    with suppress(ValueError):
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found
    raise InvalidInput(
        f"Expected a time such as 2026-12-24T12:00:00Z, but found {text!r}.", code="cli/options"
    )


@group.command("reassign")
def reassign(
    task: _Task,
    to: Annotated[str, typer.Argument(help="Who gets it.")],
    reason: _Reason = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Give a task to somebody else, whoever had it."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "task", task)
        engine.tasks.assign(whole, to, reason=reason, user=options.acting(user))
        info = engine.tasks.get(whole)
    _tell(info, to, json=json)


@group.command("escalate")
def escalate(
    task: _Task,
    reason: _Reason = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Give a task to the manager of who has it, as something that matters more."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "task", task)
        who = options.acting(user)
        to = Work(engine).escalations.escalate(whole, reason=reason, user=who)
        info = engine.tasks.get(whole)
    _tell(info, to, json=json)


def _tell(info: Any, to: str, *, json: bool) -> None:
    if json:
        output.print_json(info)
    else:
        output.done(f"{escape(info.name or info.element_id)} is {escape(to)}'s")


@group.command("many")
def many(  # what can be said of many
    action: Annotated[str, typer.Argument(help="claim, unclaim, assign, complete or update.")],
    tasks: Annotated[
        list[str] | None, typer.Argument(help="Tasks, each by its id or the end of it.")
    ] = None,
    filter_: Annotated[
        str | None, typer.Option("--filter", help="Those of this saved filter, at most 1,000.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="assign: who gets them.")] = None,
    priority: Annotated[int | None, typer.Option(help="update: how much they matter.")] = None,
    reason: _Reason = None,
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Do one thing to many tasks; those that are refused do not hold up the others.

    Exit code 2 if any was refused.
    """
    if action not in _ACTIONS:
        raise InvalidInput(
            f"Expected one of {', '.join(_ACTIONS)}, but found {action!r}.", code="cli/options"
        )
    who = options.acting(user)
    with operating(database, dry_run=dry_run, json=json) as engine:
        outcomes = engine.tasks.do_all(
            action,
            _chosen(engine, tasks, filter_, who),
            to=to,
            variables=options.variables_of(var, vars_file),
            changes={} if priority is None else {"priority": priority},
            reason=reason,
            user=who,
        )
    refused = [each for each in outcomes if not each.is_done]
    if json:
        output.print_json(outcomes)
    else:
        output.done(f"done with {len(outcomes) - len(refused)} of {len(outcomes)}")
        rows = [(output.short(each.task_id), each.message) for each in refused]
        if rows:
            output.table(("id", "why not"), rows, "")
    if refused:
        raise typer.Exit(2)


def _chosen(
    engine: Engine, typed: list[str] | None, filter_id: str | None, user: str | None
) -> list[str]:
    found = [whole_id(engine, "task", each) for each in typed or ()]
    if filter_id is not None:
        found += [each.id for each in engine.tasks.query(filter=filter_id, by=user, limit=1000)]
    return found
