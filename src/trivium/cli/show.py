"""`trivium show`: an instance as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trivium.cli import options, output
from trivium.cli.naming import whole_id

if TYPE_CHECKING:
    from rich.tree import Tree

    from trivium.engine.infos import ElementInfo

_STATES = {"active": "green", "suspended": "yellow", "completed": "blue", "terminated": "red"}


def register(app: typer.Typer) -> None:
    app.command("show")(show)


def show(
    instance: Annotated[str, typer.Argument(help="The instance's id, or its end.")],
    database: options.Database = None,
    json: options.Json = False,
) -> None:
    """Show what is open, why each thing waits and who or what releases it, and the path taken."""
    from rich.markup import escape  # keeps `trivium --help` fast
    from rich.tree import Tree

    with options.opened(database) as engine:
        whole = whole_id(engine, "instance", instance)
        found = engine.instances.tree(whole)
        variables = engine.instances.variables(whole)
        path = engine.instances.path(whole, flows=False)
    if json:
        output.print_json({"tree": found, "variables": variables})
        return
    info = found.instance
    colour = _STATES.get(info.state, "white")
    key = f"  business key {info.business_key}" if info.business_key else ""
    title = f"[bold]{info.key}[/] {info.id}  [{colour}]{info.state}[/]{escape(key)}"
    tree = Tree(title, guide_style="dim")
    if found.root is not None:
        for child in found.root.children:
            _add(tree, child)
        _add_waits(tree, found.root)
    out = output.console()
    out.print(tree)
    if variables:
        out.print("\n[bold]variables[/]")
        for name, value in sorted(variables.items()):
            out.print(f"  {escape(name)} = {escape(_brief(value))}")
    out.print("\n[bold]path[/]")
    out.print("  " + escape(" → ".join(path)))


def _add(tree: Tree, element: ElementInfo) -> None:
    from rich.markup import escape  # keeps `trivium --help` fast

    mark = "[red]✗[/]" if element.state == "failed" else "[green]●[/]"
    label = escape(element.name or element.element_id)
    branch = tree.add(f"{mark} {label} [dim]{element.kind} {escape(element.element_id)}[/]")
    _add_waits(branch, element)
    for child in element.children:
        _add(branch, child)


def _add_waits(branch: Tree, element: ElementInfo) -> None:
    from rich.markup import escape  # keeps `trivium --help` fast

    for wait in element.waits:
        released_by = wait.released_by
        if wait.id is not None:
            released_by = released_by.replace(wait.id, output.short(wait.id))
        branch.add(f"{escape(wait.why)}\n[dim]released by[/] {escape(released_by)}")


def _brief(value: object) -> str:
    from trivium.kernel import codec  # keeps `trivium --help` fast

    shown = codec.encode(value).decode()
    most = 200
    return shown if len(shown) <= most else f"{shown[:most]}… ({len(shown)} characters)"
