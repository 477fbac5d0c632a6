"""Call activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.listeners import ask, bean
from trivium.bpmn.passing import read_passings
from trivium.kernel.listeners import Listener
from trivium.kernel.passing import VariablePassing, hand_over

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition, Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class CallActivity(Activity):
    """Runs another process, or a case, as part of this one (BPMN 2.0.2, 10.3.6).

    The called instance lives in the caller's tree: it starts, ends and fails within the same commands.
    Variables go over by `camunda:in`/`out`, or all of them (Zeebe's default) when nothing is said there;
    a `camunda:variableMappingClass` is asked for more of them, before and after.
    Incident: `bpmn/called-element-unknown`.
    """

    __slots__ = (
        "binding",
        "business_key",
        "called",
        "id_variable",
        "inherits_key",
        "ins",
        "kind",
        "mapping",
        "outs",
        "tag",
        "version",
    )

    kind: str
    called: Expression | None
    binding: str
    version: Expression | None
    tag: Expression | None
    business_key: Expression | None
    inherits_key: bool
    id_variable: str | None
    mapping: Listener | None
    ins: tuple[VariablePassing, ...]
    outs: tuple[VariablePassing, ...]

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.read_common(xml, compiler)
        zeebe = dialect.zeebe(xml, "calledElement")
        case = dialect.attribute(xml, "caseRef")
        behaviour.kind = "process" if case is None else "case"
        binding, version = (
            ("calledElementBinding", "calledElementVersion")
            if case is None
            else ("caseBinding", "caseVersion")
        )
        text = xml.get("calledElement") if zeebe is None else zeebe.get("processId")
        text = text if case is None else case
        if not (text or "").strip():
            compiler.refuse(
                xml,
                "bpmn/called-element-missing",
                "Expected the call activity to name the process that it calls, but it does not.",
                "Set calledElement.",
            )
        behaviour.called = compiler.text(xml, text)
        behaviour.binding = dialect.attribute(xml, binding) or "latest"
        behaviour.version = compiler.text(xml, dialect.attribute(xml, version))
        tag = dialect.attribute(xml, "calledElementVersionTag")
        if zeebe is not None:
            behaviour.binding = zeebe.get("bindingType") or "latest"
            tag = zeebe.get("versionTag")
        behaviour.tag = compiler.text(xml, tag)
        behaviour.business_key = compiler.text(xml, dialect.attribute(xml, "businessKey"))
        behaviour.inherits_key = dialect.flag(xml, "inheritBusinessKey")
        behaviour.id_variable = dialect.attribute(xml, "processInstanceIdVariableName")
        for each in dialect.all_extensions(xml, "in"):
            behaviour.business_key = compiler.text(xml, each.get("businessKey")) or (
                behaviour.business_key
            )
        behaviour.ins = read_passings(xml, "in", compiler)
        behaviour.outs = read_passings(xml, "out", compiler)
        behaviour.mapping = _read_mapping(xml)
        if dialect.flag(xml, "sameDeployment"):
            behaviour.binding = "deployment"
        if dialect.flag(xml, "inheritVariables"):
            behaviour.ins = (VariablePassing("all"), *behaviour.ins)
        if zeebe is not None:
            behaviour._propagate(zeebe)  # its own
        return behaviour

    def _propagate(self, zeebe: Element) -> None:
        """All variables go over and come back, or those that the mappings name (Camunda 8)."""
        only_own = zeebe.get("propagateAllParentVariables") == "false"
        only_mapped = zeebe.get("propagateAllChildVariables") == "false"
        self.ins = (VariablePassing("all", is_local=only_own),)
        self.outs = (VariablePassing("all", is_local=only_mapped),)

    def work(self, step: Step, item: ElementInstance) -> None:
        variables: dict[str, Any] = {}
        for passing in self.ins:
            passing.pass_on(step, item, variables, local_only=passing.is_local)
        if self.mapping is None:
            self._call(step, item, variables)
            return
        item.remember(given=variables, results=None)
        ask(self.mapping._replace(event="input"), step, item, self.node, variables=variables)

    def released(
        self, step: Step, item: ElementInstance, wait: Wait, payload: dict[str, Any] | None
    ) -> None:
        if item.recall("results") is not None:
            super().released(step, item, wait, payload)
            return
        item.remember(inputs={**item.recall("given"), **(payload or {})})
        step.push(self.call, item)

    def call(self, step: Step, item: ElementInstance) -> None:
        """Who maps the variables has given those that go over."""
        self._call(step, item, item.recall("inputs"))

    def _call(self, step: Step, item: ElementInstance, variables: dict[str, Any]) -> None:
        definition = self._definition(step, item)
        business_key = None
        if self.business_key is not None:
            value = step.value(self.business_key, item)
            business_key = None if value is None else str(value)
        elif self.inherits_key:
            business_key = item.process.recall("business_key")
        called = step.start_instance(definition, item, variables, business_key)
        if self.id_variable is not None:
            step.set_variable(item, self.id_variable, called.recall("id"))
        definition.root.behaviour.start(step, called, None)

    def _definition(self, step: Step, item: ElementInstance) -> Definition:
        key = "" if self.called is None else str(step.value(self.called, item))
        version, tag = None, None
        if self.binding == "version" and self.version is not None:
            version = int(step.value(self.version, item))
        elif self.binding == "versionTag" and self.tag is not None:
            tag = str(step.value(self.tag, item))
        deployment_of = item.node.definition.id if self.binding == "deployment" else None
        return step.environment.definitions.find(
            self.kind,
            key,
            version=version,
            tag=tag,
            beside=deployment_of,
            tenant=item.node.definition.tenant,
        )

    def called_completed(self, step: Step, item: ElementInstance, called: ElementInstance) -> None:
        """The called instance is about to go."""
        self.hand_over(step, item, called)
        if self.mapping is None:
            step.push(self.finish, item)
            return
        item.remember(results={name: called.get(name) for name in called.variables or ()})
        step.push(self.map_results, item)

    def map_results(self, step: Step, item: ElementInstance) -> None:
        """Who maps the variables is asked for those that come back, and sees those of the called instance."""
        if self.mapping is not None:
            seen = item.recall("results")
            ask(self.mapping._replace(event="output"), step, item, self.node, variables=seen)

    def asked_by(self, item: ElementInstance) -> str:
        found = super().asked_by(item)
        return "map_results" if found == "work" and item.recall("results") is not None else found

    def hand_over(self, step: Step, item: ElementInstance, called: ElementInstance) -> None:
        """Takes over the results of the called instance, as far as it has come."""
        hand_over(step, item, called, self.outs)


def _read_mapping(xml: Element) -> Listener | None:
    """Who maps the variables of the call, named as a Java class or bean."""
    name = dialect.attribute(xml, "variableMappingClass") or bean(
        dialect.attribute(xml, "variableMappingDelegateExpression")
    )
    return Listener("input", topic=name.strip(), is_named=True) if name else None
