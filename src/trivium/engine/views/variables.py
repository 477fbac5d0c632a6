"""The variables that an element sees, read without changing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel import codec
from trivium.kernel.missing import LargeValue, Missing
from trivium.kernel.pages import decode_tree
from trivium.store import prefetch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from trivium.engine.definitions import CompiledDefinitions
    from trivium.kernel.element_instance import ElementInstance


class VariablesAt:
    """Reads only the pages between an element and its process."""

    def __init__(self, definitions: CompiledDefinitions) -> None:
        self._definitions = definitions

    def read(self, connection: Connection, root_id: str, item_id: int) -> dict[str, Any]:
        """All variables seen from an element instance, inner ones before outer ones."""
        cursor = connection.connection.cursor()
        root = prefetch.roots(cursor, [root_id]).get(root_id)
        if root is None or root.page is None:
            return {}
        numbers = {item_id >> 32} - {0}
        while True:
            pages = {0: root.page, **prefetch.pages(cursor, root_id, numbers)}
            try:
                tree = decode_tree(root_id, pages, self._definitions.get, {}, complete=False)
            except Missing as missing:
                numbers |= set(missing.pages)
            else:
                break
        found: dict[str, Any] = {}
        item: ElementInstance | None = tree.items.get(item_id)
        while item is not None:
            for name, value in (item.variables or {}).items():
                if name not in found:
                    found[name] = (
                        codec.decode(prefetch.value(cursor, value.digest))
                        if isinstance(value, LargeValue)
                        else value
                    )
            item = None if item.process is item else item.parent
        return found
