"""Holding what was entered against a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from trivium.errors import EvaluationFailed, WrongState
from trivium.forms.limits import LIMITS
from trivium.forms.model import ABSENT, Fault, Field, Form
from trivium.forms.reading.form_js import options_of
from trivium.forms.values import from_text, misfit, same

if TYPE_CHECKING:
    from datetime import datetime

    from trivium.expressions import Expression, Variables
    from trivium.forms.model import Option

Place = tuple[str | int, ...]
_MOST_FAULTS = 100
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a form sees: the variables that are there, the time, and the context of a language."""

    variables: Variables
    now: datetime
    context: Callable[[str], Any]

    def value(self, expression: Expression, entered: Mapping[str, Any], field: str) -> Any:
        """What an expression of a field comes to, with what was entered in front of the variables.

        Raises:
            WrongState: it has no value (`form/expression-failed`).
        """
        context = self.context(expression.language) if expression.needs_context else None
        try:
            return expression.evaluate(_Layers(entered, self.variables), context)
        except EvaluationFailed as error:
            raise WrongState(
                f"Expected a value of {expression.source!r} at the field {field}, but it has none:"
                f" {error.message}",
                code="form/expression-failed",
                field=field,
            ) from error

    def true(self, held: bool | Expression, entered: Mapping[str, Any], field: str) -> bool:  # noqa: FBT001  # it is what is asked about
        """Whether a flag is set."""
        return held if isinstance(held, bool) else self.value(held, entered, field) is True

    def today(self) -> str:
        """The earliest day that somewhere on earth is today."""
        return (self.now - _A_DAY).date().isoformat()


class _Layers(NamedTuple):
    entered: Mapping[str, Any]
    variables: Variables

    def get(self, name: str, default: Any, /) -> Any:
        if name in self.entered:
            return self.entered[name]
        return self.variables.get(name, default)


def check(
    form: Form, entered: Mapping[str, Any], scope: Scope, *, only_types: bool = False
) -> tuple[dict[str, Any], list[Fault]]:
    """The variables that a form was filled in with, and all that is wrong with them.

    Texts of forms of Camunda 7 have become values, their defaults stand where nothing was entered, and
    what is hidden is left out. Variables that the form has no field for stay as they are. `only_types`
    is for what is not complete yet.

    Raises:
        WrongState: an expression of the form has no value.
    """
    checking = _Checking(form, scope, entered, only_types=only_types)
    values = checking.container(form.fields, dict(entered), (), entered)
    if form.is_closed:
        checking.refuse_others(form.fields, entered, (), "")
    return values, checking.faults[:_MOST_FAULTS]


class _Checking:
    def __init__(
        self, form: Form, scope: Scope, entered: Mapping[str, Any], *, only_types: bool
    ) -> None:
        self._scope = scope
        self._entered = entered
        self._only_types = only_types
        self._is_form_data = form.format == "form-data"
        self._is_schema = form.format == "json-schema"
        self.faults: list[Fault] = []

    def container(
        self,
        fields: tuple[Field, ...],
        given: dict[str, Any],
        at: Place,
        seen: Mapping[str, Any],
    ) -> dict[str, Any]:
        """The values of fields that stand in one object, checked."""
        for field in fields:
            if field.hide is not None and self._scope.value(field.hide, seen, field.id) is True:
                given = _without(given, field)
                continue
            if field.type == "group" and not field.path:
                given = self.container(field.fields, given, at, seen)
                continue
            value = _found(given, field.path)
            checked = self._field(field, value, (*at, *field.path), seen)
            if checked is not value:
                given = _with(given, field.path, checked)
        return given

    def refuse_others(
        self, fields: tuple[Field, ...], given: Mapping[str, Any], at: Place, name: str
    ) -> None:
        known = {each.path[0] for each in fields if each.path and "undeclared" not in each.limits}
        for other in given.keys() - known:
            self._fault(name or other, (*at, other), "unknown", "no such field")

    def _field(self, field: Field, value: Any, at: Place, seen: Mapping[str, Any]) -> Any:
        if value is None and field.nulls == "absent" and field.type != "group":
            value = ABSENT
        if self._is_form_data and value is not ABSENT:
            value = from_text(value, field)
        if field.type == "group" and field.nulls == "absent" and value in (None, ABSENT):
            inner = self.container(field.fields, {}, at, seen)
            return inner or ABSENT
        if value is ABSENT:
            return self._absent(field, at, seen)
        if value is None and field.nulls == "value":
            self._choice(field, value, at, seen)
            return value
        expected = misfit(value, field) if value is not None else "a value"
        if expected is not None:
            self._fault(field.id, at, "type", expected)
            return value
        if not self._only_types:
            self._full(field, value, at, seen)
        return self._inside(field, value, at, seen)

    def _inside(self, field: Field, value: Any, at: Place, seen: Mapping[str, Any]) -> Any:
        if isinstance(value, dict) and field.type in {"group", "any"} and field.fields:
            value = self.container(field.fields, value, at, seen)
        if isinstance(value, dict) and "closed" in field.limits:
            self.refuse_others(field.fields, value, at, field.id)
        item = field.item
        if item is None or not isinstance(value, list):
            return value
        return [
            self._field(item, each, (*at, number), {**seen, "this": each, "i": number + 1})
            for number, each in enumerate(value)
        ]

    def _absent(self, field: Field, at: Place, seen: Mapping[str, Any]) -> Any:
        if self._only_types:
            return ABSENT
        default = ABSENT
        if self._is_form_data:
            known = current(at, self._scope)
            if known not in (None, ABSENT):
                return ABSENT
            default = self._default(field, seen)
        if default is ABSENT and self._scope.true(field.required, seen, field.id):
            self._fault(field.id, at, "required", "a value")
        return default

    def _default(self, field: Field, seen: Mapping[str, Any]) -> Any:
        if field.default is None:
            return ABSENT
        value = default_of(field, self._scope, seen)
        return ABSENT if value is None else from_text(value, field)

    def _full(self, field: Field, value: Any, at: Place, seen: Mapping[str, Any]) -> None:
        is_empty = value in ("", []) or (value is False and "checked" in field.limits)
        if is_empty and not self._is_schema:
            if self._scope.true(field.required, seen, field.id):
                self._fault(field.id, at, "required", "a value")
            if value is not False:
                return
        if self._scope.true(field.read_only, seen, field.id) and self._is_changed(field, value, at):
            self._fault(field.id, at, "read-only", "no other value than there is")
        self._choice(field, value, at, seen)
        for name, limit in field.limits.items():
            rule = LIMITS.get(name)
            if rule is None:
                continue
            known = self._scope.value(limit, seen, field.id) if _is_expression(limit) else limit
            if name == "from_today":
                known = self._scope.today()
            if not rule.holds(value, known):
                self._fault(field.id, at, name.replace("_", "-"), rule.expected.format(known))

    def _is_changed(self, field: Field, value: Any, at: Place) -> bool:
        if any(isinstance(part, int) for part in at):
            return False
        known = current(at, self._scope)
        if same(known, value):
            return False
        return not same(default_of(field, self._scope, self._entered), value)

    def _choice(self, field: Field, value: Any, at: Place, seen: Mapping[str, Any]) -> None:
        options = options_at(field, self._scope, seen)
        if options is None or self._only_types:
            return
        chosen = value if field.type == "multiple" else [value]
        for each in chosen:
            if not any(same(option.value, each) for option in options):
                expected = ", ".join(str(option.value) for option in options[:20])
                self._fault(field.id, at, "option", f"one of {expected}" if expected else "nothing")

    def _fault(self, field: str, at: Place, what: str, expected: str) -> None:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(field, at, what, expected))


def current(path: Place, scope: Scope) -> Any:
    """What stands at a path among the variables; `ABSENT` if nothing does."""
    return _found(scope.variables, path)


def options_at(field: Field, scope: Scope, entered: Mapping[str, Any]) -> tuple[Option, ...] | None:
    """The options that there are now; None where anything can be entered."""
    if field.options_from is None:
        return field.options
    return options_of(scope.value(field.options_from, entered, field.id))


def default_of(field: Field, scope: Scope, entered: Mapping[str, Any]) -> Any:
    """What a field says where nothing was entered."""
    held = field.default
    return scope.value(held, entered, field.id) if _is_expression(held) else held


def _is_expression(held: Any) -> bool:
    return hasattr(held, "free_names")


def _found(holder: Any, path: Place) -> Any:
    """What stands at a path; the wrong thing on the way is found in its place."""
    for part in path:
        if holder is ABSENT or holder is None:
            return ABSENT
        if not hasattr(holder, "get"):
            return holder
        holder = holder.get(part, ABSENT)
    return holder


def _with(holder: Mapping[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    first, *rest = path
    if rest:
        inner = holder.get(first)
        value = _with(inner if isinstance(inner, dict) else {}, tuple(rest), value)
    if value is ABSENT:
        return {name: each for name, each in holder.items() if name != first}
    return {**holder, first: value}


def _without(holder: dict[str, Any], field: Field) -> dict[str, Any]:
    """An object without a field that is hidden, and those in it."""
    paths = [field.path] if field.path else list(_paths(field))
    for path in paths:
        if _found(holder, path) is not ABSENT:
            holder = _with(holder, path, ABSENT)
    return holder


def _paths(field: Field) -> Iterator[tuple[str, ...]]:
    for each in field.fields:
        if each.path:
            yield each.path
        else:
            yield from _paths(each)
