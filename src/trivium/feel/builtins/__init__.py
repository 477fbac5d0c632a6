"""The built-in functions of FEEL, by family.

Standard: DMN 1.5, 10.3.4.
"""

from __future__ import annotations

from collections.abc import Mapping

from trivium.feel.builtins import (
    aggregates,
    boolean,
    context,
    conversion,
    lists,
    number,
    ranges,
    string,
    temporal,
)
from trivium.feel.builtins.registry import Builtin, Overload

FAMILIES: Mapping[str, tuple[Overload, ...]] = {
    "Conversion": conversion.FUNCTIONS,
    "Boolean": boolean.FUNCTIONS,
    "String": string.FUNCTIONS,
    "List": (*aggregates.FUNCTIONS, *lists.FUNCTIONS),
    "Number": number.FUNCTIONS,
    "Date and time": temporal.FUNCTIONS,
    "Range": ranges.FUNCTIONS,
    "Context": context.FUNCTIONS,
}


def _gather() -> dict[str, Builtin]:
    overloads: dict[str, list[Overload]] = {}
    for family in FAMILIES.values():
        for overload in family:
            overloads.setdefault(overload.name, []).append(overload)
    return {name: Builtin(name, found) for name, found in overloads.items()}


BUILTINS: Mapping[str, Builtin] = _gather()
