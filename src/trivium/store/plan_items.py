"""Which plan item a command means, within a write transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trivium.store.cursors import Cursor

_CASE = "SELECT element_instance FROM instances WHERE id = ?"
_ITEM = (
    "SELECT MIN(element_instance) FROM plan_items WHERE instance_id = ? AND element_id = ?"
    " AND state NOT IN ('completed', 'terminated')"
)


def open_item(cursor: Cursor, case_id: str, element: str | None) -> int | None:
    """The oldest element instance of this element that is not over, or that of the case itself."""
    if element is None:
        cursor.execute(_CASE, (case_id,))
    else:
        cursor.execute(_ITEM, (case_id, element))
    row = cursor.fetchone()
    return None if row is None else row[0]
