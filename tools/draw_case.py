"""Draws a CMMN file as SVG from its diagram data, with the states of the plan items of a case.

python -m tools.draw_case examples/patient.cmmn --states admission=completed,treatment=active > picture.svg

Without arguments it plays the patient of the examples halfway, and writes the picture of the documentation.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from textwrap import wrap

from trivium.bpmn.drawing import Drawing, bounds
from trivium.cmmn.names import CMMN
from trivium.kernel.additions import ListensTo, NewCriterion, NewPlanItem
from trivium.testing import TestEngine
from trivium.xml import Element, parse

_ROOT = Path(__file__).parents[1]
_MODEL = _ROOT / "examples" / "patient.cmmn"
PAGE = _ROOT / "docs" / "pictures" / "patient-care.svg"
_COLOURS = {
    "available": ("#8a97a4", "#ffffff"),
    "enabled": ("#2563a8", "#eaf2fb"),
    "active": ("#c7700a", "#fff3e0"),
    "suspended": ("#8a6d00", "#fdf6d8"),
    "completed": ("#1f7a4d", "#e9f6ef"),
    "disabled": ("#8a97a4", "#eef0f2"),
    "terminated": ("#8a97a4", "#eef0f2"),
    "failed": ("#b3261e", "#fdecea"),
}
_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1d2733; text-anchor: middle }
.mark { font-size: 9px; fill: #7a8794; text-anchor: start }
.rule { font-size: 13px; font-weight: 600 }
.state { font-size: 10px; text-anchor: end }
.title { font-weight: 600 }
.shape { fill: #fff; stroke: #44515e; stroke-width: 1.5 }
.plan, .stage { fill: #fafbfc }
.optional { stroke-dasharray: 5 4 }
.added { stroke-dasharray: 2 3 }
.exit { fill: #44515e }
.flow { fill: none; stroke: #8a97a4; stroke-width: 1.4; stroke-dasharray: 7 3 1 3 }
"""
_TASK_MARKS = {
    "humanTask": "user",
    "processTask": "process",
    "caseTask": "case",
    "decisionTask": "decision",
}
_RULES = {"requiredRule": "!", "repetitionRule": "#", "manualActivationRule": "▷"}
_CRITERIA = {"entryCriterion", "exitCriterion"}


@dataclass
class _Box:
    """A plan item to draw: what it is an item of, where, and in which states its instances are."""

    xml: Element
    definition: Element
    place: tuple[float, float, float, float]
    states: list[str]
    is_open: bool = False
    marks: str = ""
    colour: str = field(init=False, default="")

    def __post_init__(self) -> None:
        if self.states:
            stroke, fill = _COLOURS.get(self.states[-1], _COLOURS["available"])
            fill = "none" if self.is_open else fill
            self.colour = f' style="stroke:{stroke};fill:{fill};stroke-width:2.2"'

    @property
    def name(self) -> str:
        return (
            self.xml.get("name") or self.definition.get("name") or self.definition.get("id") or ""
        )


def draw(model: Element, states: dict[str, list[str]], added: dict[str, str]) -> str:
    """The SVG of the first diagram of a model; `added` are the names of items that are not in it."""
    elements = {
        xml.get("id") or "": xml for xml in model.iter() if xml.namespace == CMMN and xml.get("id")
    }
    drawing = Drawing(set(), set(), style=_STYLE)
    shapes = [xml for xml in model.iter() if xml.name == "CMMNShape"]
    for shape in shapes:
        xml = elements[shape.get("cmmnElementRef") or ""]
        if xml.name not in _CRITERIA:
            _shape(drawing, shape, xml, elements, states)
    for edge in (xml for xml in model.iter() if xml.name == "CMMNEdge"):
        points = [(p.get("x"), p.get("y")) for p in edge.children if p.name == "waypoint"]
        path = " L".join(f"{x} {y}" for x, y in points)
        drawing.parts.append(f'<path class="flow" d="M{path}"/>')
    for shape in shapes:
        xml = elements[shape.get("cmmnElementRef") or ""]
        if xml.name in _CRITERIA:
            _criterion(drawing, bounds(shape), xml)
    _added(drawing, states, added)
    return drawing.svg()


def _shape(
    drawing: Drawing,
    shape: Element,
    xml: Element,
    elements: dict[str, Element],
    states: dict[str, list[str]],
) -> None:
    definition = elements.get(xml.get("definitionRef") or "", xml)
    is_open = definition.name in {"stage", "planFragment"} and shape.get("isCollapsed") != "true"
    box = _Box(xml, definition, bounds(shape), states.get(xml.get("id") or "", []), is_open=is_open)
    box.marks = "optional" if xml.name == "discretionaryItem" else ""
    _grow(drawing, box.place)
    if definition.name == "casePlanModel":
        _plan(drawing, box)
    else:
        _item(drawing, box)


def _grow(drawing: Drawing, place: tuple[float, float, float, float]) -> None:
    x, y, width, height = place
    drawing.left, drawing.top = min(drawing.left, x), min(drawing.top, y)
    drawing.right = max(drawing.right, x + width)
    drawing.bottom = max(drawing.bottom, y + height)


def _plan(drawing: Drawing, box: _Box) -> None:
    """The case plan model: a folder."""
    x, y, width, height = box.place
    tab = 9 * len(box.name)
    drawing.top = min(drawing.top, y - 26)
    add = drawing.parts.append
    add(f'<path class="shape plan" d="M{x} {y}v-24h{tab}l10 24"/>')
    add(f'<rect class="shape plan" x="{x}" y="{y}" width="{width}" height="{height}"/>')
    add(f'<text class="title" x="{x + tab / 2}" y="{y - 8}">{escape(box.name)}</text>')
    if box.definition.get("autoComplete") == "true":
        add(f'<rect x="{x + width / 2 - 5}" y="{y + height - 14}" width="10" height="10"/>')


def _item(drawing: Drawing, box: _Box) -> None:
    x, y, width, height = box.place
    kind = box.definition.name
    attributes = f'class="shape {box.marks}"{box.colour}'
    add = drawing.parts.append
    if kind in {"stage", "planFragment"}:
        cut = 12
        inner_w, inner_h = width - 2 * cut, height - 2 * cut
        add(
            f'<path class="shape stage {box.marks}"{box.colour} d="M{x + cut} {y}h{inner_w}l{cut} {cut}'
            f'v{inner_h}l-{cut} {cut}h-{inner_w}l-{cut} -{cut}v-{inner_h}z"/>'
        )
    elif kind.endswith("istener"):
        _listener(drawing, box, attributes)
        return
    else:
        radius = height / 2 if kind == "milestone" else 8
        add(f'<rect {attributes} x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}"/>')
    if kind in _TASK_MARKS:
        add(f'<text class="mark" x="{x + 9}" y="{y + 15}">{_TASK_MARKS[kind]}</text>')
    _names(drawing, box)
    _rules(drawing, box)


def _listener(drawing: Drawing, box: _Box, attributes: str) -> None:
    x, y, width, height = box.place
    middle, centre, radius = x + width / 2, y + height / 2, min(width, height) / 2
    add = drawing.parts.append
    for each in (radius, radius - 4):
        add(f'<circle {attributes} cx="{middle}" cy="{centre}" r="{each}"/>')
    symbol = "◷" if box.definition.name == "timerEventListener" else "☞"
    add(f'<text x="{middle}" y="{centre + 6}" font-size="16">{symbol}</text>')
    add(f'<text x="{middle}" y="{y + height + 14}">{escape(box.name)}</text>')


def _names(drawing: Drawing, box: _Box) -> None:
    x, y, width, height = box.place
    lines = [box.name] if box.is_open else wrap(box.name, max(10, int((width - 20) / 7)))
    top = y + 22 if box.is_open else y + height / 2 - 7.5 * (len(lines) - 1) + 4
    style = ' class="title"' if box.is_open else ""
    for number, line in enumerate(lines):
        drawing.parts.append(
            f'<text{style} x="{x + width / 2}" y="{top + 15 * number}">{escape(line)}</text>'
        )
    if box.states:
        same = box.states.count(box.states[-1])
        count = f" ×{same}" if same > 1 else ""
        right = x + width - (18 if box.definition.name in {"stage", "milestone"} else 8)
        colour = _COLOURS.get(box.states[-1], _COLOURS["available"])[0]
        low = y + height + 12 if box.definition.name == "milestone" else y + height - 7
        drawing.parts.append(
            f'<text class="state" x="{right}" y="{low}" style="fill:{colour}">{box.states[-1]}{count}</text>'
        )


def _rules(drawing: Drawing, box: _Box) -> None:
    """What decorates an item: required, repeated, started by hand; a stage that completes by itself."""
    x, y, width, height = box.place
    found: dict[str, None] = {}
    for holder in (*box.definition.children, *box.xml.children):
        if holder.name in {"defaultControl", "itemControl"}:
            found |= dict.fromkeys(_RULES[rule.name] for rule in holder.children)
    marks = "".join(found) + ("■" if box.definition.get("autoComplete") == "true" else "")
    if marks:
        left = x + (width / 2 if box.is_open else 16)
        low = y + height - (8 if box.definition.name != "milestone" else -12)
        drawing.parts.append(f'<text class="rule" x="{left}" y="{low}">{" ".join(marks)}</text>')


def _criterion(drawing: Drawing, place: tuple[float, float, float, float], xml: Element) -> None:
    x, y, width, height = place
    kind = "exit" if xml.name == "exitCriterion" else ""
    points = (
        f"{x + width / 2},{y} {x + width},{y + height / 2} {x + width / 2},{y + height}"
        f" {x},{y + height / 2}"
    )
    drawing.parts.append(f'<polygon class="shape {kind}" points="{points}"/>')


def _added(drawing: Drawing, states: dict[str, list[str]], added: dict[str, str]) -> None:
    """What the model did not foresee has no place in its diagram: it stands below."""
    if not added:
        return
    x, y = drawing.left, drawing.bottom + 24
    drawing.parts.append(
        f'<text class="mark" x="{x}" y="{y}" style="font-size:11px">added to this case</text>'
    )
    for number, (element, name) in enumerate(added.items()):
        place = (x + 140 * number, y + 10, 120.0, 62.0)
        shown = Element("humanTask", CMMN, {"id": element, "name": name})
        box = _Box(shown, shown, place, states.get(element, []), marks="added")
        _grow(drawing, place)
        _item(drawing, box)


def page() -> str:
    """The patient of the examples, halfway: assessed, in a crisis, and with something added."""
    with TestEngine() as engine:
        engine.deploy(_MODEL.read_bytes())
        case = engine.start("patient").id
        engine.cases.change_file(case, "referral", "create", {"name": "John Doe"})
        for element in ("admission", "assessment"):
            (task,) = (each for each in engine.tasks.query(case) if each.element_id == element)
            engine.tasks.complete(task.id)
        engine.cases.plan(case, "secondOpinion", roles=["physician"])
        engine.cases.change_file(case, "vitalSigns", "create", {"potassium": 4})
        engine.cases.change_file(case, "vitalSigns", "update", {"potassium": 7})
        stabilized = NewCriterion(on=(ListensTo(item="stabilized", event="occur"),))
        engine.cases.add(case, NewPlanItem(id="family", name="Call the family"))
        engine.cases.add(case, NewPlanItem(id="home", name="Visit the home", entry=(stabilized,)))
        states: dict[str, list[str]] = {}
        for item in engine.cases.items(case, limit=100):
            states.setdefault(item.element_id, []).append(item.state)
        for found in states.values():  # what is repeated waits for the next time: less telling
            found.sort(key=lambda state: state != "available")
    added = {"family": "Call the family", "home": "Visit the home"}
    return draw(parse(_MODEL.read_bytes()).root, states, added)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, nargs="?")
    parser.add_argument("--states", default="", help="ITEM=STATE, with commas")
    options = parser.parse_args()
    if options.model is None:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    states: dict[str, list[str]] = {}
    for each in filter(None, options.states.split(",")):
        item, _, state = each.partition("=")
        states.setdefault(item, []).append(state)
    sys.stdout.write(draw(parse(options.model.read_bytes()).root, states, {}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
