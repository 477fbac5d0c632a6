"""Strategies: whom of a situation a task is given to, and why. The same situation gives the same choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import msgspec

from trivium import feel
from trivium.kernel.moments import from_ms
from trivium.work.assignment.rule import Choice, Considered, Rule, Situation, Task, compiled

_NEVER = -1


def choose(rule: Rule, task: Task, situation: Situation) -> Choice:
    """The choice of the first strategy that finds somebody; else that of the last, with all reasons."""
    failed: list[Choice] = []
    for strategy in rule.strategies:
        choice = STRATEGIES[strategy](rule, task, situation)
        if choice.user is not None:
            before = "".join(f"{each.strategy}: {each.why} " for each in failed)
            return msgspec.structs.replace(choice, why=before + choice.why)
        failed.append(choice)
    why = " ".join(f"{each.strategy}: {each.why}" for each in failed)
    return msgspec.structs.replace(failed[-1], why=why)


def distribute(rule: Rule, tasks: Iterable[Task], situation: Situation) -> dict[str, Choice]:
    """Choices for many tasks, the most important first; each adds to the load of whom it chose."""
    found: dict[str, Choice] = {}
    for task in sorted(tasks, key=lambda each: (-each.priority, each.id)):
        choice = found[task.id] = choose(rule, task, situation)
        if choice.user is not None:
            loads = {**situation.loads, choice.user: situation.load(choice.user) + 1}
            chosen = {**situation.last_chosen, choice.user: situation.now + len(found)}
            situation = msgspec.structs.replace(situation, loads=loads, last_chosen=chosen)
    return found


# -- among several


def round_robin(rule: Rule, task: Task, situation: Situation) -> Choice:
    """Whoever was not chosen for the longest time."""
    free, said = _free(rule, task, situation)
    if not free:
        return _nobody("round-robin", said)
    user = min(free, key=lambda each: (situation.last_chosen.get(each, _NEVER), each))
    last = situation.last_chosen.get(user)
    when = "was never chosen" if last is None else f"was chosen last on {_time(last)}"
    why = f"Of {_count(free)} {user} waits longest and {when}."
    return Choice(user, "round-robin", why, tuple(said))


def least_loaded(rule: Rule, task: Task, situation: Situation) -> Choice:
    """Whoever has the fewest open tasks."""
    free, said = _free(rule, task, situation)
    if not free:
        return _nobody("least-loaded", said)
    user = min(free, key=lambda each: (situation.load(each), *_longest_waiting(each, situation)))
    others = [Considered(each, _tasks(situation.load(each))) for each in free]
    why = f"Of {_count(free)} {user} has the fewest open tasks: {situation.load(user)}."
    return Choice(user, "least-loaded", why, (*others, *said))


def by_skills(rule: Rule, task: Task, situation: Situation) -> Choice:
    """Whoever has the highest score: skills × load × priority.

    Skills are the mean of how far each needed level is reached, at most 1; load is 1 / (1 + open tasks);
    priority is 1 + priority / 100. Who has none of the needed skills is not chosen.
    """
    free, said = _free(rule, task, situation)
    scores = {user: score(rule, task, situation, user) for user in free}
    able = [user for user in free if scores[user] > 0]
    said = [
        *said,
        *(Considered(user, "has none of the skills") for user in free if user not in able),
    ]
    if not able:
        return _nobody("skills", said)
    user = min(able, key=lambda each: (-scores[each], *_longest_waiting(each, situation)))
    others = [Considered(each, f"score {_decimal(scores[each])}") for each in able]
    parts = (
        f"skills {_decimal(_skill(rule, situation, user))} × load"
        f" {_decimal(_ease(situation, user))} × priority {_decimal(_weight(task))}"
    )
    why = f"Of {_count(able)} {user} has the highest score: {parts} = {_decimal(scores[user])}."
    return Choice(user, "skills", why, (*others, *said))


def score(rule: Rule, task: Task, situation: Situation, user: str) -> Fraction:
    """How well somebody suits a task."""
    return _skill(rule, situation, user) * _ease(situation, user) * _weight(task)


# -- one in particular


def last_assignee(rule: Rule, task: Task, situation: Situation) -> Choice:
    """Who had this task before in the same instance."""
    del rule
    if task.last_assignee is None:
        return Choice(None, "last-assignee", "Nobody had this task before.")
    return _one(task.last_assignee, "last-assignee", "had this task before", situation)


def manager_of_initiator(rule: Rule, task: Task, situation: Situation) -> Choice:
    """Who is above whoever started the instance."""
    if task.initiator is None:
        return Choice(None, "manager-of-initiator", "It is not known who started the instance.")
    above = list(situation.people.managers(task.initiator))
    if len(above) < rule.levels:
        why = f"{task.initiator} has {len(above)} managers above, not {rule.levels}."
        return Choice(None, "manager-of-initiator", why)
    said = f"is manager of {task.initiator}, who started the instance"
    return _one(above[rule.levels - 1], "manager-of-initiator", said, situation)


def by_expression(rule: Rule, task: Task, situation: Situation) -> Choice:
    """The user, or the first available one of a list, that the expression of the rule gives.

    It sees the variables of the task, and `initiator`, `priority`, `candidates` and `loads`.
    """
    own: dict[str, Any] = {
        "initiator": task.initiator,
        "priority": task.priority,
        "candidates": _pool(rule, task, situation),
        "loads": dict(situation.loads),
    }
    value = compiled(rule.expression or "null").evaluate({**task.variables, **own})
    names = value if isinstance(value, list) else [value]
    said: list[Considered] = []
    for name in names:
        if isinstance(name, str) and name:
            choice = _one(name, "expression", "is what the expression gives", situation)
            if choice.user is not None:
                return msgspec.structs.replace(choice, considered=tuple(said))
            said.append(Considered(name, choice.why))
    if said:
        return _nobody("expression", said)
    found = feel.string_of(value) if value is not None else "nothing"
    return Choice(None, "expression", f"The expression gives {found}, and no user.")


STRATEGIES: dict[str, Callable[[Rule, Task, Situation], Choice]] = {
    "round-robin": round_robin,
    "least-loaded": least_loaded,
    "skills": by_skills,
    "last-assignee": last_assignee,
    "manager-of-initiator": manager_of_initiator,
    "expression": by_expression,
}


# -- who can be chosen


def _pool(rule: Rule, task: Task, situation: Situation) -> list[str]:
    users, groups = rule.users, rule.groups
    if not users and not groups:
        users, groups = task.candidate_users, task.candidate_groups
    members = {member for group in groups for member in situation.people.members(group)}
    return sorted({*users, *members})


def _free(rule: Rule, task: Task, situation: Situation) -> tuple[list[str], list[Considered]]:
    """Who is there and has time; and what is to be said of the others.

    If all are away their substitutes are asked.
    """
    pool = _pool(rule, task, situation)
    said = [_away(user, situation) for user in pool if not _is_there(user, situation)]
    there = [user for user in pool if _is_there(user, situation)]
    if not there:
        found = {situation.people.stand_in(user, situation.now) for user in pool}
        there = sorted(user for user in found if user is not None)
    free = [user for user in there if not _is_full(rule, user, situation)]
    if not free and rule.is_overloading:
        return there, said
    busy = [user for user in there if user not in free]
    said.extend(Considered(user, f"has enough: {_tasks(situation.load(user))}") for user in busy)
    return free, said


def _is_there(user: str, situation: Situation) -> bool:
    return situation.people.person(user).is_available(situation.now)


def _is_full(rule: Rule, user: str, situation: Situation) -> bool:
    capacity = situation.people.person(user).capacity
    if capacity is None:
        capacity = rule.capacity
    return capacity is not None and situation.load(user) >= capacity


def _one(user: str, strategy: str, reason: str, situation: Situation) -> Choice:
    """Somebody in particular, or who stands in for them."""
    if _is_there(user, situation):
        return Choice(user, strategy, f"{user} {reason}.")
    away = _away(user, situation).why
    other = situation.people.stand_in(user, situation.now)
    if other is None:
        return Choice(None, strategy, f"{user} {reason}, but {away}, and nobody stands in.")
    return Choice(other, strategy, f"{user} {reason}, but {away}; {other} stands in.")


def _away(user: str, situation: Situation) -> Considered:
    absence = situation.people.person(user).absence(situation.now)
    return Considered(
        user, "is not active" if absence is None else f"is away until {_time(absence.end)}"
    )


# -- scores


def _skill(rule: Rule, situation: Situation, user: str) -> Fraction:
    if not rule.skills:
        return Fraction(1)
    own = situation.people.person(user).skills
    reached = [
        min(Fraction(own.get(name, 0), needed), Fraction(1)) for name, needed in rule.skills.items()
    ]
    return sum(reached, Fraction(0)) / len(reached)


def _ease(situation: Situation, user: str) -> Fraction:
    return Fraction(1, 1 + situation.load(user))


def _weight(task: Task) -> Fraction:
    return 1 + Fraction(task.priority, 100)


def _longest_waiting(user: str, situation: Situation) -> tuple[int, str]:
    return situation.last_chosen.get(user, _NEVER), user


# -- words


def _nobody(strategy: str, said: list[Considered]) -> Choice:
    if not said:
        return Choice(None, strategy, "There is nobody to choose from.")
    reasons = "; ".join(f"{each.user} {each.why}" for each in said)
    return Choice(None, strategy, f"Nobody is free: {reasons}.", tuple(said))


def _count(users: list[str]) -> str:
    return "1 person" if len(users) == 1 else f"{len(users)} people"


def _tasks(count: int) -> str:
    return "1 open task" if count == 1 else f"{count} open tasks"


def _time(milliseconds: int) -> str:
    return f"{from_ms(milliseconds):%Y-%m-%d %H:%M} UTC"


def _decimal(number: Fraction) -> str:
    return f"{float(number):.3g}"
