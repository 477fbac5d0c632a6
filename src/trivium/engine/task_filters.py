"""Saved filters of the task list: what a person writes, checked and made ready."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from trivium.errors import InvalidInput, TriviumError
from trivium.expressions.durations import parse_duration
from trivium.kernel.moments import from_ms, to_ms
from trivium.store.task_filters import FIELDS, Test

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ME, MY_GROUPS = "@me", "@my-groups"
"""Values that stand for who asks."""
_MOST = 50
_LONGEST = 2_000
_OPERATORS: Mapping[str, tuple[str, ...]] = {
    "text": ("is", "is-not", "in", "contains", "is-set", "is-not-set"),
    "names": ("is", "is-not", "in", "is-set", "is-not-set"),
    "number": ("is", "is-not", "in", "above", "from", "below", "to"),
    "time": ("after", "before", "is-set", "is-not-set"),
    "flag": ("is",),
    "variable": (
        *("is", "is-not", "in", "contains", "is-set", "is-not-set"),
        *("above", "from", "below", "to"),
    ),
}
"""What can be asked of each kind of field."""
_FAR_MS = 500 * 366 * 24 * 3_600_000
_WITHOUT_VALUE = frozenset({"is-set", "is-not-set"})
_NUMBERS = frozenset({"above", "from", "below", "to"})


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a task is to be like: a `field` of it, or a `variable` that it sees, an operator and a value."""

    operator: str
    field: str | None = None
    variable: str | None = None
    value: Any = None

    @property
    def kind(self) -> str:
        """What is compared."""
        return "variable" if self.field is None else FIELDS[self.field].kind


class FilterContent(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a filter shows: which tasks, in which order, and what of them."""

    conditions: tuple[Condition, ...] = ()
    match: Literal["all", "any"] = "all"
    sort: str | None = None
    columns: tuple[str, ...] = ()

    @property
    def of_variables(self) -> list[Condition]:
        """Those that no index helps with: they are looked at task by task."""
        return [each for each in self.conditions if each.field is None]

    def tests(self, user: str | None, groups: Iterable[str], now: int) -> list[Test]:
        """Those on fields, with the values that they have for who asks now."""
        mine = {ME: [user or ""], MY_GROUPS: sorted(groups)}
        return [
            Test(each.field, each.operator, _now(each, mine, now))
            for each in self.conditions
            if each.field is not None
        ]


def _now(condition: Condition, mine: Mapping[str, list[str]], now: int) -> Any:
    value = condition.value
    if condition.kind == "time" and isinstance(value, str):
        return _moment(value, now)
    if condition.operator == "in":
        return [one for each in value for one in mine.get(each, [each])]
    if isinstance(value, str) and value in mine:
        return mine[value]
    return value


def _moment(text: str, now: int) -> int:
    """A time, or a duration from now (`-P1D` is yesterday)."""
    if re.match(r"[+-]?P", text):
        return to_ms(parse_duration(text).after(from_ms(now)))
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return to_ms(found)


def content_of(data: Any, sortable: Iterable[str]) -> FilterContent:
    """What somebody wrote, checked.

    Raises:
        InvalidInput: something in it is not right (`filter/invalid`); all of it is named.
    """
    try:
        found = msgspec.convert(data, FilterContent)
    except msgspec.ValidationError as error:
        raise _invalid([str(error)]) from error
    faults = [
        f"conditions[{number}]: {fault}"
        for number, condition in enumerate(found.conditions)
        if (fault := _fault(condition)) is not None
    ]
    if len(found.conditions) > _MOST:
        faults.append(f"conditions: Expected at most {_MOST}, but found {len(found.conditions)}.")
    if found.match == "any" and found.of_variables:
        faults.append(
            "match: Expected all where variables are asked for, but found any. Make two filters."
        )
    names = list(sortable)
    if found.sort is not None and found.sort.removeprefix("-") not in names:
        faults.append(f"sort: Expected one of {', '.join(names)}, but found {found.sort!r}.")
    if faults:
        raise _invalid(faults)
    return found


def _fault(condition: Condition) -> str | None:
    if (condition.field is None) == (condition.variable is None):
        return "Expected either a field or a variable, but found both or neither."
    if condition.field is not None and condition.field not in FIELDS:
        return f"Expected a field of {', '.join(FIELDS)}, but found {condition.field!r}."
    known = _OPERATORS[condition.kind]
    if condition.operator not in known:
        return f"Expected an operator of {', '.join(known)}, but found {condition.operator!r}."
    if condition.operator in _WITHOUT_VALUE:
        return None
    values = condition.value if condition.operator == "in" else [condition.value]
    if not isinstance(values, list) or not 0 < len(values) <= _MOST:
        return f"Expected a list of 1 to {_MOST} values, but found {values!r:.100}."
    return next((fault for each in values if (fault := _value_fault(condition, each))), None)


def _value_fault(condition: Condition, value: Any) -> str | None:
    kind = condition.kind
    if kind == "variable":
        is_right = isinstance(value, str | int | Decimal | bool) or value is None
        if condition.operator in _NUMBERS:
            is_right = isinstance(value, int | Decimal | str) and not isinstance(value, bool)
        return None if is_right else f"Expected a plain value, but found {value!r:.100}."
    if kind == "flag":
        return (
            None
            if isinstance(value, bool)
            else f"Expected true or false, but found {value!r:.100}."
        )
    if kind == "number":
        is_right = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
        return None if is_right else f"Expected a whole number, but found {value!r:.100}."
    if not isinstance(value, str) or len(value) > _LONGEST or "\0" in value:
        return f"Expected a text, but found {value!r:.100}."
    if kind == "time":
        try:
            for now in (0, _FAR_MS):  # it stays one for as long as this is used
                _moment(value, now)
        except (ValueError, OverflowError, TriviumError):
            return (
                "Expected a time with its zone or a duration from now such as -P1D, but found"
                f" {value!r:.100}."
            )
    return None


def _invalid(faults: list[str]) -> InvalidInput:
    return InvalidInput(" ".join(faults), code="filter/invalid", faults=faults)


# -- variables


def fits(condition: Condition, variables: Mapping[str, Any]) -> bool:
    """Whether a task with these variables is like that; a variable that is not there is null."""
    found = variables.get(str(condition.variable))
    return bool(_FITS[condition.operator](found, condition.value))


def _same(found: Any, value: Any) -> bool:
    if isinstance(found, bool) is not isinstance(value, bool):
        return False
    return bool(found == value)


def _is_ordered(found: Any, value: Any) -> bool:
    """Whether two values can be told greater and smaller: numbers, or texts."""
    if isinstance(found, bool):
        return False
    is_number = isinstance(found, int | Decimal) and isinstance(value, int | Decimal)
    return is_number or (isinstance(found, str) and isinstance(value, str))


_FITS: Mapping[str, Any] = {
    "is": _same,
    "is-not": lambda found, value: not _same(found, value),
    "in": lambda found, values: any(_same(found, each) for each in values),
    "contains": lambda found, value: (
        isinstance(found, str) and str(value).casefold() in found.casefold()
    ),
    "is-set": lambda found, _: found is not None,
    "is-not-set": lambda found, _: found is None,
    "above": lambda found, value: _is_ordered(found, value) and found > value,
    "from": lambda found, value: _is_ordered(found, value) and found >= value,
    "below": lambda found, value: _is_ordered(found, value) and found < value,
    "to": lambda found, value: _is_ordered(found, value) and found <= value,
}
