"""Ids as people type them: whole, or so much of the end that they are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from trivium.engine import Engine

_WHOLE = 36


def whole_id(engine: Engine, what: str, typed: str) -> str:
    """The id of a task, instance, incident or job that ends with what was typed.

    The end, since the ids of one moment begin alike.

    Raises:
        NotFound: there is none. InvalidInput: there are several.
    """
    if len(typed) >= _WHOLE:
        return typed
    found = engine.find_ids(what, typed) if typed else []
    if not found:
        raise NotFound(
            f"Expected the id of {_AN[what]}, or its end, but none ends with {typed!r}."
            f" `trivium {_LISTS.get(what, what + 's')}` lists them.",
            code=f"{what}/not-found",
            id=typed,
        )
    if len(found) > 1:
        raise InvalidInput(
            f"Expected the end of one id, but {len(found)} end with {typed}: {', '.join(found)}."
            " Type more of it.",
            code="cli/ambiguous-id",
        )
    return found[0]


_AN = {
    "task": "an open task",
    "instance": "an instance",
    "incident": "an open incident",
    "job": "an open job",
    "batch": "a batch",
}
_LISTS = {"batch": "batch list"}
