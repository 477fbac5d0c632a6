"""The form of a task or start, and what was entered into it, held against it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from trivium import expressions, forms
from trivium.errors import EvaluationFailed, Finding, InvalidInput, InvalidModel, WrongState
from trivium.feel import Context as FeelContext
from trivium.feel.temporal import DateTime
from trivium.kernel import codec
from trivium.kernel.moments import from_ms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition, Node
    from trivium.kernel.ports import Definitions
    from trivium.kernel.step import Step

_IN_DEPLOYMENT = "camunda-forms:deployment:"
ALWAYS = "validateForm"
"""The property of a process or element that has every completion and start held against the form, if it
is `always`."""


def declared(form: Mapping[str, Any]) -> tuple[forms.Form | None, list[Finding]]:
    """The form that a model holds itself, and doubts about it; None if it only names one."""
    return _read(codec.encode(form))


@lru_cache(maxsize=1024)
def _read(encoded: bytes) -> tuple[forms.Form | None, list[Finding]]:
    form = codec.decode(encoded)
    if form.get("schema"):
        try:
            return forms.read_form_js(form["schema"])
        except InvalidModel as error:
            return None, list(error.findings)
    return forms.read_form_data(form) if form.get("fields") else (None, [])


class Bound(NamedTuple):
    """A form, and which version of which deployed one it is, if it is one."""

    form: forms.Form
    version: int | None = None
    definition_id: str | None = None


def form_at(
    form: Mapping[str, Any] | None, definition: Definition, definitions: Definitions
) -> Bound | None:
    """The form of an element of a definition: that in the model, else the deployed one that it names.

    None if there is none, or it is kept where the engine does not reach.

    Raises:
        WrongState: it is bound to a form that is not deployed (`form/not-deployed`).
    """
    if form is None:
        return None
    found, _ = declared(form)
    key: str | None = form.get("key")
    if found is not None or key is None:
        return None if found is None else Bound(found)
    key, binding = key.removeprefix(_IN_DEPLOYMENT), form.get("binding")
    if key != form["key"]:
        binding = "deployment"
    if ":" in key or "${" in key or "#{" in key:
        return None
    try:
        deployed: Any = definitions.find(
            "form", key, tenant=definition.tenant, **_bound(form, binding, definition)
        )
    except EvaluationFailed as error:
        if binding is None:
            return None
        raise WrongState(
            f"Expected the form {key!r} to be deployed, but it is not ({binding}). Deploy it beside the"
            " model.",
            code="form/not-deployed",
            form=key,
        ) from error
    return Bound(deployed.form, deployed.version, deployed.id)


def _bound(form: Mapping[str, Any], binding: str | None, definition: Definition) -> dict[str, Any]:
    version = str(form.get("version") or "")
    if binding == "deployment":
        return {"beside": definition.id}
    if binding == "version" and version.isdecimal():
        return {"version": int(version)}
    return {"tag": version} if binding == "versionTag" else {}


def start_form(definition: Definition, start_event: str | None = None) -> dict[str, Any] | None:
    """What the model says of the form of a start: that of its none start event, or of one that is named."""
    for node in definition.nodes:
        if node.kind == "startEvent" and node.container is definition.root:
            form: dict[str, Any] | None = getattr(node.behaviour, "form", None)
            if node.id == start_event or (start_event is None and form is not None):
                return form
    return None


def is_always_checked(node: Node) -> bool:
    """Whether the model wants every completion held against the form."""
    said = node.properties.get(ALWAYS) or node.definition.properties.get(ALWAYS)
    return said == "always"


def taken(
    step: Step,
    node: Node,
    form: Mapping[str, Any] | None,
    variables: Mapping[str, Any],
    item: ElementInstance | None = None,
) -> dict[str, Any]:
    """The variables that were entered into the form of an element, as they are to be set.

    Raises:
        InvalidInput: they do not fit it (`form/invalid`); every fault is listed.
        WrongState: the form is not deployed, or an expression of it has no value.
    """
    bound = form_at(form, node.definition, step.environment.definitions)
    if bound is None:
        return dict(variables)

    def context(language: str) -> Any:
        return _context(step, item, language)

    scope = forms.Scope({} if item is None else item, from_ms(step.now), context)
    values, faults = forms.check(bound.form, variables, scope)
    if faults:
        raise misfit(node.label, faults)
    return values


def misfit(label: str, faults: list[forms.Fault]) -> InvalidInput:
    """What was entered does not fit the form."""
    told = "; ".join(f"{fault.field}: {fault.expected}" for fault in faults[:10])
    return InvalidInput(
        f"Expected what fits the form of `{label}`, but it does not: {told}. Correct these fields.",
        code="form/invalid",
        errors=[fault.as_dict() for fault in faults],
    )


def _context(step: Step, item: ElementInstance | None, language: str) -> Any:
    if item is not None:
        return step.environment.context(language, step, item)
    return plain_context(step.now, language, step.user)


def plain_context(now: int, language: str, user: str | None) -> Any:
    """The context of expressions of a form where there is no element instance."""
    moment = DateTime.from_python(from_ms(now))
    if language == "feel":
        return FeelContext(now=moment)
    return expressions.Context(functions={"currentUser": lambda: user}, now=lambda: moment)
