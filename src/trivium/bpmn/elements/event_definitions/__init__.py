"""What an event reacts to or throws (BPMN 2.0.2, 10.5.5)."""

from __future__ import annotations

from trivium.bpmn.elements.event_definitions.cancel import CancelDefinition
from trivium.bpmn.elements.event_definitions.compensation import CompensationDefinition
from trivium.bpmn.elements.event_definitions.conditional import ConditionalDefinition
from trivium.bpmn.elements.event_definitions.error import ErrorDefinition
from trivium.bpmn.elements.event_definitions.escalation import EscalationDefinition
from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.bpmn.elements.event_definitions.link import LinkDefinition
from trivium.bpmn.elements.event_definitions.message import MessageDefinition
from trivium.bpmn.elements.event_definitions.signal import SignalDefinition
from trivium.bpmn.elements.event_definitions.terminate import TerminateDefinition
from trivium.bpmn.elements.event_definitions.timer import TimerDefinition

DEFINITIONS: dict[str, type[EventDefinition]] = {
    "cancelEventDefinition": CancelDefinition,
    "compensateEventDefinition": CompensationDefinition,
    "conditionalEventDefinition": ConditionalDefinition,
    "errorEventDefinition": ErrorDefinition,
    "escalationEventDefinition": EscalationDefinition,
    "linkEventDefinition": LinkDefinition,
    "messageEventDefinition": MessageDefinition,
    "signalEventDefinition": SignalDefinition,
    "terminateEventDefinition": TerminateDefinition,
    "timerEventDefinition": TimerDefinition,
}
