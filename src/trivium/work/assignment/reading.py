"""Rules of assignment from and to plain data, as TOML and JSON hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from trivium import feel
from trivium.errors import InvalidModel
from trivium.work.assignment.rule import Rule, Strategy, compiled
from trivium.work.faults import Faults

_FIELDS = frozenset(
    {
        *("key", "strategies", "definition", "element", "users", "groups", "skills"),
        *("capacity", "is_overloading", "levels", "expression"),
    }
)


def read_rule(data: Mapping[str, Any]) -> Rule:
    """A rule from data: `key`, `strategies`, which tasks it is for, and who is to be chosen from.

    Raises:
        InvalidModel: it is none; all that is wrong is listed.
    """
    faults = Faults("assignment/invalid")
    faults.only(data, _FIELDS, "the rule")
    key = faults.text(data, "key", "the rule")
    rule = Rule(
        key=key,
        strategies=_strategies(data, faults),
        definition=faults.text_or_none(data, "definition"),
        element=faults.text_or_none(data, "element"),
        users=faults.texts(data, "users"),
        groups=faults.texts(data, "groups"),
        skills=_skills(data, faults),
        capacity=faults.number(data, "capacity", at_least=0),
        is_overloading=data.get("is_overloading") is True,
        levels=faults.number(data, "levels", at_least=1) or 1,
        expression=faults.text_or_none(data, "expression"),
    )
    if "skills" in rule.strategies and not rule.skills and "skills" not in data:
        faults.add("skills", "the levels that are needed, such as {english = 2}", None)
    if ("expression" in rule.strategies) != (rule.expression is not None):
        expected = (
            "none without the strategy `expression`" if rule.expression else "a FEEL expression"
        )
        faults.add("expression", expected, rule.expression, "assignment/expression")
    if rule.expression is not None:
        try:
            compiled(rule.expression)
        except feel.FeelSyntaxError as error:
            faults.say("expression", error.message, "assignment/expression")
    if faults.found:
        raise InvalidModel(faults.found, f"rule {key}" if key else "rule")
    return rule


def rule_data(rule: Rule) -> dict[str, Any]:
    """The data of a rule: reading it gives the same one."""
    found: dict[str, Any] = {"key": rule.key, "strategies": list(rule.strategies)}
    for name in ("definition", "element", "capacity", "expression"):
        if getattr(rule, name) is not None:
            found[name] = getattr(rule, name)
    for name in ("users", "groups"):
        if getattr(rule, name):
            found[name] = list(getattr(rule, name))
    if rule.skills:
        found["skills"] = dict(rule.skills)
    if rule.is_overloading:
        found["is_overloading"] = True
    if rule.levels != 1:
        found["levels"] = rule.levels
    return found


def _strategies(data: Mapping[str, Any], faults: Faults) -> tuple[Strategy, ...]:
    found = faults.texts(data, "strategies")
    if not found:
        faults.add("strategies", f"one or more of {', '.join(get_args(Strategy))}", None)
    for each in found:
        if each not in get_args(Strategy):
            faults.add(
                "strategies",
                f"one or more of {', '.join(get_args(Strategy))}",
                each,
                "assignment/unknown-strategy",
            )
    return cast("tuple[Strategy, ...]", found)


def _skills(data: Mapping[str, Any], faults: Faults) -> dict[str, int]:
    value = data.get("skills", {})
    if not isinstance(value, Mapping):
        faults.add("skills", "a table of levels by skill", value)
        return {}
    return {
        str(name): faults.number(value, name, at_least=1, where="skills") or 1 for name in value
    }
