"""Standard loops: an activity that is repeated while a condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.loops.body import LoopBody
from trivium.bpmn.names import BPMN

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step
    from trivium.xml import Element


class StandardLoop(LoopBody):
    """Repeats its activity while the condition is true, at most `loopMaximum` times.

    Standard: BPMN 2.0.2, 10.3.7 and 13.3.6. With `testBefore` the condition is looked at first, else
    after each round. `loopCounter` is the number of rounds done, in a round its own number from 0.
    """

    __slots__ = ("condition", "maximum", "tests_before")

    condition: Expression | None
    maximum: int | None
    tests_before: bool

    def read(self, marker: Element, compiler: Compiler) -> None:
        self.tests_before = marker.get("testBefore") == "true"
        self.condition = compiler.condition(marker.find("loopCondition", BPMN))
        text = (marker.get("loopMaximum") or "").strip()
        self.maximum = int(text) if text.isdecimal() else None
        xml = compiler.xml_of(self.node)
        if text and not self.maximum:
            compiler.refuse(
                xml,
                "bpmn/loop-maximum",
                f"Expected loopMaximum to be a whole number from 1, but found {text!r}.",
                "Correct it, or leave it out.",
            )
        if self.condition is None and self.maximum is None and not compiler.is_refused(xml):
            compiler.refuse(
                xml,
                "bpmn/loop-without-end",
                "Expected the loop to have a condition or a loopMaximum, but it has neither.",
                "Say when it ends.",
            )

    def work(self, step: Step, item: ElementInstance) -> None:
        item.variables = {**(item.variables or {}), "loopCounter": 0}
        step.tree.touch(item)
        step.push(self.look_for_more if self.tests_before else self.start_round, item)

    def look_for_more(self, step: Step, item: ElementInstance) -> None:
        """Looks whether there is another round."""
        done = (item.variables or {})["loopCounter"]
        is_enough = self.maximum is not None and done >= self.maximum
        if not is_enough and (self.condition is None or step.is_true(self.condition, item)):
            self.start_round(step, item)
        else:
            step.push(self.finish, item)

    def start_round(self, step: Step, item: ElementInstance) -> None:
        """One more round."""
        step.tokens_added(item, 1)
        self.launch_soon(step, item)

    def launch(self, step: Step, item: ElementInstance) -> None:
        number = (item.variables or {})["loopCounter"]
        self.begin_instance(step, item, {"loopCounter": number})

    def instance_left(self, step: Step, item: ElementInstance) -> None:
        item.tokens -= 1
        self.scope_emptied(step, item)

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        """A round is over, be it that somebody has ended it."""
        (item.variables or {})["loopCounter"] += 1
        step.tree.touch(item)
        step.push(self.look_for_more, item)
