"""A BPMN file as a picture, from its diagram data, with the way of an instance marked."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

from trivium.bpmn.names import BPMN, BPMNDI

if TYPE_CHECKING:
    from collections.abc import Collection

    from trivium.xml import Element

DI = "http://www.omg.org/spec/DD/20100524/DI"
MARGIN = 24
_GATEWAYS = {"exclusiveGateway": "×", "parallelGateway": "+", "inclusiveGateway": "○"}
_TASK_MARKS = {
    "userTask": "user",
    "serviceTask": "service",
    "scriptTask": "script",
    "sendTask": "send",
    "receiveTask": "receive",
    "callActivity": "call",
}
_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1d2733; text-anchor: middle }
.label { font-size: 11px; fill: #44515e }
.mark { font-size: 9px; fill: #7a8794; text-anchor: start }
.shape { fill: #fff; stroke: #44515e; stroke-width: 1.5 }
.end { stroke-width: 3.5 }
.call { stroke-width: 3.5 }
.box { fill: #fafbfc }
.flow { fill: none; stroke: #8a97a4; stroke-width: 1.4; marker-end: url(#arrow) }
.visited { stroke: #1f7a4d }
.shape.visited { fill: #e9f6ef }
.flow.visited { stroke-width: 2.2; marker-end: url(#arrow-visited) }
.active { stroke: #c7700a; stroke-width: 2.6; fill: #fff3e0 }
.token { fill: #c7700a }
"""


@dataclass
class Drawing:
    """The parts of a picture, and how large it is."""

    visited: Collection[str]
    active: Collection[str]
    parts: list[str] = field(default_factory=list)
    left: float = float("inf")
    top: float = float("inf")
    right: float = 0
    bottom: float = 0
    style: str = _STYLE

    def marks(self, element: str) -> str:
        """The classes of an element: been through, waiting."""
        names = [
            n for n, on in (("visited", self.visited), ("active", self.active)) if element in on
        ]
        return " ".join(names)

    def svg(self) -> str:
        """The picture."""
        left, top = self.left - 2 * MARGIN, self.top - MARGIN
        width, height = self.right + 2 * MARGIN - left, self.bottom + MARGIN - top
        arrows = "".join(
            f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
            f'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
            f'<path d="M0 0 L8 4 L0 8 z" fill="{colour}"/></marker>'
            for name, colour in (("arrow", "#8a97a4"), ("arrow-visited", "#1f7a4d"))
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
            f'viewBox="{left:g} {top:g} {width:g} {height:g}"><style>{self.style}</style>'
            f"<defs>{arrows}</defs>"
            f'<rect x="{left:g}" y="{top:g}" width="100%" height="100%" fill="#fff"/>'
            f"{''.join(self.parts)}</svg>\n"
        )


def draw(model: Element, visited: Collection[str] = (), active: Collection[str] = ()) -> str | None:
    """The SVG of the diagrams of a model; None if it has none. What is drawn of nothing is left out."""
    elements = {x.get("id"): x for x in model.iter() if x.namespace == BPMN and x.get("id")}
    drawing = Drawing(visited, active)
    shapes = [x for x in model.iter() if x.name == "BPMNShape"]
    for shape in sorted(shapes, key=lambda s: s.get("isExpanded") != "true"):
        element = elements.get(shape.get("bpmnElement"))
        if element is not None:
            _shape(drawing, shape, element)
    if not drawing.parts:
        return None
    for edge in (x for x in model.iter() if x.name == "BPMNEdge"):
        element = elements.get(edge.get("bpmnElement"))
        if element is not None:
            _edge(drawing, edge, element)
    return drawing.svg()


def _number(text: str | None) -> float:
    """A coordinate; what is none is 0."""
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def bounds(xml: Element) -> tuple[float, float, float, float]:
    """Left, top, width and height of a shape."""
    found = next((each for each in xml.children if each.name == "Bounds"), None)
    if found is None:
        return 0, 0, 0, 0
    x, y, width, height = (_number(found.get(n)) for n in ("x", "y", "width", "height"))
    return x, y, width, height


def _shape(drawing: Drawing, shape: Element, element: Element) -> None:
    x, y, width, height = bounds(shape)
    drawing.left, drawing.top = min(drawing.left, x), min(drawing.top, y - 20)
    drawing.right = max(drawing.right, x + width)
    drawing.bottom = max(drawing.bottom, y + height + 30)
    element_id, kind = element.get("id") or "", element.name
    marks = drawing.marks(element_id)
    centre_x, centre_y = x + width / 2, y + height / 2
    add = drawing.parts.append
    if kind in _GATEWAYS:
        points = f"{centre_x},{y} {x + width},{centre_y} {centre_x},{y + height} {x},{centre_y}"
        add(f'<polygon class="shape {marks}" points="{points}"/>')
        add(f'<text x="{centre_x}" y="{centre_y + 8}" font-size="24">{_GATEWAYS[kind]}</text>')
    elif kind.endswith("Event"):
        _event(drawing, element, (centre_x, centre_y, width / 2), marks)
    else:
        _activity(drawing, shape, element, marks)
    if element_id in drawing.active:
        add(f'<circle class="token" cx="{x + width - 6}" cy="{y + 6}" r="7"/>')
    _label(drawing, shape, element, centred=kind.endswith(("Event", "Gateway")))


def _event(
    drawing: Drawing, element: Element, circle: tuple[float, float, float], marks: str
) -> None:
    x, y, radius = circle
    kind = element.name
    edge = " end" if kind == "endEvent" else ""
    dashes = ' stroke-dasharray="4 3"' if element.get("cancelActivity") == "false" else ""
    add = drawing.parts.append
    add(f'<circle class="shape{edge} {marks}" cx="{x}" cy="{y}" r="{radius}"{dashes}/>')
    if kind in {"boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"}:
        add(f'<circle class="shape {marks}" cx="{x}" cy="{y}" r="{radius - 4}"{dashes}/>')
    definition = next((c.name for c in element.children if c.name.endswith("Definition")), "")
    symbol = {
        "timerEventDefinition": "◷",
        "errorEventDefinition": "ϟ",
        "messageEventDefinition": "✉",
        "terminateEventDefinition": "●",
    }.get(definition)
    if symbol:
        add(f'<text x="{x}" y="{y + 6}" font-size="17">{symbol}</text>')


def _activity(drawing: Drawing, shape: Element, element: Element, marks: str) -> None:
    x, y, width, height = bounds(shape)
    kind = element.name
    expanded = shape.get("isExpanded") == "true"
    extra = " call" if kind == "callActivity" else " box" if expanded else ""
    add = drawing.parts.append
    add(
        f'<rect class="shape{extra} {marks}" x="{x}" y="{y}" width="{width}" height="{height}" rx="10"/>'
    )
    mark = _TASK_MARKS.get(kind)
    if mark:
        add(f'<text class="mark" x="{x + 9}" y="{y + 15}">{mark}</text>')
    if element.find("multiInstanceLoopCharacteristics", BPMN) is not None:
        middle, low = x + width / 2, y + height
        add(f'<path class="shape" d="M{middle - 5} {low - 16}v10m5 -10v10m5 -10v10"/>')
    if expanded:
        add(f'<text x="{x + width / 2}" y="{y + 20}">{escape(element.get("name") or "")}</text>')
        return
    lines = wrap(element.get("name") or element.get("id") or "", 15)
    top = y + height / 2 - 7.5 * (len(lines) - 1) + 5
    for number, line in enumerate(lines):
        add(f'<text x="{x + width / 2}" y="{top + 15 * number}">{escape(line)}</text>')


def _label(drawing: Drawing, shape: Element, element: Element, *, centred: bool) -> None:
    holder = shape.find("BPMNLabel", BPMNDI)
    name = element.get("name")
    if holder is None or not name or not centred:
        return
    x, y, width, _ = bounds(holder)
    for number, line in enumerate(wrap(name, max(8, int(width / 6)))):
        drawing.parts.append(
            f'<text class="label" x="{x + width / 2}" y="{y + 11 + 13 * number}">{escape(line)}</text>'
        )


def _edge(drawing: Drawing, edge: Element, element: Element) -> None:
    points = [(_number(p.get("x")), _number(p.get("y"))) for p in edge.findall("waypoint", DI)]
    if not points:
        return
    path = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
    marks = drawing.marks(element.get("id") or "")
    drawing.parts.append(f'<path class="flow {marks}" d="{path}"/>')
    drawing.right = max(drawing.right, *(x for x, _ in points))
    _label(drawing, edge, element, centred=True)
