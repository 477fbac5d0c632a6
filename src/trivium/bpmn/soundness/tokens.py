"""A token game over all decisions: joins that wait for ever, and what runs more often than was meant.

Tokens do not influence each other before they meet at a join, so their order does not matter: one after the
other is moved until it waits at a join or ends, and only decisions branch. A way that ends with tokens at
a parallel join is one that never completes it. Conditions may depend on each other, which nobody can see
here; so a decision is told only if it alone makes the difference (taken otherwise, all else the same, the
join does not wait), and no two conditions are involved. A join that no way at all completes is told anyway.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from trivium.bpmn.events import parts_of
from trivium.bpmn.reach import reached
from trivium.bpmn.soundness import activation
from trivium.bpmn.soundness.scopes import Found, Scope, Warning_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trivium.kernel.graph import Flow, Node

_MOST_STATES = 4_000
_MOST_WAYS = 64
_STOPS = frozenset({"terminate", "error", "cancel", "escalation"})
"""Ends that (may) end the tokens beside them too."""

_WAITING = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})
_NOTHING: frozenset[str] = frozenset()

Decision = tuple[int, str]
"""Which element decided, and for which flows."""


class _State(NamedTuple):
    """Tokens on flows and at elements, and the decisions that led there; `fired` are joins that completed."""

    flows: frozenset[tuple[str, int]]
    starts: tuple[int, ...]
    decisions: frozenset[Decision]
    fired: frozenset[int]
    passed: frozenset[int]


class TooManyError(Exception):
    """More states, or tokens, than are looked at."""


def at_joins(scope: Scope) -> Found:
    """Parallel joins and complex gateways that can wait for ever."""
    joins = [
        node
        for node in scope.nodes
        if activation.is_join(node) or (node.kind == "parallelGateway" and len(node.incoming) > 1)
    ]
    if not joins or not all(activation.is_told(node, scope) for node in scope.nodes):
        return
    for entrance in scope.entrances:
        game = _Game(scope, joins)
        try:
            ends = list(game.play(entrance))
        except TooManyError:
            continue
        for join in joins:
            warning = _judged(scope, join, ends)
            if warning is not None:
                yield join, warning


def _judged(scope: Scope, join: Node, ends: list[_State]) -> Warning_ | None:
    stuck = [state for state in ends if _missing(join, state)]
    if not stuck:
        return None
    if not any(join.index in state.fired for state in ends):
        names = ", ".join(sorted({name for state in stuck for name in _missing(join, state)}))
        if activation.is_join(join):
            return _never_activated(join)
        return Warning_(
            "soundness/join-never-completes",
            f"Expected tokens on all incoming flows of the join `{join.id}`, but in no way do they all"
            f" come: those from {names} miss each other.",
            "Join with the kind of gateway that split them.",
        )
    fine = {state.decisions for state in ends if not _missing(join, state)}
    nodes = scope.container.definition.nodes
    for state in stuck:
        if sum(_depends_on_data(nodes[index]) for index, _ in state.decisions) > 1:
            continue  # these conditions may never disagree
        for index, choice in sorted(state.decisions):
            rest = state.decisions - {(index, choice)}
            if not any(_is_other(rest, decisions, index) for decisions in fine):
                continue  # another decision would have to be taken otherwise, too
            gateway = nodes[index]
            if activation.is_join(join):
                return _not_activated(join, gateway, choice)
            missing = ", ".join(_missing(join, state))
            return Warning_(
                "soundness/may-deadlock",
                f"Expected the join `{join.id}` to get a token on each flow, but when `{gateway.id}`"
                f" goes to {choice}, none comes from {missing}: it waits for ever.",
                "Join with the kind of gateway that split the flow.",
            )
    return None


def _never_activated(join: Node) -> Warning_:
    return Warning_(
        "soundness/join-never-completes",
        f"Expected the complex gateway `{join.id}` to go on at some time, but its activation condition"
        f" {_said(join)} is true of no tokens that come to it.",
        "Correct the condition, or how the flow is split.",
    )


def _not_activated(join: Node, gateway: Node, choice: str) -> Warning_:
    return Warning_(
        "soundness/may-deadlock",
        f"Expected the complex gateway `{join.id}` to go on, but when `{gateway.id}` goes to {choice}, its"
        f" activation condition {_said(join)} is true of no tokens that come: they wait for ever.",
        "Correct the condition, or join with the kind of gateway that split the flow.",
    )


def _said(join: Node) -> str:
    condition = activation.condition_of(join)
    return "" if condition is None else f"`{condition.source}`"


def _missing(join: Node, state: _State) -> list[str]:
    """From where no token has come to a join that has others; all of it that is not activated."""
    held = {flow_id for flow_id, _ in state.flows}
    here = [flow for flow in join.incoming if flow.id in held]
    if activation.is_join(join):
        return [flow.source.label for flow in here]
    return [flow.source.label for flow in join.incoming if flow.id not in held] if here else []


def _depends_on_data(node: Node) -> bool:
    return any(flow.condition is not None for flow in node.outgoing)


def _is_other(rest: frozenset[Decision], decisions: frozenset[Decision], index: int) -> bool:
    """Whether decisions are these and another one of that element."""
    return decisions != rest and {each for each in decisions if each[0] != index} == rest


class _Game:
    """All ways through a scope, each decision taken either way."""

    def __init__(self, scope: Scope, joins: Sequence[Node]) -> None:
        self.scope = scope
        self.deciding = _deciding(scope, joins)
        self.by_flow = {flow.id: flow for node in scope.nodes for flow in node.outgoing}
        self.seen: set[_State] = set()

    def play(self, entrance: Node) -> Iterator[_State]:
        """The states in which nothing moves any more."""
        empty: frozenset[int] = frozenset()
        todo = [_State(frozenset(), (entrance.index,), frozenset(), empty, empty)]
        while todo:
            state = todo.pop()
            if state in self.seen:
                continue
            self.seen.add(state)
            if len(self.seen) > _MOST_STATES:
                raise TooManyError
            moved = self._moved(state)
            if moved is None:
                yield state
            else:
                todo.extend(moved)

    def _moved(self, state: _State) -> list[_State] | None:
        """What the next token that can move comes to; None if none can."""
        nodes = self.scope.container.definition.nodes
        flows = Counter(dict(state.flows))
        if state.starts:
            node = nodes[state.starts[0]]
            rest = state._replace(starts=state.starts[1:])
            return self._leave(node, rest, flows)
        for flow_id in sorted(flows):
            node = self.by_flow[flow_id].target
            if node.index in state.fired and activation.is_join(node):
                flows.pop(flow_id)  # it comes late, and is swallowed
                return [state._replace(flows=frozenset(flows.items()))]
            waits = node.kind in _WAITING and len(node.incoming) > 1
            if not waits:
                flows[flow_id] -= 1
                return self._leave(node, state, +flows)
            if node.kind == "parallelGateway" and all(flows[f.id] for f in node.incoming):
                for flow in node.incoming:
                    flows[flow.id] -= 1
                fired = state._replace(fired=state.fired | {node.index})
                return self._leave(node, fired, +flows)
        return self._still(state, flows)

    def _still(self, state: _State, flows: Counter[str]) -> list[_State] | None:
        """Nothing else moves: an inclusive join takes what has come, a complex one if that is enough."""
        for flow_id in sorted(flows):
            node = self.by_flow[flow_id].target
            is_complex = activation.is_join(node)
            if is_complex and not activation.is_counted(node, flows):
                raise TooManyError
            if node.kind == "inclusiveGateway" or (is_complex and activation.goes_on(node, flows)):
                for flow in node.incoming:
                    flows.pop(flow.id, None)
                fired = state.fired | {node.index} if is_complex else state.fired
                return self._leave(node, state._replace(fired=fired), flows)
        return None

    def _leave(self, node: Node, state: _State, flows: Counter[str]) -> list[_State]:
        """A token goes on from an element, in every way that it can."""
        if node.kind == "endEvent" and self._stops(node):
            return [state._replace(flows=frozenset(), starts=())]
        passed = state.passed
        if not node.incoming:  # a boundary event happens once here, be it in a loop
            if node.index in passed:
                return [state._replace(flows=frozenset(flows.items()))]
            passed |= {node.index}
        ways = list(_ways(node, self.scope))
        found = []
        for chosen, more in ways:
            after = flows.copy()
            for flow in chosen:
                after[flow.id] = min(after[flow.id] + 1, activation.MANY)  # more tell nothing new
            decisions = state.decisions
            if node.index in self.deciding:
                names = [each.label for each in more] or [flow.target.label for flow in chosen]
                decisions = _decided(state.decisions, node, ", ".join(names))
            found.append(
                state._replace(
                    flows=frozenset(after.items()),
                    starts=(*state.starts, *(each.index for each in more)),
                    decisions=decisions,
                    passed=passed,
                )
            )
        return found

    @staticmethod
    def _stops(node: Node) -> bool:
        return any(part.kind in _STOPS for part in parts_of(node))


def _deciding(scope: Scope, joins: Sequence[Node]) -> set[int]:
    """Elements whose decision makes a difference to which flows of a join get a token."""
    found: set[int] = set()
    for join in joins:
        came = reached(join, scope.nodes)
        for node in scope.nodes:
            seen = {
                frozenset().union(*(_come_by(flow, join, came) for flow in flows))
                | frozenset().union(*(came.get(each.index, _NOTHING) for each in more))
                for flows, more in _ways(node, scope)
            }
            if len(seen) > 1:
                found.add(node.index)
    return found


def _come_by(flow: Flow, join: Node, came: Mapping[int, frozenset[str]]) -> frozenset[str]:
    return frozenset({flow.id}) if flow.target is join else came.get(flow.target.index, _NOTHING)


def _decided(known: frozenset[Decision], node: Node, choice: str) -> frozenset[Decision]:
    """The last decision of an element counts: a loop decides again."""
    return frozenset(each for each in known if each[0] != node.index) | {(node.index, choice)}


def _ways(node: Node, scope: Scope) -> Iterator[tuple[Iterable[Flow], tuple[Node, ...]]]:
    """The flows that a token may go on by, and boundary or link events that go on instead."""
    link = scope.links.get(node.id)
    if link is not None:
        yield (), (link,)
        return
    flows = node.outgoing
    if node.kind in {"exclusiveGateway", "eventBasedGateway"} and len(flows) > 1:
        for flow in flows:
            yield (flow,), ()
    elif any(flow.condition is not None for flow in flows) and len(flows) > 1:
        yield from _subsets(node)
    else:
        yield flows, ()
    for boundary in node.boundary:
        if boundary.index not in scope.outside:
            stays = not getattr(boundary.behaviour, "interrupts", True)
            yield (flows if stays else ()), (boundary,)


def _subsets(node: Node) -> Iterator[tuple[Iterable[Flow], tuple[Node, ...]]]:
    """Conditional flows: any of them together with all that have no condition."""
    always = [f for f in node.outgoing if f.condition is None and f is not node.default]
    conditional = [f for f in node.outgoing if f.condition is not None]
    count = 0
    for size in range(len(conditional) + 1):
        for chosen in combinations(conditional, size):
            count += 1
            if count > _MOST_WAYS:
                raise TooManyError
            flows = [*always, *chosen]
            if flows:
                yield flows, ()
            elif node.default is not None:
                yield [node.default], ()
