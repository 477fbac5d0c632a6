"""Targets from and to plain data, as TOML and JSON hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast, get_args

from trivium import feel
from trivium.errors import InvalidModel
from trivium.expressions.durations import Duration, parse_duration
from trivium.expressions.errors import InvalidSchedule
from trivium.work.assignment.rule import compiled
from trivium.work.faults import Faults
from trivium.work.sla.policy import Action, Measure, Policy, Scope, Step, Threshold

_MILLISECOND = timedelta(milliseconds=1)
_PERCENT = re.compile(r"(\d{1,4})\s*%")
_RELATIVE = re.compile(r"(P[0-9A-Z.,]+)\s+(before|after)")
_THRESHOLD = "a threshold such as 80%, `PT1H before` or `PT2H after`"
_FIELDS = frozenset(
    {
        *("key", "name", "goal", "scope", "until", "definition", "element"),
        *("min_priority", "max_priority", "target", "measure", "calendar", "warnings"),
        *("steps", "holds"),
    }
)
_STEP_FIELDS = frozenset({"at", "action", "to", "priority", "levels", "ladder", "when", "message"})
RECIPIENTS = ("assignee", "owner", "manager", "candidates", "initiator")
_NAMED = ("user:", "group:", "role:")
_RUNGS = ("group:", "role:")


def read_policy(data: Mapping[str, Any]) -> Policy:
    """A target from data: `key`, `target`, `measure`, `calendar`, what it holds for, and what happens.

    Without `target` it is a rule of escalation: thresholds of its steps are after the beginning.

    Raises:
        InvalidModel: it is none; all that is wrong is listed.
    """
    faults = Faults("sla/invalid")
    faults.only(data, _FIELDS, "the target")
    key = faults.text(data, "key", "the target")
    scope = cast("Scope", _one_of(data, "scope", get_args(Scope), "task", faults))
    until = _one_of(data, "until", ("completed", "claimed"), "completed", faults)
    if until == "claimed" and scope != "task":
        faults.add("until", f"`completed`, since nobody claims an {scope}", until)
    if scope == "element" and not data.get("element"):
        faults.add("element", "the id of an element, since the scope is `element`", None)
    if scope == "instance" and data.get("element"):
        faults.add("element", "none, since the scope is `instance`", data["element"])
    measure = cast("Measure", _one_of(data, "measure", get_args(Measure), "wall", faults))
    calendar = faults.text_or_none(data, "calendar")
    if (calendar is None) != (measure == "wall"):
        expected = "none for a target in all time" if calendar else "the key of a calendar"
        faults.add("calendar", expected, calendar, "sla/calendar-needed")
    is_rule = data.get("target") is None
    if is_rule and ("warnings" in data or not data.get("steps")):
        faults.add("target", "a duration, or else steps, and no warnings", None)
    policy = Policy(
        key=key,
        name=str(data.get("name") or key),
        goal=str(data.get("goal") or (f"rule {key}" if is_rule else "resolution")),
        scope=scope,
        until="claimed" if until == "claimed" else "completed",
        definition=faults.text_or_none(data, "definition"),
        element=faults.text_or_none(data, "element"),
        min_priority=faults.number(data, "min_priority"),
        max_priority=faults.number(data, "max_priority"),
        target=0 if is_rule else _duration(data["target"], "target", measure, faults),
        measure=measure,
        calendar=calendar,
        warnings=() if is_rule else _thresholds(data, measure, faults),
        steps=tuple(
            _step(each, where, scope, measure, faults)
            for where, each in faults.each(data, "steps", "a list of tables with at and action")
        ),
        holds=faults.texts(data, "holds"),
    )
    if policy.target == 0 and not is_rule and not faults.found:
        faults.add("target", "a duration that is longer than nothing", data.get("target"))
    if faults.found:
        raise InvalidModel(faults.found, f"target {key}" if key else "target")
    return policy


def policy_data(policy: Policy) -> dict[str, Any]:
    """The data of a target: reading it gives the same one."""
    found: dict[str, Any] = {
        name: getattr(policy, name)
        for name in ("key", "name", "goal", "scope", "until", "definition", "element")
        if getattr(policy, name) is not None
    }
    for name in ("min_priority", "max_priority", "measure", "calendar"):
        if getattr(policy, name) is not None:
            found[name] = getattr(policy, name)
    if policy.target:
        found["target"] = duration_text(policy.target)
        found["warnings"] = [_threshold_text(each) for each in policy.warnings]
    found["holds"] = list(policy.holds)
    found["steps"] = [_step_data(step) for step in policy.steps]
    return found


def _step_data(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {"at": _threshold_text(step.at), "action": step.action}
    if step.to:
        found["to"] = list(step.to)
    if step.priority is not None:
        found["priority"] = step.priority
    if step.levels != 1:
        found["levels"] = step.levels
    if step.ladder:
        found["ladder"] = list(step.ladder)
    if step.when is not None:
        found["when"] = step.when
    if step.message:
        found["message"] = step.message
    return found


def _step(
    data: Mapping[str, Any], where: str, scope: Scope, measure: Measure, faults: Faults
) -> Step:
    faults.only(data, _STEP_FIELDS, where)
    known = ("notify",) if scope == "element" else get_args(Action)
    action = cast("Action", _one_of(data, "action", known, "notify", faults, where))
    to = faults.texts(data, "to", where)
    for each in to:
        if each not in RECIPIENTS and not each.startswith(_NAMED):
            expected = f"one of {', '.join(RECIPIENTS)}, user:…, group:… or role:…"
            faults.add(f"{where}.to", expected, each, "sla/recipient")
    if action == "escalate" and not all(each.startswith(("user:", "group:")) for each in to):
        faults.add(f"{where}.to", "user:… or group:… to offer it to", list(to), "sla/recipient")
    if action in {"notify", "escalate"} and not to:
        faults.add(f"{where}.to", "who is meant", None, "sla/recipient")
    when = _condition(data, where, faults)
    usual = None if when is None else "0%"
    priority = faults.number(data, "priority", where=where)
    if (action == "raise-priority") != (priority is not None):
        expected = "a priority to raise it to" if priority is None else "no priority here"
        faults.add(f"{where}.priority", expected, priority)
    return Step(
        at=_threshold(data.get("at", usual), f"{where}.at", measure, faults),
        action=action,
        to=to,
        priority=priority,
        levels=faults.number(data, "levels", at_least=1, where=where) or 1,
        ladder=_ladder(data, where, action, faults),
        when=when,
        message=str(data.get("message", "")),
    )


def _condition(data: Mapping[str, Any], where: str, faults: Faults) -> str | None:
    when = faults.text_or_none(data, "when")
    if when is not None:
        try:
            compiled(when)
        except feel.FeelSyntaxError as error:
            faults.say(f"{where}.when", error.message, "sla/condition")
    return when


def _ladder(data: Mapping[str, Any], where: str, action: Action, faults: Faults) -> tuple[str, ...]:
    ladder = faults.texts(data, "ladder", where)
    if ladder and action != "reassign":
        faults.add(f"{where}.ladder", "none but with the action reassign", list(ladder))
    for each in ladder:
        if not each.startswith(_RUNGS):
            faults.add(f"{where}.ladder", "group:… or role:…", each, "sla/recipient")
    return ladder


def _thresholds(data: Mapping[str, Any], measure: Measure, faults: Faults) -> tuple[Threshold, ...]:
    values = data.get("warnings", ["80%"])
    if not isinstance(values, list | tuple):
        faults.add("warnings", f"a list of {_THRESHOLD}", values, "sla/threshold")
        return ()
    return tuple(
        _threshold(each, f"warnings[{number}]", measure, faults)
        for number, each in enumerate(values)
    )


def _threshold(value: Any, where: str, measure: Measure, faults: Faults) -> Threshold:
    text = value.strip() if isinstance(value, str) else ""
    percent = _PERCENT.fullmatch(text)
    if percent is not None:
        return Threshold(percent=int(percent[1]))
    relative = _RELATIVE.fullmatch(text)
    if relative is None:
        faults.add(where, _THRESHOLD, value, "sla/threshold")
        return Threshold()
    sign = -1 if relative[2] == "before" else 1
    return Threshold(offset=sign * _duration(relative[1], where, measure, faults))


def _duration(value: Any, where: str, measure: Measure, faults: Faults) -> int:
    """Milliseconds; a day is 24 hours, which is right on the wall and for whole days, but not at work."""
    try:
        found = parse_duration(value if isinstance(value, str) else "")
    except InvalidSchedule:
        found = Duration(months=1)
    if found.months or found.is_negative:
        faults.add(where, "a duration such as PT4H or P5D", value, "sla/duration")
        return 1
    if found.days and measure == "working":
        expected = "working hours such as PT16H; days are counted by the measure `days`"
        faults.add(where, expected, value, "sla/duration")
    return (timedelta(days=found.days) + found.rest) // _MILLISECOND


def duration_text(milliseconds: int) -> str:
    """The duration in ISO 8601, in hours, minutes and seconds: PT36H, PT1H30M, PT0.5S."""
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    seconds = f"{rest / 1000:g}"
    parts = (f"{hours}H" if hours else "", f"{minutes}M" if minutes else "")
    text = "".join((*parts, f"{seconds}S" if rest else ""))
    return f"PT{text or '0S'}"


def _threshold_text(threshold: Threshold) -> str:
    if threshold.percent is not None:
        return f"{threshold.percent}%"
    word = "before" if threshold.offset < 0 else "after"
    return f"{duration_text(abs(threshold.offset))} {word}"


def _one_of(  # a field, what it may be, and where it stands
    data: Mapping[str, Any],
    name: str,
    known: tuple[str, ...],
    usual: str,
    faults: Faults,
    where: str = "",
) -> str:
    value = data.get(name, usual)
    if value in known:
        return str(value)
    faults.add(f"{where}.{name}" if where else name, f"one of {', '.join(known)}", value)
    return usual
