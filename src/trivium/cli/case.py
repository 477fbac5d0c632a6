"""`trivium case`: what people do to cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.markup import escape
from rich.tree import Tree

from trivium.cli import options, output
from trivium.cli.commands import application
from trivium.cli.naming import whole_id
from trivium.cli.operating import operating
from trivium.errors import InvalidInput
from trivium.kernel.additions import NewPlanItem

if TYPE_CHECKING:
    from trivium.engine.infos import PlanItemInfo

group = application(
    no_args_is_help=True, help="Work on cases: plan items, planning, the case file."
)
_Case = Annotated[str, typer.Argument(help="The case's id, or its end.")]
_Roles = Annotated[
    list[str] | None, typer.Option("--role", help="A role that you have. As often as you like.")
]
_Many = list[str] | None
_STYLES = {
    "active": "green",
    "enabled": "cyan",
    "available": "dim",
    "failed": "red",
    "suspended": "yellow",
    "completed": "blue",
    "terminated": "red",
}


@group.command("show")
def show(case: _Case, database: options.Database = None, json: options.Json = False) -> None:
    """Show the plan of a case: every plan item with its state."""
    with options.opened(database) as engine:
        info = engine.instances.get(whole_id(engine, "instance", case))
        items = list(engine.cases.items(info.id, limit=1000))
    if json:
        output.print_json({"case": info, "items": items})
        return
    tree = Tree(f"[bold]{escape(info.name or info.key)}[/] {_state(info.state)}")
    branches: dict[int, Tree] = {}
    for item in items:
        around = branches.get(item.stage, tree)
        branches[item.item] = around.add(_said(item))
    output.console().print(tree)


def _said(item: PlanItemInfo) -> str:
    name = item.name or item.element_id
    shown = f" [dim]{escape(item.element_id)}[/]" if item.name else ""
    required = " [dim]required[/]" if item.is_required else ""
    return f"{escape(name)}{shown} {_state(item.state)}{required}"


def _state(state: str) -> str:
    return f"[{_STYLES.get(state, 'default')}]{state}[/]"


@group.command("actions")
def actions(
    case: _Case,
    role: _Roles = None,
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """List all that can be done with a case now, and why."""
    with options.opened(database) as engine:
        found = engine.cases.actions(whole_id(engine, "instance", case), roles=role)
    if json:
        output.print_json(found)
        return
    rows = [(each.action, each.element_id, each.name, each.roles, each.why) for each in found]
    output.table(("action", "element", "name", "roles", "why"), rows, "Nothing can be done now.")


@group.command("why")
def why(
    case: _Case,
    element: Annotated[str, typer.Argument(help="The plan item's id in the model.")],
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Say why a plan item is not available: what is missing for each of its criteria."""
    with options.opened(database) as engine:
        found = engine.cases.why(whole_id(engine, "instance", case), element)
    if json:
        output.print_json(found)
        return
    for reason in found:
        output.console().print(f"[bold]{escape(reason.element_id)}[/]: {escape(reason.why)}")
        for criterion in reason.criteria:
            missing = [f"not yet heard: {each}" for each in criterion.missing]
            if not criterion.holds:
                missing.append(f"not true: {criterion.condition}")
            output.console().print(
                f"  [dim]{escape(criterion.sentry)}[/] {escape('; '.join(missing))}"
            )


@group.command("do")
def do(  # what there is to say
    case: _Case,
    transition: Annotated[str, typer.Argument(help="Such as manualStart, complete, occur.")],
    element: Annotated[
        str | None, typer.Argument(help="The plan item's id in the model (default: the case).")
    ] = None,
    role: _Roles = None,
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Ask a plan item, or the case itself, for a transition."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "instance", case)
        variables = options.variables_of(var, vars_file)
        engine.cases.transition(
            whole, transition, element, variables, roles=role, user=options.acting(user)
        )
        engine.run_until_idle(timers=False)
        info = engine.instances.get(whole)
    if json:
        output.print_json(info)
    else:
        output.done(f"{transition} of {element or info.key}; the case is {info.state}")


@group.command("plan")
def plan(
    case: _Case,
    element: Annotated[str, typer.Argument(help="The discretionary item's id in the model.")],
    role: _Roles = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Add a discretionary item to the plan."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "instance", case)
        engine.cases.plan(whole, element, roles=role, user=options.acting(user))
        engine.run_until_idle(timers=False)
        found = list(engine.cases.items(whole, element=element, limit=1000))
    if json:
        output.print_json(found)
    else:
        output.done(f"{element} is planned, and {found[-1].state}")


@group.command("add")
def add(  # what there is to say
    case: _Case,
    name: Annotated[str | None, typer.Argument(help="What it is called.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="humanTask (default), stage, milestone …")
    ] = None,
    id: Annotated[str | None, typer.Option(help="Its id in the plan.")] = None,  # noqa: A002  # the option
    stage: Annotated[str | None, typer.Option(help="The stage to add to; else the case.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Whose task it is.")] = None,
    group: Annotated[_Many, typer.Option(help="A candidate group of the task.")] = None,
    after: Annotated[
        _Many, typer.Option(help="ELEMENT[:EVENT] that it waits for, all of them.")
    ] = None,
    condition: Annotated[
        str | None, typer.Option("--if", help="FEEL: and until this holds.")
    ] = None,
    lets_in: Annotated[_Many, typer.Option(help="An element that starts when it is done.")] = None,
    ends: Annotated[_Many, typer.Option(help="An element that ends when it is done.")] = None,
    called: Annotated[str | None, typer.Option(help="A process, case or decision to call.")] = None,
    required: Annotated[bool, typer.Option("--required", help="Its stage waits for it.")] = False,
    manual: Annotated[bool, typer.Option("--manual", help="Somebody starts it.")] = False,
    file: Annotated[
        Path | None, typer.Option(help="A JSON file with all that may be said, as over HTTP.")
    ] = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Add to the plan of a running case what its model did not foresee."""
    said = {
        "name": name,
        "kind": kind,
        "id": id,
        "assignee": assignee,
        "candidate_groups": group,
        "entry": [_criterion(after, condition)] if after or condition else None,
        "lets_in": lets_in,
        "ends": ends,
        "called": called,
        "required": required or None,
        "manual_activation": manual or None,
    }
    content = {} if file is None else options.object_of(file)
    item = _new_item(content | {key: value for key, value in said.items() if value is not None})
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "instance", case)
        added = engine.cases.add(whole, item, stage=stage, user=options.acting(user))
        engine.run_until_idle(timers=False)
        items = engine.cases.items(whole, element=added.item.element_id, limit=1000)
        (info,) = (each for each in items if each.id == added.item.id)
    if json:
        output.print_json({"item": info, "warnings": added.warnings})
        return
    output.done(f"{info.name or info.element_id} is added as {info.element_id}, and {info.state}")
    for warning in added.warnings:
        output.console().print(f"[yellow]{escape(str(warning))}[/]")


def _criterion(after: _Many, condition: str | None) -> dict[str, Any]:
    parts = [each.partition(":") for each in after or ()]
    on = [{"item": element, "event": event or "complete"} for element, _, event in parts]
    return {"on": on, "condition": condition}


def _new_item(content: dict[str, Any]) -> NewPlanItem:
    try:
        return msgspec.convert(content, NewPlanItem)
    except msgspec.ValidationError as error:
        raise InvalidInput(
            f"Expected a plan item, but {str(error)[:1].lower()}{str(error)[1:]}.",
            code="case/invalid-plan-item",
        ) from error


@group.command("file")
def file(  # what there is to say
    case: _Case,
    item: Annotated[str | None, typer.Argument(help="An item of the case file.")] = None,
    operation: Annotated[
        str | None, typer.Argument(help="create, update, replace, delete, addChild …")
    ] = None,
    value: Annotated[str | None, typer.Argument(help="What reads as JSON is that.")] = None,
    dry_run: options.DryRun = False,
    database: options.Database = None,
    user: options.User = None,
    json: options.Json = False,
) -> None:
    """Show the case file, or carry out an operation on one of its items."""
    with operating(database, dry_run=dry_run, json=json) as engine:
        whole = whole_id(engine, "instance", case)
        if item is not None:
            given = None if value is None else options.value_of(value)
            engine.cases.change_file(
                whole, item, operation or "update", given, user=options.acting(user)
            )
            engine.run_until_idle(timers=False)
        found = engine.cases.file(whole)
    if json:
        output.print_json(found)
        return
    rows = [(e["id"], e["state"] or "·", output.value(e["value"])) for e in found]
    output.table(("item", "state", "value"), rows, "The case file is empty.")
