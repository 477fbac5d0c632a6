"""The variables that an element sees, read without changing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel import codec
from trivium.kernel.missing import LargeValue, Missing
from trivium.kernel.pages import decode_tree
from trivium.store import prefetch
from trivium.store.cursors import cursor_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from trivium.engine.definitions import CompiledDefinitions
    from trivium.kernel.element_instance import ElementInstance


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

    def _held(self, cursor: Any, root_id: str, item_id: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        item = self._item(cursor, root_id, item_id)
        while item is not None:
            for name, value in (item.variables or {}).items():
                found.setdefault(name, value)
            item = None if item.process is item else item.parent
        return found

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
