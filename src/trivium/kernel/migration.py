"""Migration of a running instance to another version: which element becomes which, and what forbids it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition, Node
    from trivium.kernel.tree import Tree


class Problem(NamedTuple):
    """Why an element cannot be migrated."""

    code: str
    element_id: str
    message: str
    remedy: str


def proposed(source: Definition, target: Definition) -> dict[str, str]:
    """Elements that have the same id, kind and place in both versions."""
    mapping: dict[str, str] = {}
    for node in _elements(source):
        twin = target.node(node.id)
        if twin is not None and twin is not target.root:
            trial = mapping | {node.id: twin.id}
            if not list(_pair_problems(node, twin, source, target, trial)):
                mapping[node.id] = twin.id
    return mapping


def plan_problems(
    source: Definition, target: Definition, mapping: Mapping[str, str]
) -> list[Problem]:
    """What is wrong with a mapping, whatever the instance."""
    found: list[Problem] = []
    for source_id, target_id in mapping.items():
        node, twin = source.node(source_id), target.node(target_id)
        if node is None or twin is None or node is source.root or twin is target.root:
            found.append(
                Problem(
                    "migration/unknown-element",
                    source_id,
                    f"Expected elements of both versions, but found {source_id} → {target_id}.",
                    "Correct the ids.",
                )
            )
        else:
            found.extend(_pair_problems(node, twin, source, target, mapping))
    return found


def instance_problems(
    tree: Tree, instance: ElementInstance, target: Definition, mapping: Mapping[str, str]
) -> list[Problem]:
    """What of an instance the mapping leaves out."""
    found: list[Problem] = []
    for item in tree.inside(instance):
        if item.recall("ending") is not None:
            found.append(
                Problem(
                    "migration/ending",
                    item.node.id,
                    f"Expected {item.node.id} to stay, but it is about to end: the listeners of a task in it"
                    " are waited for.",
                    "Migrate when their jobs are done.",
                )
            )
        if item is not instance and item.node.id not in mapping:
            found.append(
                Problem(
                    "migration/not-mapped",
                    item.node.id,
                    f"Expected the active element {item.node.id} to be mapped, but it is not.",
                    "Map it, or move its token away first.",
                )
            )
        found.extend(_join_problems(item, target, mapping))
    return found


def _join_problems(
    scope: ElementInstance, target: Definition, mapping: Mapping[str, str]
) -> Iterator[Problem]:
    for index, counts in (scope.joins or {}).items():
        join = scope.node.definition.nodes[index]
        twin = target.node(mapping.get(join.id, ""))
        flows = {flow.id for flow in twin.incoming} if twin is not None else set()
        lost = [flow_id for flow_id in counts if flow_id.lstrip("!") not in {*flows, ""}]
        if twin is None or lost:
            yield Problem(
                "migration/tokens-at-join",
                join.id,
                f"Expected the tokens that wait at {join.id} to have their flows in the new version, but"
                f" {', '.join(lost) or 'the gateway'} is not there.",
                "Map the gateway, and keep the ids of its incoming flows.",
            )


def _elements(definition: Definition) -> list[Node]:
    return [node for node in definition.by_id.values() if node is not definition.root]


def _pair_problems(
    node: Node, twin: Node, source: Definition, target: Definition, mapping: Mapping[str, str]
) -> Iterator[Problem]:
    if node.kind != twin.kind or (node.inner is None) != (twin.inner is None):
        yield Problem(
            "migration/kind-changed",
            node.id,
            f"Expected {twin.id} to be a {_kind(node)} as {node.id} is, but it is a {_kind(twin)}.",
            "Leave it out, and move its tokens by a modification.",
        )
    elif _event_kind(node) != _event_kind(twin):
        yield Problem(
            "migration/event-changed",
            node.id,
            f"Expected {twin.id} to react to the same kind of event as {node.id}, but it does not.",
            "Leave it out: the new event is armed, the old one forgotten.",
        )
    elif not _has_same_place(node, twin, source, target, mapping):
        yield Problem(
            "migration/moved",
            node.id,
            f"Expected {twin.id} to be inside what the scope of {node.id} becomes, but it is not.",
            "Map the scope around it too, or leave it out.",
        )


def _has_same_place(
    node: Node, twin: Node, source: Definition, target: Definition, mapping: Mapping[str, str]
) -> bool:
    for name in ("container", "host"):
        before = node.container if name == "container" else getattr(node.behaviour, "host", None)
        after = twin.container if name == "container" else getattr(twin.behaviour, "host", None)
        if before is None or after is None:
            if before is not after:
                return False
        elif before is source.root or after is target.root:
            if not (before is source.root and after is target.root):
                return False
        elif mapping.get(before.id) != after.id:
            return False
    return True


def _kind(node: Node) -> str:
    return f"{node.kind} with a loop" if node.inner is not None else node.kind


def _event_kind(node: Node) -> str | None:
    definition = getattr(node.behaviour, "definition", None)
    return None if definition is None else str(definition.kind)
