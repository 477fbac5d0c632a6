"""The way that an instance has taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.engine.infos import PathStep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from trivium.engine.infos import JournalEntry
    from trivium.kernel.graph import Definition, Node


def path_of(entries: Iterable[JournalEntry], *, flows: bool = True) -> Iterator[str]:
    """The ids of the elements entered, and of the flows taken unless they are not wanted, in order."""
    for entry in entries:
        for event in entry.events:
            if event["event"] in {"entered", "passed"}:
                yield event["element"]
            elif flows and event["event"] == "flow":
                yield event["flow"]


def steps_of(
    entries: Iterable[JournalEntry], definition: Callable[[str], Definition]
) -> Iterator[PathStep]:
    """The elements entered, in order: when, in which instance, and by which flow."""
    scopes: dict[int, tuple[str, Definition]] = {}
    tokens: set[str] = set()
    for entry in entries:
        for event in entry.events:
            match event["event"]:
                case "instance-started":
                    started = event["instance_id"], definition(event["definition_id"])
                    scopes[event["item"]] = started
                case "flow":
                    tokens.add(event["flow"])
                case "entered" | "passed" if event["scope"] in scopes:
                    scope = scopes[event["scope"]]
                    if event["event"] == "entered":
                        scopes[event["item"]] = scope
                    yield _step(entry, event, scope, tokens)


def _step(
    entry: JournalEntry,
    event: dict[str, Any],
    scope: tuple[str, Definition],
    tokens: set[str],
) -> PathStep:
    node = scope[1].node(event["element"])
    flow = _arrived_by(node, tokens)
    tokens.discard(flow or "")
    return PathStep(
        at=entry.at,
        element_id=event["element"],
        kind=None if node is None else node.kind,
        name=None if node is None else node.name,
        instance_id=scope[0],
        item=event.get("item"),
        flow_id=flow,
    )


def _arrived_by(node: Node | None, tokens: set[str]) -> str | None:
    incoming = () if node is None else node.incoming
    return next((flow.id for flow in incoming if flow.id in tokens), None)
