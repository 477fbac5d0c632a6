"""Tasks (BPMN 2.0.2, 10.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.tasks.business_rule_task import BusinessRuleTask
from trivium.bpmn.elements.tasks.manual_task import ManualTask
from trivium.bpmn.elements.tasks.receive_task import ReceiveTask
from trivium.bpmn.elements.tasks.script_task import ScriptTask
from trivium.bpmn.elements.tasks.send_task import SendTask
from trivium.bpmn.elements.tasks.service_task import ServiceTask
from trivium.bpmn.elements.tasks.user_task import UserTask

if TYPE_CHECKING:
    from trivium.kernel.behaviour import Behaviour

ELEMENTS: dict[str, type[Behaviour]] = {
    "businessRuleTask": BusinessRuleTask,
    "manualTask": ManualTask,
    "receiveTask": ReceiveTask,
    "scriptTask": ScriptTask,
    "sendTask": SendTask,
    "serviceTask": ServiceTask,
    "task": ManualTask,
    "userTask": UserTask,
}
