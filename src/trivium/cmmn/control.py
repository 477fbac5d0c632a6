"""What controls a plan item: whether it is required, repeated, started by hand (CMMN 1.1, 5.4.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trivium.cmmn import dialect, words
from trivium.cmmn.completion import idle_states
from trivium.cmmn.lifecycle import DONE
from trivium.cmmn.names import CMMN_10
from trivium.cmmn.repetition import Collection, read_collection
from trivium.xml import Element

if TYPE_CHECKING:
    from trivium.cmmn.compile import Compiler
    from trivium.expressions import Expression


class Control(NamedTuple):
    """The rules of a plan item (CMMN 1.1, 5.4.11); an absent one is false."""

    required: Expression | None = None
    repetition: Expression | None = None
    manual: Expression | None = None
    counter: str = "repetitionCounter"
    repeats_on: str | None = None
    """The transition that repeats an item without entry criteria, if not its end (Camunda 7)."""
    idle: frozenset[str] = DONE
    """The states in which it does not keep its stage from completing, unless it is required (Flowable)."""
    collection: Collection | None = None


def read_control(xml: Element, definition: Element, compiler: Compiler) -> Control:
    """The rules of a plan item: those of its definition, and its own in front of them."""
    found: dict[str, Element] = {}
    for holder in (
        compiler.first(definition, "defaultControl"),
        compiler.first(xml, "itemControl"),
    ):
        for rule in () if holder is None else holder.children:
            found[rule.name] = rule
    if (
        xml.namespace == CMMN_10
        and definition.name.endswith(("ask", "tage"))
        and "manualActivationRule" not in found
    ):  # CMMN 1.0 starts nothing by itself
        found["manualActivationRule"] = Element("manualActivationRule", CMMN_10)
    counter = found.get("repetitionRule")
    repeats_on = None if counter is None else dialect.attribute(counter, "repeatOnStandardEvent")
    named = None if counter is None else dialect.attribute(counter, "counterVariable")
    return Control(
        compiler.rule(found.get("requiredRule")),
        compiler.rule(counter),
        compiler.rule(found.get("manualActivationRule")),
        named or "repetitionCounter",
        repeats_on,
        DONE | idle_states(xml, definition),
        _collection(definition, counter, compiler),
    )


def _collection(definition: Element, rule: Element | None, compiler: Compiler) -> Collection | None:
    """What it is repeated over; what only occurs is not."""
    found = read_collection(rule, compiler)
    if rule is not None and found is not None and not definition.name.endswith(("ask", "tage")):
        words.warn(rule, "collectionVariable", compiler)
        return None
    return found
