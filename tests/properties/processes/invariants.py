"""What holds of an instance after each command, whatever the model and whatever was answered."""

from __future__ import annotations

from collections import Counter

import msgspec

from trivium.engine.views.waiting import explain
from trivium.kernel.pages import encode_page

_WITHOUT_ROW = frozenset({"condition", "trigger", "ad-hoc"})


def check(session, root_id):
    """All of it.

    Raises:
        AssertionError: something does not hold; it says what.
    """
    tree = session.trees[root_id]
    instance = session.instances[root_id][0]
    assert (instance.state in {"active", "suspended"}) is bool(tree.items), instance
    waits = {}
    for item in tree.items.values():
        _tokens_are_all_there(item)
        waits |= item.waits or {}
    _waits_and_rows_belong_together(session, root_id, waits)
    for wait_id, wait in waits.items():
        row = session.rows.get(wait_id, (None, ""))[0]
        for said in explain(wait.kind, "X", None if row is None else _as_stored(row)):
            assert said, wait


def _tokens_are_all_there(item):
    """A scope counts its tokens: they are in what is open in it, or wait at its joins."""
    children = item.children or {}
    assert len(children) == item.kids, item
    waiting = sum(sum(counts.values()) for counts in (item.joins or {}).values())
    if item.node.kind != "callActivity":  # what it called is no token of it
        assert item.tokens == waiting + len(children), (item, item.tokens, waiting, children)
    assert item.waits or children or waiting, f"{item} has nothing to wait for"
    for count in Counter((w.kind, w.node, w.part) for w in (item.waits or {}).values()).values():
        assert count == 1, f"{item} waits twice for the same: {item.waits}"


def _waits_and_rows_belong_together(session, root_id, waits):
    rows = {row_id for row_id, (_, root) in session.rows.items() if root == root_id}
    missing = {each for each, wait in waits.items() if wait.kind not in _WITHOUT_ROW} - rows
    assert not missing, [waits[each] for each in missing]
    assert rows <= set(waits), [session.rows[each][0] for each in rows - set(waits)]


def _as_stored(row):
    """A row as the store gives it to who explains waits."""
    found = {"assignee": None, "lease_owner": None, "candidates": {}}
    return found | msgspec.structs.asdict(row)


def kinds_of_waiting_joins(tree):
    """The gateways at which tokens wait for others, by their kind."""
    return [
        item.node.definition.nodes[index].kind
        for item in tree.items.values()
        for index in item.joins or {}
    ]


def inclusive_joins_that_should_go_on(tree):
    """Those that wait although no token can come to an empty flow of theirs but to a filled one (13.4.3)."""
    found = []
    for scope in tree.items.values():
        nodes = scope.node.definition.nodes
        for index, counts in (scope.joins or {}).items():
            join = nodes[index]
            if join.kind == "inclusiveGateway" and not any(
                _may_come(node, join, set(counts))
                for node in _elsewhere(scope, nodes)
                if node is not join
            ):
                found.append(join.id)
    return found


def _elsewhere(scope, nodes):
    """Where the tokens of a scope are."""
    yield from (child.node for child in (scope.children or {}).values())
    yield from (nodes[index] for index in scope.joins or {})


def _may_come(node, join, filled):
    """Whether a token here can come to an empty flow of the join, and to none that is filled."""
    reached, todo, seen = set(), [node], set()
    while todo:
        current = todo.pop()
        if current.index in seen or current is join:
            continue
        seen.add(current.index)
        reached |= {flow.id for flow in current.outgoing if flow.target is join}
        todo += [flow.target for flow in current.outgoing]
        todo += current.boundary
        link = current.definition.links.get(current.id)
        todo += [] if link is None else [link]
    return bool(reached - filled) and not reached & filled


def pages_of(tree):
    """The state as it is stored."""
    if not tree.items:
        return {}
    found = {page: encode_page(tree, page, str) for page in range(tree.last_page + 1)}
    return {page: data for page, data in found.items() if data is not None}
