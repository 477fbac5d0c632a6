"""Multi-instance activities: once for each element of a collection, or so many times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.bpmn import dialect
from trivium.bpmn.data import variable_of
from trivium.bpmn.loops.announcements import Announcements
from trivium.bpmn.loops.body import LoopBody
from trivium.bpmn.names import BPMN
from trivium.errors import EvaluationFailed
from trivium.kernel import codec
from trivium.kernel.element_instance import FAILED
from trivium.kernel.endings import must_wait

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step
    from trivium.xml import Element


class MultiInstanceBody(LoopBody):
    """Runs its activity once for each element of a collection, or so many times.

    Standard: BPMN 2.0.2, 10.3.7 and 13.3.6. Sequential or parallel; ends early when the completion
    condition holds after an instance. The body has the boundary events, each instance its own
    variables `loopCounter` (from 0) and the element; `nrOfInstances`, `nrOfActiveInstances`,
    `nrOfCompletedInstances` and `nrOfTerminatedInstances` are the body's.
    Incident: `bpmn/collection-expected` if the collection is missing or no list.
    """

    __slots__ = (
        "announcements",
        "cardinality",
        "collection",
        "completion",
        "element_variable",
        "index_variable",
        "is_sequential",
        "output_collection",
        "output_element",
    )

    announcements: Announcements
    cardinality: Expression | None
    collection: Expression | None
    completion: Expression | None
    element_variable: str | None
    index_variable: str | None
    is_sequential: bool
    output_collection: str | None
    output_element: Expression | None

    def read(self, marker: Element, compiler: Compiler) -> None:
        self.is_sequential = marker.get("isSequential") == "true"
        self.announcements = Announcements(self.node, marker, compiler)
        self.cardinality = compiler.condition(marker.find("loopCardinality", BPMN))
        self.completion = compiler.condition(marker.find("completionCondition", BPMN))
        self.collection, self.element_variable = _collection(marker, compiler)
        self.index_variable = dialect.attribute(marker, "elementIndexVariable")
        self.output_collection, self.output_element = _output(marker, compiler)
        if self.cardinality is None and self.collection is None:
            compiler.refuse(
                compiler.xml_of(self.node),
                "bpmn/multi-instance-without-number",
                "Expected a collection or a cardinality, but the multi-instance has neither.",
                "Say how many instances there are.",
            )

    def work(self, step: Step, item: ElementInstance) -> None:
        values = self._values(step, item)
        count = len(values) if values is not None else self._count(step, item)
        item.variables = {
            "nrOfInstances": count,
            "nrOfCompletedInstances": 0,
            "nrOfActiveInstances": 0 if count == 0 else 1 if self.is_sequential else count,
            "nrOfTerminatedInstances": 0,
        }
        item.remember(started=0)
        if count == 0:
            step.push(self.finish, item)
            return
        step.tokens_added(item, 1 if self.is_sequential else count)
        self.launch_soon(step, item)

    def launch(self, step: Step, item: ElementInstance) -> None:
        """Starts the next instance; in parallel, the one after it follows when this one waits."""
        number: int = item.recall("started")
        variables: dict[str, Any] = {"loopCounter": number}
        if self.collection is not None:
            values = step.scratch.get(item.id)
            if values is None:
                values = step.scratch[item.id] = self._values(step, item)
            if values is not None and self.element_variable is not None:
                variables[self.element_variable] = values[number] if number < len(values) else None
        if self.index_variable is not None:
            variables[self.index_variable] = number
        item.remember(started=number + 1)
        if not self.is_sequential and number + 1 < item.variables["nrOfInstances"]:  # type: ignore[index]  # set by `work`
            self.launch_soon(step, item)
        self.begin_instance(step, item, variables)

    def collect(self, step: Step, item: ElementInstance, child: ElementInstance) -> None:
        if self.output_collection is None or self.output_element is None:
            return
        value = step.value(self.output_element, child)
        step.tree.keep_result(item, child.get("loopCounter"), value, len(codec.encode(value)))

    def instance_left(self, step: Step, item: ElementInstance) -> None:
        variables = item.variables or {}
        variables["nrOfCompletedInstances"] += 1
        variables["nrOfActiveInstances"] -= 1
        item.tokens -= 1
        step.tree.touch(item)
        if item.state != FAILED:  # else somebody who retries goes on from here
            step.push(self.go_on, item)

    def token_lost(self, step: Step, scope: ElementInstance) -> None:
        variables = scope.variables or {}
        variables["nrOfTerminatedInstances"] += 1
        variables["nrOfActiveInstances"] -= 1
        step.tree.touch(scope)

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        if item.state != FAILED:
            step.push(self.go_on, item)

    def go_on(self, step: Step, item: ElementInstance) -> None:
        """An instance has ended: the next one starts, or the body ends."""
        variables = item.variables or {}
        self.announcements.throw(step, item)
        if item.id not in step.tree.items or item.state == FAILED:
            return
        if self._is_complete(step, item):
            variables["nrOfTerminatedInstances"] += item.tokens
            if not must_wait(step, item, "end_contents", only_contents=True):
                self.end_contents(step, item)
        elif item.tokens == 0 and item.recall("started") == variables["nrOfInstances"]:
            step.push(self.finish, item)
        elif self.is_sequential:
            variables["nrOfActiveInstances"] = 1
            step.tokens_added(item, 1)
            self.launch_soon(step, item)

    def _is_complete(self, step: Step, item: ElementInstance) -> bool:
        if self.completion is None:
            return False
        name = self.output_collection
        if name is None or name not in self.completion.free_names:
            return step.is_true(self.completion, item)
        variables = item.variables or {}
        variables[name] = self._results(step, item)
        try:
            return step.is_true(self.completion, item)
        finally:
            del variables[name]

    def finish(self, step: Step, item: ElementInstance) -> None:
        if self.output_collection is not None and item.parent is not None:
            step.set_variable(item.parent, self.output_collection, self._results(step, item))
        super().finish(step, item)

    def depart(self, step: Step, item: ElementInstance) -> None:
        step.tree.forget_results(item)
        super().depart(step, item)

    def terminated(self, step: Step, item: ElementInstance) -> None:
        step.tree.forget_results(item)

    def _results(self, step: Step, item: ElementInstance) -> list[Any]:
        """What the instances have left, in their order; null for one that has not (yet)."""
        found = step.tree.results_of(item)
        return [found.get(number) for number in range((item.variables or {})["nrOfInstances"])]

    def _values(self, step: Step, item: ElementInstance) -> list[Any] | None:
        if self.collection is None:
            return None
        value = step.value(self.collection, item)
        if isinstance(value, list):
            return value
        if isinstance(value, dict):
            return list(value.values())
        if value is None or self.cardinality is None:
            raise EvaluationFailed(
                f"Expected `{self.collection.source}` to be a list, but it is {value!r}. Set the"
                " variable, then retry.",
                code="bpmn/collection-expected",
                element=self.node.id,
            )
        return None

    def _count(self, step: Step, item: ElementInstance) -> int:
        value = step.value(self.cardinality, item)  # type: ignore[arg-type]  # one of the two is there
        try:
            count = int(value)
        except (TypeError, ValueError) as error:
            raise EvaluationFailed(
                f"Expected the cardinality to be a whole number, but it is {value!r}.",
                code="bpmn/cardinality-expected",
                element=self.node.id,
            ) from error
        if count < 0:
            raise EvaluationFailed(
                f"Expected the cardinality to be 0 or more, but it is {count}.",
                code="bpmn/cardinality-expected",
                element=self.node.id,
            )
        return count


def _collection(loop: Element, compiler: Compiler) -> tuple[Expression | None, str | None]:
    """The collection and the name of the variable that holds its element."""
    zeebe = dialect.zeebe(loop, "loopCharacteristics")
    if zeebe is not None:
        return compiler.text(loop, zeebe.get("inputCollection")), zeebe.get("inputElement")
    text = dialect.attribute(loop, "collection")
    element = dialect.attribute(loop, "elementVariable")
    reference = loop.find("loopDataInputRef", BPMN)
    if text is None and reference is not None:
        text = variable_of(reference.text, compiler) or reference.text
    item = loop.find("inputDataItem", BPMN)
    if element is None and item is not None:
        element = item.get("name") or item.get("id")
    if text is None:
        return None, element
    return compiler.expression(loop, text), element


def _output(loop: Element, compiler: Compiler) -> tuple[str | None, Expression | None]:
    zeebe = dialect.zeebe(loop, "loopCharacteristics")
    if zeebe is not None:
        return zeebe.get("outputCollection"), compiler.text(loop, zeebe.get("outputElement"))
    reference = loop.find("loopDataOutputRef", BPMN)
    item = loop.find("outputDataItem", BPMN)
    if reference is None or item is None or not reference.text:
        return None, None
    name = item.get("name") or item.get("id") or ""
    return variable_of(reference.text, compiler) or reference.text.strip(), compiler.expression(
        loop, name
    )
