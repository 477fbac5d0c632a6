"""Models as XML, drawn element by element by a die."""

from __future__ import annotations

from itertools import count

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<signal id="s1" name="s1"/><signal id="s2" name="s2"/><message id="m1" name="m1"/>'
    '<error id="e1" errorCode="E1"/><escalation id="x1" escalationCode="X1"/>'
    '<signalEventDefinition id="thrown-s2" signalRef="s2"/>'
    '<escalationEventDefinition id="thrown-x1" escalationRef="x1"/>'
    '<errorEventDefinition id="thrown-e1" errorRef="e1"/>'
    '<compensateEventDefinition id="thrown-c" waitForCompletion="true"/>'
)
_TAKEN = (
    '<extensionElements><camunda:executionListener event="take" class="Heard"/></extensionElements>'
)
CALLED = (
    '<process id="called" isExecutable="true"><startEvent id="called-start"/>'
    '<userTask id="called-task"/><exclusiveGateway id="called-choice" default="called-d"/>'
    '<endEvent id="called-end"/><endEvent id="called-error"><errorEventDefinition errorRef="e1"/>'
    '</endEvent><endEvent id="called-escalation"><escalationEventDefinition escalationRef="x1"/>'
    '</endEvent><sequenceFlow id="called-a" sourceRef="called-start" targetRef="called-task"/>'
    '<sequenceFlow id="called-b" sourceRef="called-task" targetRef="called-choice"/>'
    '<sequenceFlow id="called-c" sourceRef="called-choice" targetRef="called-error">'
    "<conditionExpression>c1</conditionExpression></sequenceFlow>"
    '<sequenceFlow id="called-e" sourceRef="called-choice" targetRef="called-escalation">'
    "<conditionExpression>c2</conditionExpression></sequenceFlow>"
    '<sequenceFlow id="called-d" sourceRef="called-choice" targetRef="called-end"/></process>'
)
"""What call activities call: it ends, ends in an error, or ends in an escalation."""


class Drawing:
    """The elements of one scope; nested scopes share the numbers, and what may still be drawn.

    `is_handler` says that this runs because of an event: a signal that is thrown here may not be one
    that starts the handler again, or the model would be an endless loop.
    """

    def __init__(self, dice, around=None, *, is_handler=False):
        self.dice = dice
        self.xml = []
        self.is_handler = is_handler or (around is not None and around.is_handler)
        self.in_transaction = False
        self.in_process = around is None
        self._numbers = count(1) if around is None else around._numbers
        self._left = [12, 1] if around is None else around._left

    # -- the die

    def happens(self, of_ten):
        """Whether something happens that does so often of ten times."""
        return self.dice.randrange(10) < of_ten

    def one_of(self, choices):
        return self.dice.choice(list(choices))

    def may_grow(self):
        """Whether there is room for one more block."""
        self._left[0] -= 1
        return self._left[0] > 0

    def may_be_wide(self):
        """Whether a loop may have many instances; only one of a model has."""
        self._left[1] -= 1
        return self._left[1] == 0

    def continuation(self):
        """Mostly none; else an attribute that makes a job of the way in or out."""
        if self.happens(8):
            return ""
        return self.one_of([' camunda:asyncBefore="true"', ' camunda:asyncAfter="true"'])

    def listeners(self, *events):
        """Mostly none; else work that what passes waits for."""
        if self.happens(9):
            return ""
        event = self.one_of(events or ("start", "end"))
        asked = f'<zeebe:executionListener eventType="{event}" type="heard"/>'
        return (
            f"<extensionElements><zeebe:executionListeners>{asked}</zeebe:executionListeners>"
            "</extensionElements>"
        )

    # -- elements

    def name(self, tag="n"):
        return f"{tag}-{next(self._numbers)}"

    def node(self, tag, attributes="", body="", name=None):
        name = name or self.name(tag)
        self.xml.append(f'<{tag} id="{name}"{attributes}>{body}</{tag}>')
        return name

    def flow(self, source, target, condition=""):
        name = self.name("f")
        inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        if self.dice.randrange(30) == 0:
            inside = _TAKEN + inside
        ends = f'sourceRef="{source}" targetRef="{target}"'
        self.xml.append(f'<sequenceFlow id="{name}" {ends}>{inside}</sequenceFlow>')
        return name

    def associate(self, source, target):
        ends = f'associationDirection="One" sourceRef="{source}" targetRef="{target}"'
        self.xml.append(f'<association id="{self.name("a")}" {ends}/>')


def definitions(body):
    """The file, with the process and the one that it calls."""
    return (
        f'{HEAD}{CALLED}<process id="p" isExecutable="true">{body}</process></definitions>'.encode()
    )
