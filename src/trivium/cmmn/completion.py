"""What keeps a stage from completing, where Flowable lets a plan item say it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn import dialect
from trivium.cmmn.lifecycle import ACTIVE, AVAILABLE, ENABLED, SUSPENDED

if TYPE_CHECKING:
    from trivium.xml import Element

_IDLE = {
    "default": frozenset[str](),
    "ignore": frozenset({AVAILABLE, ENABLED, ACTIVE, SUSPENDED}),
    "ignoreIfAvailable": frozenset({AVAILABLE}),
    "ignoreIfAvailableOrEnabled": frozenset({AVAILABLE, ENABLED}),
}
_HOLDERS = frozenset({"itemControl", "defaultControl"})


def idle_states(xml: Element, definition: Element) -> frozenset[str]:
    """The states in which a plan item leaves its stage free to complete, besides those of the standard."""
    found = frozenset[str]()
    for owner in (definition, xml):
        for holder in owner.children:
            for each in dialect.extensions(holder):
                if is_executed(each, holder):
                    found = _IDLE[each.get("type") or "ignoreIfAvailable"]
    return found


def is_executed(xml: Element, holder: Element) -> bool:
    """Whether this is a rule on completion that is understood: without a condition, of a known type."""
    if holder.name not in _HOLDERS:
        return False
    if xml.name == "completionNeutralRule":
        return not xml.children and xml.get("type") is None
    return xml.name == "parentCompletionRule" and xml.get("type") in _IDLE
