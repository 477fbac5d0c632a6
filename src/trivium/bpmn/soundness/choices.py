"""Gateways of whose conditions it may happen that none is true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trivium.bpmn.soundness.scopes import Found, Scope, Warning_

if TYPE_CHECKING:
    from trivium.kernel.graph import Node

_NEGATED = re.compile(r"^(?:!|not)\s*\(?(.*?)\)?$", re.DOTALL)
_COMPARED = re.compile(r"^(.+?)\s*(<=|>=|==|!=|<|>|=)\s*(.+)$", re.DOTALL)
_OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "==", "=": "!="}
_GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})
_PHASE = "waitingForStart"
"""Conditions after a complex gateway may be for its start or its reset alone."""


def without_default(scope: Scope) -> Found:
    """Gateways with conditions on all flows and no default, unless two conditions are opposites."""
    for node in scope.nodes:
        if node.kind in _GATEWAYS and len(node.outgoing) > 1 and _may_have_none(node):
            yield (
                node,
                Warning_(
                    "soundness/no-default",
                    f"Expected a default flow after `{node.id}`, but there is none: if no condition is"
                    " true, the instance stops there with an incident.",
                    "Make one of its flows the default.",
                ),
            )


def _may_have_none(node: Node) -> bool:
    if node.default is not None or any(flow.condition is None for flow in node.outgoing):
        return False
    if any(_PHASE in flow.condition.source for flow in node.outgoing if flow.condition is not None):
        return False
    texts = {_plain(flow.condition.source) for flow in node.outgoing if flow.condition is not None}
    return "true" not in texts and not any(_opposites(text) & texts for text in texts)


def _plain(text: str) -> str:
    stripped = text.strip().removeprefix("=").strip()
    for opening in ("${", "#{"):
        if stripped.startswith(opening) and stripped.endswith("}"):
            stripped = stripped[2:-1].strip()
    return " ".join(stripped.split())


def _opposites(text: str) -> set[str]:
    """How the negation of a condition may be written."""
    found = {f"!{text}", f"!({text})", f"not({text})", f"not {text}", f"! {text}", f"not ({text})"}
    negated = _NEGATED.match(text)
    if negated is not None:
        found.add(negated.group(1).strip())
    compared = _COMPARED.match(text)
    if compared is not None:
        left, operator, right = (part.strip() for part in compared.groups())
        for gap in ("", " "):
            found.add(f"{left}{gap}{_OPPOSITE[operator]}{gap}{right}")
            if operator == "!=":
                found.add(f"{left}{gap}={gap}{right}")
    truth = {" == true": " == false", " = true": " = false", "== true": "== false"}
    found |= {text.replace(yes, no) for yes, no in truth.items() if yes in text}
    return found
