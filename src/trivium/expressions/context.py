"""What surrounds an evaluation: roots such as `execution`, beans, functions and the time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

_NONE: Mapping[str, Any] = MappingProxyType({})


class HostObject(msgspec.Struct, frozen=True, eq=False):
    """An object of the engine as expressions see it: what is listed here, and nothing else.

    `execution.getProcessBusinessKey()` and `execution.processBusinessKey` mean the same, whichever
    of the two is listed. Both mappings are only asked by key, so they may work out their values
    when asked.
    """

    name: str
    methods: Mapping[str, Callable[..., Any]] = _NONE
    properties: Mapping[str, Any] = _NONE

    def __str__(self) -> str:
        return self.name


class Context(msgspec.Struct, frozen=True, eq=False):
    """What an expression may reach besides variables.

    `roots` are asked before variables for the names in `RESERVED`, and after them for others, as
    for beans; the mapping is only asked with `get`, so it may make them when asked. `functions` are
    known by `name` or `prefix:name`. `now` is what `now()` gives, a FEEL date and time, or a
    function that makes it.
    """

    roots: Mapping[str, Any] = _NONE
    functions: Mapping[str, Callable[..., Any]] = _NONE
    now: Any = None


RESERVED = frozenset(
    (
        *("execution", "task", "caseExecution", "caseInstance", "planItemInstance", "planItem"),
        *("authenticatedUserId", "variableContainer"),
    )
)
"""Names of roots that no variable can hide, as in Camunda 7 and Flowable."""
