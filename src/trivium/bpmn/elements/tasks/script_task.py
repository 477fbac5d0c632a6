"""Script task: FEEL and JUEL in the kernel, other languages in the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.passing_activity import PassingActivity
from trivium.bpmn.names import BPMN

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class ScriptTask(PassingActivity):
    """Evaluates its script; the value goes to the result variable, if it names one.

    Standard: BPMN 2.0.2, 10.3.3.4. `camunda:resultVariable`, `zeebe:script` name the result.
    Incident: the code of whatever the script failed with.
    """

    __slots__ = ("result_variable", "script")

    script: Expression | None
    result_variable: str | None

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = super().compile(node, xml, compiler)
        zeebe = dialect.zeebe(xml, "script")
        if zeebe is not None:
            behaviour.script = compiler.text(xml, zeebe.get("expression"))
            behaviour.result_variable = zeebe.get("resultVariable")
            return behaviour
        script = xml.find("script", BPMN)
        behaviour.result_variable = dialect.attribute(xml, "resultVariable")
        behaviour.script = None
        if script is None or not (script.text or "").strip():
            compiler.refuse(
                xml, "bpmn/script-missing", "Expected a script, but there is none.", "Write one."
            )
        else:
            language = xml.get("scriptFormat") or ""
            behaviour.script = compiler.script(xml, language, script.text or "")
        return behaviour

    def act(self, step: Step, item: ElementInstance) -> None:
        value = step.value(self.script, item)  # type: ignore[arg-type]  # refused when missing
        if self.result_variable is not None:
            step.set_variable(item, self.result_variable, value)
