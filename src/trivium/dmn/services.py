"""Decision services: evaluated by name, or called like a function.

Standard: DMN 1.5, 6.3.10 and 10.4: parameters are the input data, then the input decisions; the
result is the value of the output decision, or a context of them where there are several.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from trivium.dmn.boxed.functions import Signature
from trivium.dmn.evaluation import carry_out, taken
from trivium.dmn.links import Links
from trivium.dmn.model import DecisionService, DrgElement, Reference
from trivium.dmn.requirements import Place, Plan, plan_for
from trivium.dmn.run import Run
from trivium.dmn.types import ANY, Type
from trivium.errors import Finding
from trivium.feel.state import State
from trivium.feel.values import Function


class Home(Protocol):
    """The compiled model that a service stands in."""

    @property
    def links(self) -> Links: ...
    def result_type(self, element: DrgElement) -> Type: ...


class Service:
    """A decision service with its plan, which is made when it is first needed."""

    def __init__(self, service: DecisionService, home: Home) -> None:
        self.model = service
        self.home = home
        self._plan: Plan | None = None
        self._places: tuple[tuple[Place, ...], tuple[Place, ...]] | None = None
        self.function = ServiceFunction(self)

    @property
    def places(self) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """Where the parameters and the output decisions are."""
        if self._places is None:
            service = self.model
            self._places = (
                self._found((*service.input_data, *service.input_decisions)),
                self._found(service.output_decisions),
            )
        return self._places

    def _found(self, references: tuple[Reference, ...]) -> tuple[Place, ...]:
        found = []
        for reference in references:
            target = self.home.links.target(reference, self.model)
            if target is not None:
                through, source = target
                found.append(Place((through,) if through else (), source, reference.id))
        return tuple(found)

    @property
    def plan(self) -> Plan:
        """The plan that evaluates the output decisions from the parameters."""
        if self._plan is None:
            given, wanted = self.places
            self._plan = plan_for(wanted, given)
        return self._plan

    def check(self) -> list[Finding]:
        """What is wrong with the service itself; unknown references are noted by the model."""
        _, outputs = self.places
        if outputs:
            return []
        return [
            Finding(
                "dmn/no-output",
                "Expected an output decision on the decision service",
                self.model.name,
                self.model.line or None,
                "Name at least one output decision.",
            )
        ]

    @property
    def parameters(self) -> tuple[tuple[str, Type], ...]:
        """The names and types of the parameters, input data first."""
        given, _ = self.places
        return tuple(self._parameter(place) for place in given)

    def _parameter(self, place: Place) -> tuple[str, Type]:
        data = place.source.inputs.get(place.id)
        if data is not None:
            return data.names[0], data.type
        decision = place.source.decisions[place.id]
        return decision.name, decision.type or ANY

    def outputs(self) -> tuple[str, ...]:
        """The names of the output decisions."""
        _, wanted = self.places
        return tuple(place.source.decisions[place.id].name for place in wanted)

    def evaluate(self, arguments: list[Any], state: State) -> list[Any]:
        """All values of the plan for arguments that have been coerced to the parameters' types."""
        plan = self.plan
        values = taken(plan, _NOTHING, state)
        for slot, argument in zip(plan.given, arguments, strict=True):
            values[slot] = argument
        carry_out(plan, values, state)
        return values

    def result(self, values: list[Any]) -> Any:
        """The value of the output decision, or all of them by name."""
        results = [values[slot] for slot in self.plan.results]
        if len(results) == 1:
            return results[0]
        return dict(zip(self.outputs(), results, strict=True))


_NOTHING: Mapping[str, Any] = {}


class ServiceFunction(Function):
    """A decision service as a function value."""

    def __init__(self, service: Service) -> None:
        self.name = service.model.name
        self._service = service
        self._made: Signature | None = None

    @property
    def signature(self) -> Signature:
        """Names and types; made late, since services come before the decisions that they name."""
        if self._made is None:
            service = self._service
            result = service.home.result_type(service.model)
            self._made = Signature(service.parameters, result)
        return self._made

    @property
    def parameters(self) -> tuple[str, ...]:  # type: ignore[override]  # known late
        """The names of the parameters."""
        return self.signature.names

    @property
    def type(self) -> Any:
        """The type of the function."""
        return self.signature.type

    def call(self, arguments: list[Any], state: State) -> Any:
        values = self.signature.bound(arguments)
        state.enter()
        outer = state.element if isinstance(state, Run) else ""
        try:
            return self._result(values, state)
        finally:
            state.depth += 1
            if isinstance(state, Run):
                state.element = outer

    def _result(self, arguments: list[Any], state: State) -> Any:
        service = self._service
        values = service.evaluate(arguments, state)
        if isinstance(state, Run):
            state.note(service.plan, values)
        return self.signature.checked(service.result(values), state)
