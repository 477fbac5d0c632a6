"""Sub-processes and call activities (BPMN 2.0.2, 10.3.5 and 10.3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.containers.ad_hoc_sub_process import AdHocSubProcess
from trivium.bpmn.elements.containers.call_activity import CallActivity
from trivium.bpmn.elements.containers.sub_process import SubProcess

if TYPE_CHECKING:
    from trivium.kernel.behaviour import Behaviour

ELEMENTS: dict[str, type[Behaviour]] = {
    "adHocSubProcess": AdHocSubProcess,
    "callActivity": CallActivity,
    "subProcess": SubProcess,
    "transaction": SubProcess,
}
