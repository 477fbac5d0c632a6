"""What an event reacts to or throws (BPMN 2.0.2, 10.5.5)."""

from __future__ import annotations

from trivium.bpmn.elements.event_definitions.error import ErrorDefinition
from trivium.bpmn.elements.event_definitions.message import MessageDefinition
from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.bpmn.elements.event_definitions.terminate import TerminateDefinition
from trivium.bpmn.elements.event_definitions.timer import TimerDefinition

DEFINITIONS: dict[str, type[EventDefinition]] = {
    "errorEventDefinition": ErrorDefinition,
    "messageEventDefinition": MessageDefinition,
    "terminateEventDefinition": TerminateDefinition,
    "timerEventDefinition": TimerDefinition,
}
