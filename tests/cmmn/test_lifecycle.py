"""Every state and every transition, legal or refused, as in the tables of CMMN 1.1, section 8.4."""

from __future__ import annotations

import pytest

from trivium.errors import WrongState
from trivium.testing import engine as open_engine

_TASK = """
state      transition   becomes
available  terminate    -
available  suspend      -
available  complete     -
available  manualStart  -
available  enable       -
available  start        -
enabled    manualStart  active
enabled    disable      disabled
disabled   reenable     enabled
active     suspend      suspended
active     complete     completed
active     terminate    terminated
active     fault        failed
suspended  resume       active
failed     reactivate   active
"""
_OCCURRING = """
state      transition   becomes
available  occur        completed
available  suspend      suspended
available  terminate    terminated
suspended  resume       available
"""
_CASE = """
state      transition   becomes
active     suspend      suspended
active     complete     completed
active     terminate    terminated
active     fault        failed
suspended  resume       active
suspended  reactivate   active
suspended  close        closed
failed     reactivate   active
failed     close        closed
completed  reactivate   active
completed  close        closed
terminated reactivate   active
terminated close        closed
"""
_ALL = [
    "create",
    "enable",
    "start",
    "disable",
    "manualStart",
    "reenable",
    "suspend",
    "resume",
    "fault",
    "reactivate",
    "complete",
    "terminate",
    "exit",
    "parentSuspend",
    "parentResume",
    "parentTerminate",
    "occur",
    "close",
]
_WAY = {  # how something that is created comes to a state
    "task": {
        "available": [],
        "enabled": ["begin"],
        "disabled": ["begin", "disable"],
        "active": ["begin", "manualStart"],
        "suspended": ["begin", "manualStart", "suspend"],
        "failed": ["begin", "manualStart", "fault"],
    },
    "milestone": {"available": [], "suspended": ["suspend"]},
    "case": {
        "active": [],
        "suspended": ["suspend"],
        "failed": ["fault"],
        "completed": ["complete"],
        "terminated": ["terminate"],
    },
}
_DEFINITIONS = {
    "humanTask": ("task", ""),
    "task": ("task", ""),
    "stage": ("task", ""),
    "milestone": ("milestone", ""),
    "userEventListener": ("milestone", ""),
    "eventListener": ("milestone", ""),
    "timerEventListener": ("milestone", "<timerExpression>PT1H</timerExpression>"),
}
_MODEL = """<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c"><casePlanModel id="plan">
<planItem id="x" definitionRef="d">{control}<entryCriterion id="e" sentryRef="s"/></planItem>
<planItem id="beside" definitionRef="t">{beside}</planItem>
<sentry id="s"><ifPart><condition>begun</condition></ifPart></sentry>
<{kind} id="d">{inside}</{kind}><humanTask id="t"/></casePlanModel></case></definitions>"""
_MANUAL = "<itemControl><manualActivationRule/></itemControl>"


def _rows(table):
    lines = [line.split() for line in table.strip().splitlines()[1:]]
    return {(state, transition): becomes for state, transition, becomes in lines if becomes != "-"}


_LEGAL = {"task": _rows(_TASK), "milestone": _rows(_OCCURRING), "case": _rows(_CASE)}
_CASES = [
    (kind, state, transition)
    for kind, (family, _) in _DEFINITIONS.items()
    for state in _WAY[family]
    for transition in _ALL
]


def _model(kind):
    family, inside = _DEFINITIONS.get(kind, ("case", ""))
    if kind == "stage":
        inside = '<planItem id="in" definitionRef="t">' + _MANUAL + "</planItem>"
    control = _MANUAL if family == "task" else ""
    text = _MODEL.format(
        kind=kind if kind in _DEFINITIONS else "milestone",
        inside=inside,
        control=control,
        beside=_MANUAL,
    )
    return text.encode()


@pytest.fixture(scope="module")
def engine():
    with open_engine() as opened:
        yield opened


def _state(engine, case, item):
    if item is None:
        return engine.instances.get(case).state
    return next(each.state for each in engine.cases.items(case) if each.item == item)


def _brought(engine, kind, family, state):
    engine.deploy(_model(kind))
    case = engine.start("c", {"begun": False}).id
    item = None
    if family != "case":
        (item,) = (each.item for each in engine.cases.items(case, element="x"))
    for step in _WAY[family][state]:
        if step == "begin":
            engine.instances.set_variables(case, {"begun": True})
        else:
            engine.cases.transition(case, step, item)
    assert _state(engine, case, item) == state
    return case, item


def _try(engine, kind, family, state, transition):
    case, item = _brought(engine, kind, family, state)
    becomes = _LEGAL[family].get((state, transition))
    if becomes is None:
        with pytest.raises(WrongState) as refused:
            engine.cases.transition(case, transition, item)
        assert refused.value.code == "case/illegal-transition"
        legal = sorted(name for at, name in _LEGAL[family] if at == state)
        assert sorted(refused.value.facts["legal"]) == legal
        assert _state(engine, case, item) == state
    else:
        engine.cases.transition(case, transition, item)
        assert _state(engine, case, item) == becomes


@pytest.mark.parametrize(("kind", "state", "transition"), _CASES)
def test_plan_item_makes_the_legal_transitions_and_no_others(engine, kind, state, transition):
    _try(engine, kind, _DEFINITIONS[kind][0], state, transition)


@pytest.mark.parametrize("state", _WAY["case"])
@pytest.mark.parametrize("transition", _ALL)
def test_case_makes_the_legal_transitions_and_no_others(engine, state, transition):
    _try(engine, "milestone as a case", "case", state, transition)
