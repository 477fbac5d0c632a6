"""The five models, in the dialects of both engines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="b">'
)


@dataclass(frozen=True)
class Dialect:
    """How a script sets a variable, and how a condition is written."""

    name: str

    def script(self, element: str, variable: str, value: str) -> str:
        """A script task that sets a variable."""
        if self.name == "spiff":
            script = f"<script>{variable} = {value}</script>"
            return f'<scriptTask id="{element}" name="{element}">{script}</scriptTask>'
        return (
            f'<scriptTask id="{element}" scriptFormat="feel" camunda:resultVariable="{variable}">'
            f"<script>{value}</script></scriptTask>"
        )

    def condition(self, text: str) -> str:
        """A condition of a flow."""
        return f'<conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression>'


TRIVIUM = Dialect("trivium")
SPIFF = Dialect("spiff")


def _process(*parts: str) -> str:
    return f'{_HEAD}<process id="p" isExecutable="true">{"".join(parts)}</process></definitions>'


def _flow(source: str, target: str, inside: str = "") -> str:
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<sequenceFlow id="{source}_{target}" {ends}>{inside}</sequenceFlow>'


def sequence(dialect: Dialect) -> str:
    """Ten scripts one after the other (12 activities)."""
    names = ["start", *(f"s{n}" for n in range(10)), "end"]
    scripts = [dialect.script(name, "x", "x + 1") for name in names[1:-1]]
    flows = [_flow(a, b) for a, b in pairwise(names)]
    return _process('<startEvent id="start"/>', *scripts, '<endEvent id="end"/>', *flows)


def human(dialect: Dialect) -> str:
    """Two user tasks with a gateway between (5 activities)."""
    return _process(
        '<startEvent id="start"/><userTask id="first" name="first"/>',
        '<exclusiveGateway id="choice" default="choice_end"/>',
        '<userTask id="second" name="second"/><endEvent id="end"/>',
        _flow("start", "first"),
        _flow("first", "choice"),
        _flow("choice", "second", dialect.condition("x &gt; 0")),
        _flow("choice", "end"),
        _flow("second", "end"),
    )


def fork(dialect: Dialect) -> str:
    """Ten scripts side by side (14 activities)."""
    scripts = [dialect.script(f"s{n}", f"x{n}", "x + 1") for n in range(10)]
    flows = [_flow("fork", f"s{n}") + _flow(f"s{n}", "join") for n in range(10)]
    return _process(
        '<startEvent id="start"/><parallelGateway id="fork"/><parallelGateway id="join"/>',
        *scripts,
        '<endEvent id="end"/>',
        _flow("start", "fork"),
        *flows,
        _flow("join", "end"),
    )


def many(dialect: Dialect) -> str:
    """A script for each of `n` elements, in parallel instances."""
    if dialect.name == "spiff":
        loop = (
            "<multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality>"
            "</multiInstanceLoopCharacteristics>"
        )
        task = f'<scriptTask id="each" name="each">{loop}<script>y = 1</script></scriptTask>'
    else:
        loop = (
            '<multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">n'
            "</loopCardinality></multiInstanceLoopCharacteristics>"
        )
        task = (
            '<scriptTask id="each" scriptFormat="feel" camunda:resultVariable="y">'
            f"{loop}<script>1</script></scriptTask>"
        )
    return _process(
        '<startEvent id="start"/>',
        task,
        '<endEvent id="end"/>',
        _flow("start", "each"),
        _flow("each", "end"),
    )


def loop(dialect: Dialect) -> str:
    """A script and a gateway, `n` times round."""
    return _process(
        '<startEvent id="start"/><exclusiveGateway id="in"/>',
        dialect.script("step", "x", "x + 1"),
        '<exclusiveGateway id="again" default="again_end"/><endEvent id="end"/>',
        _flow("start", "in"),
        _flow("in", "step"),
        _flow("step", "again"),
        _flow("again", "in", dialect.condition("x &lt; n")),
        _flow("again", "end"),
    )


def collection() -> str:
    """A script for each element of the variable `items`; Trivium's dialect alone."""
    loop = '<multiInstanceLoopCharacteristics camunda:collection="${items}" camunda:elementVariable="x"/>'
    script = TRIVIUM.script("each", "last", "loopCounter").replace("<script>", f"{loop}<script>")
    parts = ['<startEvent id="start"/>', script, '<endEvent id="end"/>']
    model = _process(*parts, _flow("start", "each"), _flow("each", "end"))
    return model.replace('process id="p"', 'process id="many"')
