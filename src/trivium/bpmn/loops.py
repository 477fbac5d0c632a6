"""Multi-instance activities: a body around the activity that starts and counts its instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.bpmn import dialect
from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.names import BPMN
from trivium.errors import EvaluationFailed
from trivium.kernel.graph import Node

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step
    from trivium.xml import Element


def compile_loop(node: Node, xml: Element, compiler: Compiler) -> None:
    """Wraps `node` into a multi-instance body if it is marked as one."""
    if xml.find("standardLoopCharacteristics", BPMN) is not None:
        compiler.refuse(
            xml,
            "bpmn/unsupported-element",
            "Expected no loop marker, but found `standardLoopCharacteristics`.",
            "Draw the loop with a gateway.",
        )
    loop = xml.find("multiInstanceLoopCharacteristics", BPMN)
    if loop is None or not isinstance(node.behaviour, Activity):
        return
    inner = Node(node.id, node.kind, node.name, node.line, node.container, node.documentation)
    inner.behaviour = node.behaviour
    inner.behaviour.node = inner
    inner.retry_delays = node.retry_delays
    inner.properties = node.properties
    inner.definition = node.definition
    inner.index = len(node.definition.nodes)
    node.definition.nodes.append(inner)
    body = MultiInstanceBody(node)
    body.read(inner, loop, compiler)
    node.inner = inner
    node.behaviour = body
    node.enter = body.enter
    inner.enter = inner.behaviour.enter
    inner.leave = body.instance_left


class MultiInstanceBody(Activity):
    """Runs its activity once for each element of a collection, or so many times.

    Standard: BPMN 2.0.2, 10.3.7 and 13.3.6. Sequential or parallel; ends early when the completion
    condition holds after an instance. The body has the boundary events, each instance its own
    variables `loopCounter` (from 0) and the element; `nrOfInstances`, `nrOfActiveInstances`,
    `nrOfCompletedInstances` and `nrOfTerminatedInstances` are the body's.
    Incident: `bpmn/collection-expected` if the collection is missing or no list.
    """

    __slots__ = (
        "cardinality",
        "collection",
        "completion",
        "element_variable",
        "inner",
        "is_sequential",
        "output_collection",
        "output_element",
    )

    inner: Node
    cardinality: Expression | None
    collection: Expression | None
    completion: Expression | None
    element_variable: str | None
    is_sequential: bool
    output_collection: str | None
    output_element: Expression | None

    def read(self, inner: Node, loop: Element, compiler: Compiler) -> None:
        """Reads `multiInstanceLoopCharacteristics`."""
        activity: Activity = inner.behaviour  # type: ignore[assignment]  # checked by the caller
        self.inner = inner
        self.async_before, activity.async_before = activity.async_before, False
        self.async_after, activity.async_after = activity.async_after, False
        activity.async_before = dialect.flag(loop, "asyncBefore")
        activity.async_after = dialect.flag(loop, "asyncAfter")
        self.is_sequential = loop.get("isSequential") == "true"
        self.cardinality = compiler.condition(loop.find("loopCardinality", BPMN))
        self.completion = compiler.condition(loop.find("completionCondition", BPMN))
        self.collection, self.element_variable = _collection(loop, compiler)
        self.output_collection, self.output_element = _output(loop, compiler)
        if self.cardinality is None and self.collection is None:
            compiler.refuse(
                compiler.xml_of(self.node),
                "bpmn/multi-instance-without-number",
                "Expected a collection or a cardinality, but the multi-instance has neither.",
                "Say how many instances there are.",
            )

    @property
    def is_plain(self) -> bool:
        return False

    def enter(self, step: Step, scope: ElementInstance) -> None:
        item = step.create(self.node, scope)
        if self.async_before:
            step.open_job(item, "async", self.node)
        else:
            step.push(self.begin, item)

    def work(self, step: Step, item: ElementInstance) -> None:
        values = self._values(step, item)
        count = len(values) if values is not None else self._count(step, item)
        item.variables = {
            "nrOfInstances": count,
            "nrOfCompletedInstances": 0,
            "nrOfActiveInstances": 0 if count == 0 else 1 if self.is_sequential else count,
            "nrOfTerminatedInstances": 0,
        }
        if self.output_collection is not None:
            item.variables[self.output_collection] = [None] * count
        item.remember(started=0)
        if count == 0:
            step.push(self.finish, item)
            return
        step.tokens_added(item, 1 if self.is_sequential else count)
        step.push(self.launch, item)

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
        item.remember(started=number + 1)
        if not self.is_sequential and number + 1 < item.variables["nrOfInstances"]:  # type: ignore[index]  # set by `work`
            step.push(self.launch, item)
        child = step.create(self.inner, item, variables)
        activity: Activity = self.inner.behaviour  # type: ignore[assignment]  # an activity's inner node
        if activity.async_before:
            step.open_job(child, "async", self.inner)
        else:
            step.push(activity.begin, child)

    def collect(self, step: Step, item: ElementInstance, child: ElementInstance) -> None:
        """An instance is about to go: keeps its output."""
        if self.output_collection is None or self.output_element is None:
            return
        results = item.get(self.output_collection)
        results[child.get("loopCounter")] = step.value(self.output_element, child)
        step.tree.touch(item)

    def instance_left(self, step: Step, item: ElementInstance) -> None:
        """An instance has ended: the next one starts, or the body ends."""
        variables = item.variables or {}
        variables["nrOfCompletedInstances"] += 1
        item.tokens -= 1
        step.tree.touch(item)
        count = variables["nrOfInstances"]
        done = variables["nrOfCompletedInstances"]
        variables["nrOfActiveInstances"] -= 1
        if self.completion is not None and step.is_true(self.completion, item):
            variables["nrOfTerminatedInstances"] = item.tokens
            step.terminate_children(item)
            step.push(self.finish, item)
        elif done == count:
            step.push(self.finish, item)
        elif self.is_sequential:
            variables["nrOfActiveInstances"] = 1
            step.tokens_added(item, 1)
            step.push(self.launch, item)

    def finish(self, step: Step, item: ElementInstance) -> None:
        if self.output_collection is not None and item.parent is not None:
            step.set_variable(item.parent, self.output_collection, item.get(self.output_collection))
        super().finish(step, item)

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
        text = reference.text
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
    return reference.text.strip(), compiler.expression(loop, name)
