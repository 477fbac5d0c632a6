"""The model as users have it: evaluate decisions, services and knowledge models by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from trivium import feel
from trivium.dmn import model
from trivium.dmn.evaluation import carry_out, checked_input, taken
from trivium.dmn.executable import CompiledModel
from trivium.dmn.model import Definitions
from trivium.dmn.requirements import Place, Plan, plan_for
from trivium.dmn.result import Result
from trivium.dmn.run import Run
from trivium.dmn.tables.decision_table import Table
from trivium.dmn.types import ANY
from trivium.errors import Finding, NotFound
from trivium.feel.compiler.invocation import invoke
from trivium.feel.errors import ExpressionLimit
from trivium.xml import Document, write

_NO_PLAN = Plan((), (), (), (), 0)
_CONTEXT = feel.Context()
Found = TypeVar("Found")


class Model:
    """A DMN model that is ready to be evaluated; may be used by several threads at once.

    `definitions` is the model as it was read, `findings` all that is wrong with it, errors and
    warnings.
    """

    def __init__(
        self,
        document: Document,
        definitions: Definitions,
        compiled: CompiledModel,
        findings: Sequence[Finding] = (),
    ) -> None:
        self.document = document
        self.definitions = definitions
        self.compiled = compiled
        self.findings = (*findings, *compiled.findings)
        self._plans: dict[str, tuple[str, Plan]] = {}

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.definitions.name

    @property
    def namespace(self) -> str:
        """The namespace that other models import it by."""
        return self.definitions.namespace

    @property
    def decisions(self) -> tuple[str, ...]:
        """The names of all decisions, in order of the model."""
        return self._names(model.Decision)

    @property
    def services(self) -> tuple[str, ...]:
        """The names of all decision services."""
        return self._names(model.DecisionService)

    @property
    def knowledge_models(self) -> tuple[str, ...]:
        """The names of all business knowledge models."""
        return self._names(model.BusinessKnowledgeModel)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of all input data."""
        return self._names(model.InputData)

    def _names(self, kind: type[model.DrgElement]) -> tuple[str, ...]:
        return tuple(one.name for one in self.definitions.elements if isinstance(one, kind))

    @property
    def tables(self) -> tuple[tuple[str, Table], ...]:
        """All decision tables, each with the name of the element that holds it."""
        return tuple(self.compiled.tables)

    def write(self) -> bytes:
        """The model as XML, with all that was in the document it was read from."""
        return write(self.document)

    def evaluate(
        self,
        decision: str,
        inputs: Mapping[str, Any] | None = None,
        context: feel.Context | None = None,
    ) -> Result:
        """The value of a decision, by its name or id, with how it came about.

        `inputs` are values of input data by name, as Python or FEEL values; those of imported
        models are in a dict under the name of the import. `context` gives the clock, external
        functions (`externals`) and limits.

        Raises:
            NotFound: `dmn/no-such-decision`.
            ExpressionLimit: a limit of the context was passed.
        """
        known = self._plans.get(decision)
        if known is None:
            known = self._plans[decision] = self._planned(decision)
        name, plan = known
        run = Run(_CONTEXT if context is None else context)
        try:
            values = taken(plan, inputs or {}, run)
            carry_out(plan, values, run)
        except RecursionError:
            raise ExpressionLimit("depth", run.limits.depth) from None
        return Result(name, values[plan.results[0]], plan, values, run)

    def _planned(self, decision: str) -> tuple[str, Plan]:
        found = self._find(
            decision, self.compiled.decisions, "dmn/no-such-decision", self.decisions
        )
        return found.name, plan_for([Place((), self.compiled, found.id)])

    def evaluate_service(
        self,
        service: str,
        inputs: Mapping[str, Any] | None = None,
        context: feel.Context | None = None,
    ) -> Result:
        """The output of a decision service, by its name or id.

        `inputs` are its input data and the values of its input decisions, by name; what is not
        given is null. With several output decisions the value is a context of them.

        Raises:
            NotFound: `dmn/no-such-service`.
            ExpressionLimit: a limit of the context was passed.
        """
        found = self._find(service, self.compiled.services, "dmn/no-such-service", self.services)
        signature = found.function.signature
        run = Run(_CONTEXT if context is None else context)
        try:
            values = self._arguments(signature.names, signature.kinds, inputs or {}, run)
            slots = found.evaluate(values, run)
            value = signature.checked(found.result(slots), run)
        except RecursionError:
            raise ExpressionLimit("depth", run.limits.depth) from None
        return Result(found.model.name, value, found.plan, slots, run)

    def call(
        self,
        function: str,
        arguments: Mapping[str, Any] | None = None,
        context: feel.Context | None = None,
    ) -> Result:
        """The result of a business knowledge model, by its name or id.

        `arguments` are named as its parameters; those that are not given are null.

        Raises:
            NotFound: `dmn/no-such-knowledge-model`.
            ExpressionLimit: a limit of the context was passed.
        """
        found = self._find(
            function,
            self.compiled.functions,
            "dmn/no-such-knowledge-model",
            self.knowledge_models,
        )
        run = Run(_CONTEXT if context is None else context)
        given = arguments or {}
        try:
            values = [feel.from_python(given.get(name)) for name in found.parameters]
            value = invoke(found, values, None, run, 0)
        except RecursionError:
            raise ExpressionLimit("depth", run.limits.depth) from None
        return Result(found.name, value, _NO_PLAN, [], run)

    def _arguments(
        self, names: tuple[str, ...], kinds: tuple[Any, ...], inputs: Mapping[str, Any], run: Run
    ) -> list[Any]:
        values = []
        for name, kind in zip(names, kinds, strict=True):
            value = feel.from_python(inputs.get(name))
            values.append(value if kind is ANY else checked_input(value, kind, name, run))
        return values

    def _find(
        self, wanted: str, known: Mapping[str, Found], code: str, names: tuple[str, ...]
    ) -> Found:
        found = known.get(wanted)
        if found is None:
            for element in self.definitions.elements:
                key = element.id or element.name
                if element.name == wanted and key in known:
                    return known[key]
            what = code.removeprefix("dmn/no-such-").replace("-", " ")
            raise NotFound(
                f"Expected a {what} of the model '{self.name}' but it has none named '{wanted}'; "
                f"it has {', '.join(names) or 'none at all'}",
                code=code,
                name=wanted,
            )
        return found

    def __repr__(self) -> str:
        return f"Model({self.name!r})"
