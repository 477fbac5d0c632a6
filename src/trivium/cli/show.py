"""`trivium show`: an instance as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.tree import Tree

from trivium.cli import options, output
from trivium.cli.naming import whole_id

if TYPE_CHECKING:
    from trivium.engine.infos import ElementInfo, InstanceInfo, WaitInfo


def show(
    instance: Annotated[str, typer.Argument(help="The instance's id, or its end.")],
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Show what an instance waits for, and what releases it.

    Also its variables and the path that it has taken.
    """
    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance)
        found = engine.instances.tree(whole)
        variables = engine.instances.variables(whole)
        path = engine.instances.path(whole, flows=False)
    if json:
        output.print_json({"tree": found, "variables": variables})
        return
    out = output.console()
    _print_head(found.instance)
    if found.root is not None:
        tree = Tree("", guide_style="dim", hide_root=True)
        _add_waits(tree, found.root)
        for child in found.root.children:
            _add(tree, child)
        out.print(tree)
    if variables:
        out.print("\n[bold]variables[/]")
        for line in output.variables(variables):
            out.print(line)
    out.print("\n[bold]path[/]")
    out.print("  " + " [dim]→[/] ".join(escape(element) for element in path) + "\n")


_MARKS = {"failed": "[red]✗[/]", "active": "[green]●[/]"}


def _print_head(info: InstanceInfo) -> None:
    out = output.console()
    colour = output.STATES.get(info.state, "default")
    name = f" [dim]{escape(info.name)}[/]" if info.name else ""
    out.print(f"\n[bold]{info.key}[/]{name}  [{colour}]{info.state}[/]")
    facts = [info.id, f"version {info.version}", f"started {output.moment(info.started_at)}"]
    if info.started_by is not None:
        facts[-1] += f" by {info.started_by}"
    if info.ended_at is not None:
        facts.append(f"ended {output.moment(info.ended_at)}")
    if info.business_key is not None:
        facts.append(f"business key {info.business_key}")
    out.print(f"[dim]{escape(' · '.join(facts))}[/]\n")


def _add(tree: Tree, element: ElementInfo) -> None:
    mark = _MARKS.get(element.state, f"[dim]○ {element.state}[/]")
    name = escape(element.name or element.element_id)
    branch = tree.add(f"{mark} [bold]{name}[/] [dim]{element.kind} {escape(element.element_id)}[/]")
    _add_waits(branch, element)
    for child in element.children:
        _add(branch, child)


def _add_waits(branch: Tree, element: ElementInfo) -> None:
    for wait in element.waits:
        why = escape(wait.why)
        if wait.kind == "task" and wait.due_at is not None:
            why += f", due {output.moment(wait.due_at)}"
        lines = [why, f"[dim]until[/] {escape(_released_by(wait))}"]
        command = command_for(wait)
        if command is not None:
            lines.append(f"[cyan]{escape(command)}[/]")
        branch.add("\n".join(lines))


def _released_by(wait: WaitInfo) -> str:
    """Who or what releases it, without the id: the command beneath has that."""
    return wait.released_by.partition(": complete ")[0].partition(", who mends")[0]


def command_for(wait: WaitInfo) -> str | None:
    """What to type to release a wait; None where nobody can."""
    end = output.short(wait.id) if wait.id is not None else ""
    match wait.kind:
        case "task":
            return f"trivium complete {end}"
        case "work":
            return f"trivium work {end}"
        case "incident":
            return f"trivium retry {end}"
        case "message" | "signal":
            return f"trivium {wait.kind} {_quoted(wait.name or '')}"
        case _:
            return None


def _quoted(name: str) -> str:
    plain = name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    return name if plain else "'" + name.replace("'", "'\\''") + "'"
