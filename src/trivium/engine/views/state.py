"""The state of an instance, read without changing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.infos import ElementInfo, WaitInfo
from trivium.engine.moments import instant_or_none
from trivium.engine.views import waiting
from trivium.kernel import codec
from trivium.kernel.missing import LargeValue
from trivium.kernel.pages import decode_tree
from trivium.store import prefetch, queries, tables
from trivium.store.cursors import cursor_of
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition, Node
    from trivium.kernel.tree import Tree
    from trivium.store.database import Database


class StateReader:
    """Reads trees for queries."""

    def __init__(self, database: Database, definition: Callable[[str], Definition]) -> None:
        self._database = database
        self._definition = definition

    @as_engine()
    def variables(self, row: RowMapping, names: Sequence[str] | None) -> dict[str, Any]:
        """The variables of an instance."""
        with self._database.reading() as connection:
            item = self._item(connection, row)
            held = item.variables or {} if item is not None else self._last(connection, row)
            wanted = {n: v for n, v in held.items() if names is None or n in names}
            return {name: self._value(connection, value) for name, value in wanted.items()}

    @as_engine()
    def sizes(self, row: RowMapping) -> dict[str, int | None]:
        """The names of the variables, and the sizes of large ones."""
        with self._database.reading() as connection:
            item = self._item(connection, row)
            held = item.variables or {} if item is not None else self._last(connection, row)
        return {
            name: value.size_bytes if isinstance(value, LargeValue) else None
            for name, value in held.items()
        }

    @as_engine()
    def initial(self, row: RowMapping) -> dict[str, Any]:
        """The variables that an instance was started with."""
        with self._database.reading() as connection:
            for name, values in self._events(connection, row):
                if name == "variables":
                    held = {each: _reference(value) for each, value in values.items()}
                    return {each: self._value(connection, value) for each, value in held.items()}
                if name == "entered":
                    break
        return {}

    def _events(self, connection: Connection, row: RowMapping) -> Iterator[tuple[str, Any]]:
        """What happened from the start of an instance on: its own variables, and what was entered in it."""
        after, has_begun = 0, False
        while entries := queries.journal_page(connection, row["root_id"], after, 100):
            after = entries[-1]["seq"]
            for entry in entries:
                for event in codec.decode(entry["entry"])[1]:
                    is_own = event[1] == row["element_instance"]
                    has_begun = has_begun or (event[0] == "instance-started" and is_own)
                    if has_begun and event[0] in {"passed", "entered", "flow"}:
                        yield "entered", None
                    elif has_begun and event[0] == "variables" and is_own:
                        yield "variables", event[2]

    @as_engine()
    def elements(self, row: RowMapping) -> ElementInfo | None:
        """The open elements of an instance, nested; None once it has ended."""
        with self._database.reading() as connection:
            tree = self._tree(connection, row)
            item = None if tree is None else tree.items.get(row["element_instance"])
            if item is None:
                return None
            rows = _rows_of(connection, row["root_id"])
        return _element(item, rows)

    @as_engine()
    def whole(self, row: RowMapping) -> tuple[Tree, ElementInstance] | None:
        """The tree that an instance lives in, and its own part of it; None once it has ended."""
        with self._database.reading() as connection:
            tree = self._tree(connection, row)
        item = None if tree is None else tree.items.get(row["element_instance"])
        return None if tree is None or item is None else (tree, item)

    def _tree(self, connection: Connection, row: RowMapping) -> Tree | None:
        root = queries.by_id(connection, tables.instances, row["root_id"])
        if root is None or root["state_page"] is None:
            return None
        cursor = cursor_of(connection)
        pages = {0: root["state_page"], **prefetch.all_pages(cursor, row["root_id"])}
        return decode_tree(row["root_id"], pages, self._definition, {}, complete=True)

    def _item(self, connection: Connection, row: RowMapping) -> ElementInstance | None:
        tree = self._tree(connection, row)
        return None if tree is None else tree.items.get(row["element_instance"])

    def _last(self, connection: Connection, row: RowMapping) -> dict[str, Any]:
        """The variables of an ended instance, from its journal."""
        found: dict[str, Any] = {}
        after = 0
        while entries := queries.journal_page(connection, row["root_id"], after, 1000):
            after = entries[-1]["seq"]
            for entry in entries:
                for event in codec.decode(entry["entry"])[1]:
                    if event[0] == "variables" and event[1] == row["element_instance"]:
                        found.update(event[2])
        return {name: _reference(value) for name, value in found.items()}

    def _value(self, connection: Connection, value: Any) -> Any:
        if not isinstance(value, LargeValue):
            return value
        cursor = cursor_of(connection)
        return codec.decode(prefetch.value(cursor, value.digest))


def _reference(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1 and "$large" in value:
        digest, size = value["$large"]
        return LargeValue(digest, size)
    return value


def _rows_of(connection: Connection, root_id: str) -> dict[str, Any]:
    """The rows that the elements of a tree wait for, by id."""
    found: dict[str, Any] = {}
    for table in (tables.tasks, tables.jobs, tables.subscriptions, tables.incidents):
        statement = table.select().where(table.c.root_id == root_id, *queries.still_open(table))
        found.update({row["id"]: row for row in connection.execute(statement).mappings()})
    candidates = queries.candidates_in(connection, root_id)
    states = queries.task_states(connection, [row for row in found.values() if "delegation" in row])
    return {
        row_id: {**row, "candidates": candidates.get(row_id, {}), "state": states.get(row_id)}
        for row_id, row in found.items()
    }


def _element(item: ElementInstance, rows: dict[str, Any]) -> ElementInfo:
    nodes = item.node.definition.nodes
    waits = tuple(
        _wait(nodes[wait.node].id, nodes[wait.node].label, wait.kind, rows.get(wait.id), wait.id)
        for wait in (item.waits or {}).values()
    )
    children = sorted((item.children or {}).values(), key=lambda child: child.id & 0xFFFFFFFF)
    return ElementInfo(
        element_id=item.node.id,
        kind=item.node.kind,
        name=item.node.name,
        state=item.state,
        item=item.id,
        instance_id=item.process.recall("id"),
        waits=(*waits, *_joins(item), *_suspension(item)),
        variables={n: v for n, v in (item.variables or {}).items() if type(v) is not LargeValue},
        children=tuple(_element(child, rows) for child in children),
    )


def _wait(element_id: str, label: str, kind: str, row: Any, wait_id: str) -> WaitInfo:
    why, by = waiting.explain(kind, label, row)
    due = row["due_at"] if row is not None and "due_at" in row else None
    return WaitInfo(
        kind=kind,
        id=wait_id if row is not None else None,
        element_id=element_id,
        why=why,
        released_by=by,
        due_at=instant_or_none(due),
        name=_name(row) if kind in {"message", "signal", "work"} else None,
    )


def _name(row: Any) -> str | None:
    """What a message or signal is called, or the topic of work."""
    if row is None:
        return None
    found: str | None = row["name"] if "name" in row else row["topic"]
    return found


def _suspension(item: ElementInstance) -> tuple[WaitInfo, ...]:
    if item.process is not item or not item.recall("suspended"):
        return ()
    return (
        WaitInfo(
            kind="suspended",
            id=None,
            element_id=item.node.id,
            why="the instance is suspended",
            released_by="an operator, who resumes it",
        ),
    )


def _joins(item: ElementInstance) -> tuple[WaitInfo, ...]:
    """Tokens that wait at joins inside a scope."""
    nodes = item.node.definition.nodes
    found = []
    for index, counts in (item.joins or {}).items():
        node = nodes[index]
        why, missing = _join_reason(node, counts)
        found.append(
            WaitInfo(
                kind="join",
                id=None,
                element_id=node.id,
                why=why,
                released_by=f"a token from {', '.join(missing)}" if missing else "another token",
            )
        )
    return tuple(found)


def _join_reason(node: Node, counts: Mapping[str, int]) -> tuple[str, list[str]]:
    """Why a join waits, and for tokens from where; a complex gateway that has gone on marks what it had."""
    had = {flow_id.lstrip("!") for flow_id in counts}
    missing = [flow.source.label for flow in node.incoming if flow.id not in had]
    if "!" in counts:
        return f"the complex gateway {node.label} has gone on and waits for late tokens", missing
    return (
        f"{len(counts)} of {len(node.incoming)} incoming flows of the join {node.label} have a token",
        missing,
    )
