"""The variables that an element sees, read without changing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel import codec
from trivium.kernel.missing import LargeValue, Missing
from trivium.kernel.pages import decode_tree
from trivium.store import prefetch
from trivium.store.cursors import cursor_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from trivium.engine.definitions import CompiledDefinitions
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.tree import Tree
    from trivium.store.cursors import Cursor


class VariablesAt:
    """Reads only the pages between an element and its process."""

    def __init__(self, definitions: CompiledDefinitions) -> None:
        self._definitions = definitions

    def read(
        self,
        connection: Connection,
        root_id: str,
        item_id: int,
        names: Collection[str] | None = None,
    ) -> dict[str, Any]:
        """All variables seen from an element instance, or those named; inner ones hide outer ones."""
        cursor = cursor_of(connection)
        return {
            name: codec.decode(prefetch.value(cursor, value.digest))
            if isinstance(value, LargeValue)
            else value
            for name, value in self._held(cursor, root_id, item_id).items()
            if names is None or name in names
        }

    def sizes(self, connection: Connection, root_id: str, item_id: int) -> dict[str, int | None]:
        """Their names; with the size in bytes of those that are stored apart."""
        cursor = cursor_of(connection)
        return {
            name: value.size_bytes if isinstance(value, LargeValue) else None
            for name, value in self._held(cursor, root_id, item_id).items()
        }

    def read_many(
        self,
        connection: Connection,
        places: Mapping[str, tuple[str, int]],
        names: Collection[str] | None = None,
    ) -> dict[str, dict[str, Any] | None]:
        """All variables, or these, as many element instances (tree and number, by any name) see them.

        One query reads all trees, and one the pages that lie beside the first. Large ones are left out.
        """
        cursor = cursor_of(connection)
        roots = prefetch.state_pages(cursor, {root_id for root_id, _ in places.values()})
        wanted: dict[str, set[int]] = {root_id: set() for root_id in roots}
        for root_id, item_id in places.values():
            if root_id in wanted:
                wanted[root_id] |= {item_id >> 32} - {0}
        trees = self._trees(cursor, roots, wanted)
        found: dict[str, dict[str, Any] | None] = {}
        for name, (root_id, item_id) in places.items():
            tree = trees.get(root_id)
            held = {} if tree is None else _seen_from(tree.items.get(item_id))
            found[name] = {
                each: value
                for each, value in held.items()
                if (names is None or each in names) and not isinstance(value, LargeValue)
            }
        return found

    def _trees(
        self, cursor: Cursor, roots: Mapping[str, bytes], wanted: dict[str, set[int]]
    ) -> dict[str, Tree]:
        """Trees as far as they are needed; what turns out to be missing is read for all at once."""
        found: dict[str, Tree] = {}
        pages: dict[str, dict[int, bytes]] = {}
        while len(found) < len(roots):
            asked = {
                root_id: numbers for root_id, numbers in wanted.items() if root_id not in found
            }
            if any(asked.values()):
                pages.update(prefetch.pages_of(cursor, asked))
            for root_id in asked:
                try:
                    all_pages = {0: roots[root_id], **pages.get(root_id, {})}
                    found[root_id] = decode_tree(
                        root_id, all_pages, self._definitions.get, {}, complete=False
                    )
                except Missing as missing:
                    wanted[root_id] |= set(missing.pages)
        return found

    def _held(self, cursor: Any, root_id: str, item_id: int) -> dict[str, Any]:
        return _seen_from(self._item(cursor, root_id, item_id))

    def _item(self, cursor: Any, root_id: str, item_id: int) -> ElementInstance | None:
        root = prefetch.root(cursor, root_id)
        if root is None or root.page is None:
            return None
        numbers = {item_id >> 32} - {0}
        while True:
            pages = {0: root.page, **prefetch.pages(cursor, root_id, numbers)}
            try:
                tree = decode_tree(root_id, pages, self._definitions.get, {}, complete=False)
            except Missing as missing:
                numbers |= set(missing.pages)
            else:
                return tree.items.get(item_id)


def _seen_from(item: ElementInstance | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while item is not None:
        for name, value in (item.variables or {}).items():
            found.setdefault(name, value)
        item = None if item.process is item else item.parent
    return found
