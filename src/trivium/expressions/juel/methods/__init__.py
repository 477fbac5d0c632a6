"""The methods that values have: one table per kind."""

from __future__ import annotations

from decimal import Decimal

from trivium.expressions.juel.methods import booleans, lists, maps, numbers, strings, temporals
from trivium.expressions.juel.methods.method import Method

__all__ = ["METHODS", "Method"]

METHODS: dict[type, dict[str, Method]] = {
    bool: booleans.METHODS,
    int: numbers.METHODS,
    Decimal: numbers.METHODS,
    str: strings.METHODS,
    list: lists.METHODS,
    dict: maps.METHODS,
    **temporals.METHODS,
}
