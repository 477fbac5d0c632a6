"""Input and output mappings of activities: `camunda:inputOutput`, `zeebe:ioMapping`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trivium.bpmn import dialect
from trivium.bpmn.data import read_associations
from trivium.bpmn.names import JAVA_DIALECTS

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Node
    from trivium.kernel.step import Step
    from trivium.xml import Element

Source = Any  # an Expression, a list of sources, Entries, or None


class Entries(tuple[tuple[Any, Source], ...]):
    """The entries of a map: the keys may be expressions too."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One variable, and what its value is made from: an expression, or a list or map of such."""

    name: str
    source: Source

    def value(self, step: Step, item: ElementInstance) -> Any:
        """The value as seen from `item`."""
        return _value(self.source, step, item)


@dataclass(slots=True)
class Mappings:
    """Inputs become local variables; outputs go to the scope around."""

    inputs: tuple[Parameter, ...] = ()
    outputs: tuple[Parameter, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.inputs or self.outputs)

    def read_inputs(self, step: Step, item: ElementInstance) -> dict[str, Any]:
        """Evaluated one after the other: a later one sees the earlier ones."""
        return _read(self.inputs, step, item)

    def read_outputs(self, step: Step, item: ElementInstance) -> dict[str, Any]:
        """Evaluated inside the activity, where its local variables are seen."""
        return _read(self.outputs, step, item)


def sent_by(item: ElementInstance) -> dict[str, Any]:
    """What goes along with a message: the inputs of the event or task that sends it."""
    mappings: Mappings = getattr(item.node.behaviour, "mappings", Mappings())
    names = {parameter.name.partition(".")[0] for parameter in mappings.inputs}
    return {name: value for name, value in (item.variables or {}).items() if name in names}


def _read(parameters: tuple[Parameter, ...], step: Step, item: ElementInstance) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for parameter in parameters:
        target, _, rest = parameter.name.partition(".")
        value = parameter.value(step, item)
        values[target] = _nested(values.get(target), rest, value) if rest else value
    return values


def _nested(base: Any, path: str, value: Any) -> dict[str, Any]:
    """`a.b` as a target makes a context (Zeebe)."""
    head, _, rest = path.partition(".")
    known = dict(base) if isinstance(base, dict) else {}
    known[head] = _nested(known.get(head), rest, value) if rest else value
    return known


def _value(source: Any, step: Step, item: ElementInstance) -> Any:
    if source is None:
        return None
    if isinstance(source, list):
        return [_value(each, step, item) for each in source]
    if isinstance(source, Entries):
        return {str(_value(key, step, item)): _value(each, step, item) for key, each in source}
    return step.value(source, item)


def read_mappings(xml: Element, compiler: Compiler) -> Mappings:
    """The mappings of an activity or event, in whatever dialect."""
    found = read_input_output(xml, compiler)
    inputs, outputs = list(found.inputs), list(found.outputs)
    io = dialect.zeebe(xml, "ioMapping")
    for child in () if io is None else io.children:
        target = {"input": inputs, "output": outputs}.get(child.name)
        if target is not None:
            source = compiler.text(child, child.get("source"))
            target.append(Parameter(child.get("target") or "", source))
    carried_in, carried_out = read_associations(xml, compiler)
    return Mappings(
        (*(Parameter(*each) for each in carried_in), *inputs),
        (*outputs, *(Parameter(*each) for each in carried_out)),
    )


def read_input_output(xml: Element, compiler: Compiler) -> Mappings:
    """`camunda:inputOutput`, of an activity or of a connector in it."""
    inputs: list[Parameter] = []
    outputs: list[Parameter] = []
    for child in _input_output(xml):
        target = {"inputParameter": inputs, "outputParameter": outputs}.get(child.name)
        name = child.get("name")
        if target is None:
            continue
        if not name:
            compiler.refuse(
                child, "bpmn/unnamed-parameter", "Expected a parameter with a name.", "Name it."
            )
            continue
        target.append(Parameter(name, _source(child, compiler)))
    return Mappings(tuple(inputs), tuple(outputs))


def _input_output(xml: Element) -> tuple[Element, ...]:
    own = (c for c in xml.children if c.namespace in JAVA_DIALECTS and c.name == "inputOutput")
    holder = dialect.extension(xml, "inputOutput") or next(own, None)
    return () if holder is None else holder.children


def _source(xml: Element, compiler: Compiler) -> Any:
    inner = [child for child in xml.children if child.namespace in JAVA_DIALECTS]
    if not inner:
        return compiler.text(xml, xml.text)
    return _source_of_value(inner[0], compiler)


def _source_of_value(xml: Element, compiler: Compiler) -> Any:
    if xml.name == "script":
        return compiler.script(xml, xml.get("scriptFormat") or "", xml.text or "")
    if xml.name == "list":
        return [_source_of_value(child, compiler) for child in xml.children]
    if xml.name == "map":
        entries = [child for child in xml.children if child.name == "entry"]
        return Entries((compiler.text(c, c.get("key")), _source(c, compiler)) for c in entries)
    return compiler.text(xml, xml.text)


class MappedLeave:
    """The way out of an event that passes at once: its outputs are mapped first."""

    __slots__ = ("_leave", "_mappings", "node")

    def __init__(self, node: Node, leave: Enter, mappings: Mappings) -> None:
        self.node = node
        self._leave = leave
        self._mappings = mappings

    def leave(self, step: Step, scope: ElementInstance) -> None:
        """Sets the outputs in the scope, where what the event has brought is seen."""
        step.set_variables(scope, self._mappings.read_outputs(step, scope))
        self._leave(step, scope)


def map_passing_event(node: Node, xml: Element, compiler: Compiler) -> None:
    """Output mappings of start, boundary, throw and end events, which have no life of their own."""
    if hasattr(node.behaviour, "listeners") or not node.kind.endswith("Event"):
        return
    mappings = read_mappings(xml, compiler)
    if mappings.outputs:
        node.leave = MappedLeave(node, node.leave, mappings).leave
