"""Immutable values of our own.

They are neither msgspec structs nor dataclasses, for codecs write those as plain objects without
asking, and the value would come back as a context.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self

keep = object.__setattr__


class Frozen:
    """A value whose fields are set once, in its `__init__`, by `keep`."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"Expected {type(self).__name__} to stay as it is; make another one")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"Expected {type(self).__name__} to stay as it is; make another one")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, field) for field in self._fields)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __repr__(self) -> str:
        fields = ", ".join(f"{field}={getattr(self, field)!r}" for field in self._fields)
        return f"{type(self).__name__}({fields})"


class Ordered(Frozen):
    """A value that is compared by one number, given by `_order`."""

    __slots__ = ()

    @property
    def _order(self) -> Any:
        return None

    def __eq__(self, other: object) -> bool:
        return self._order == other._order if type(other) is type(self) else NotImplemented

    def __lt__(self, other: Self) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._order < other._order)

    def __le__(self, other: Self) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._order <= other._order)

    def __gt__(self, other: Self) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._order > other._order)

    def __ge__(self, other: Self) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._order >= other._order)

    def __hash__(self) -> int:
        return hash((type(self), self._order))
