"""Forms as they are told: with the values, options and limits that there are now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium import expressions, forms
from trivium.engine.infos import FormInfo
from trivium.feel import Context as FeelContext
from trivium.feel.temporal import DateTime
from trivium.kernel.moments import from_ms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

    from trivium.kernel.filled_forms import Bound


def scope_of(
    row: RowMapping | None, variables: Mapping[str, Any], now: int, user: str | None
) -> forms.Scope:
    """What a form sees: that of the task in this row, or that of a start."""
    moment = DateTime.from_python(from_ms(now))

    def context(language: str) -> Any:
        if language == "feel":
            return FeelContext(now=moment)
        return expressions.Context(
            roots=_roots(row, variables), functions={"currentUser": lambda: user}, now=moment
        )

    return forms.Scope(variables, from_ms(now), context)


def _roots(row: RowMapping | None, variables: Mapping[str, Any]) -> dict[str, Any]:
    """`execution` and `task`, as far as forms name them."""
    properties = {}
    if row is not None:
        properties = {
            "id": row["id"],
            "name": row["name"],
            "assignee": row["assignee"],
            "processInstanceId": row["instance_id"],
            "processDefinitionKey": row["key"],
            "currentActivityId": row["element_id"],
        }
    methods = {"getVariable": variables.get}
    return {
        name: expressions.HostObject(name, methods, properties) for name in ("execution", "task")
    }


def form_info(
    said: Mapping[str, Any] | None, bound: Bound | None, scope: forms.Scope
) -> FormInfo | None:
    """What is told of a form: as the model has it, and bound to what is deployed.

    Raises:
        WrongState: an expression of the form has no value (`form/expression-failed`).
    """
    if not said:
        return None
    if bound is None:
        return FormInfo(key=said.get("key"))
    form = bound.form
    variables: Any = scope.variables
    return FormInfo(
        key=said.get("key") or form.key or None,
        format=form.format,
        name=form.name,
        version=bound.version,
        definition_id=bound.definition_id,
        fields=forms.presented(form, scope),
        source=form.source,
        data=dict(variables),
    )
