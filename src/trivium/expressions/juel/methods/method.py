"""What a method is: a function, and how its arguments are taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.values import (
    to_boolean,
    to_integer,
    to_number,
    to_text,
    wrong_kind,
)


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise wrong_kind(value, "a list")
    return value


def _any(value: Any) -> Any:
    return value


_TAKEN: dict[str, Callable[[Any], Any]] = {
    "any": _any,
    "text": to_text,
    "integer": to_integer,
    "number": to_number,
    "boolean": to_boolean,
    "list": _list,
}


class Method:
    """A method of one kind of values; arguments are brought to their kinds as EL does.

    `function` gets the value and then the arguments. Of `kinds`, those with `?` may be left out.
    """

    __slots__ = ("_function", "_kinds", "_least", "_taken")

    def __init__(self, function: Callable[..., Any], *kinds: str) -> None:
        self._function = function
        self._kinds = kinds
        self._taken = tuple(_TAKEN[kind.removesuffix("?")] for kind in kinds)
        self._least = sum(not kind.endswith("?") for kind in kinds)

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self._least <= count <= len(self._taken)

    def call(self, base: Any, arguments: Sequence[Any]) -> Any:
        """The result; `JuelFailure` if the arguments do not fit."""
        if not self.takes(len(arguments)):
            raise JuelFailure(
                f"Expected the arguments ({', '.join(self._kinds)}) but found {len(arguments)}.",
                code="expression/wrong-arguments",
            )
        taken = [take(value) for take, value in zip(self._taken, arguments, strict=False)]
        return self._function(base, *taken)


def out_of_range(index: Any, most: int) -> JuelFailure:
    """The failure of an index that is not within."""
    return JuelFailure(
        f"Expected an index from 0 to {most} but found {index}.", code="expression/wrong-arguments"
    )
