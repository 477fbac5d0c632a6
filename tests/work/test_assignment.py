from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivium.errors import InvalidModel
from trivium.work.assignment import (
    STRATEGIES,
    Rule,
    Situation,
    Task,
    choose,
    distribute,
    read_rule,
    rule_data,
    rule_for,
)
from trivium.work.assignment.strategies import score
from trivium.work.people import Absence, People, Person

_NOW = 1_790_000_000_000
_HOUR = 3_600_000


def people(*persons):
    return People({each.id: each for each in persons})


_ANALYSTS = people(
    Person(id="adam", groups=frozenset({"analysts"}), manager="mona", skills={"credit": 1}),
    Person(id="bela", groups=frozenset({"analysts"}), manager="mona", skills={"credit": 3}),
    Person(id="cleo", groups=frozenset({"analysts"}), manager="mona", skills={"english": 2}),
    Person(id="mona", manager="nora"),
    Person(id="nora"),
)
_TASK = Task(id="t", candidate_groups=("analysts",))


def decide(strategy, task=_TASK, situation=None, **rule):
    strategies = (strategy,) if isinstance(strategy, str) else strategy
    return choose(
        Rule(key="r", strategies=strategies, **rule),
        task,
        situation or Situation(now=_NOW, people=_ANALYSTS),
    )


def situation(persons=_ANALYSTS, **facts):
    return Situation(now=_NOW, people=persons, **facts)


def away(person, substitute=None):
    absence = Absence(_NOW - _HOUR, _NOW + _HOUR, substitute)
    return Person(id=person, groups=frozenset({"analysts"}), absences=(absence,))


def test_round_robin_takes_turns():
    last = {}
    order = []
    for turn in range(7):
        choice = decide("round-robin", situation=situation(last_chosen=last))
        order.append(choice.user)
        last = {**last, choice.user: _NOW + turn}
    assert order == ["adam", "bela", "cleo", "adam", "bela", "cleo", "adam"]


def test_fewest_open_tasks_win():
    choice = decide("least-loaded", situation=situation(loads={"adam": 3, "bela": 1, "cleo": 2}))
    assert choice.user == "bela"
    assert choice.why == "Of 3 people bela has the fewest open tasks: 1."
    assert [(each.user, each.why) for each in choice.considered] == [
        ("adam", "3 open tasks"),
        ("bela", "1 open task"),
        ("cleo", "2 open tasks"),
    ]


def test_equally_loaded_take_turns():
    choice = decide(
        "least-loaded", situation=situation(last_chosen={"adam": 5, "bela": 4, "cleo": 6})
    )
    assert choice.user == "bela"


def test_own_capacity_comes_before_that_of_the_rule():
    persons = people(
        Person(id="adam", groups=frozenset({"analysts"}), capacity=5),
        Person(id="bela", groups=frozenset({"analysts"})),
    )
    now = situation(persons, loads={"adam": 4, "bela": 3})
    assert decide("least-loaded", situation=now, capacity=3).user == "adam"


def test_task_waits_where_all_have_enough():
    now = situation(loads={"adam": 2, "bela": 2, "cleo": 3})
    choice = decide("least-loaded", situation=now, capacity=2)
    assert choice.user is None
    assert choice.why == (
        "least-loaded: Nobody is free: adam has enough: 2 open tasks; bela has enough: 2 open tasks;"
        " cleo has enough: 3 open tasks."
    )
    assert decide("least-loaded", situation=now, capacity=2, is_overloading=True).user == "adam"


def test_score_is_skills_by_load_by_priority():
    rule = Rule(key="r", strategies=("skills",), skills={"credit": 2, "english": 2})
    task = Task(id="t", priority=50, candidate_groups=("analysts",))
    now = situation(loads={"bela": 1})
    assert score(rule, task, now, "adam") == Fraction(1, 4) * Fraction(3, 2)
    assert score(rule, task, now, "bela") == Fraction(1, 2) * Fraction(1, 2) * Fraction(3, 2)
    assert score(rule, task, now, "cleo") == Fraction(1, 2) * Fraction(3, 2)
    choice = choose(rule, task, now)
    assert choice.user == "cleo"
    assert "skills 0.5 × load 1 × priority 1.5 = 0.75" in choice.why


def test_nobody_is_chosen_without_any_of_the_skills():
    choice = decide("skills", skills={"law": 1})
    assert choice.user is None
    assert "adam has none of the skills" in choice.why


def test_task_goes_back_to_who_had_it():
    task = Task(id="t", last_assignee="bela")
    assert decide("last-assignee", task).user == "bela"
    assert decide("last-assignee").why == "last-assignee: Nobody had this task before."


def test_manager_of_initiator_is_so_many_levels_up():
    task = Task(id="t", initiator="adam")
    assert decide("manager-of-initiator", task).user == "mona"
    assert decide("manager-of-initiator", task, levels=2).user == "nora"
    assert decide("manager-of-initiator", task, levels=3).user is None
    assert decide("manager-of-initiator", Task(id="t")).user is None


def test_circle_of_managers_ends():
    circle = people(Person(id="a", manager="b"), Person(id="b", manager="a"))
    assert list(circle.managers("a")) == ["b"]


def test_expression_sees_variables_and_loads():
    source = 'if amount > 1000 then "nora" else candidates[-1]'
    task = Task(id="t", candidate_groups=("analysts",), variables={"amount": Decimal("1000.5")})
    assert decide("expression", task, expression=source).user == "nora"
    task = Task(id="t", candidate_groups=("analysts",), variables={"amount": 7})
    assert decide("expression", task, expression=source).user == "cleo"


def test_expression_without_a_user_says_what_it_gave():
    assert "gives nothing" in decide("expression", expression="unknown.name").why
    assert "gives 3" in decide("expression", expression="1 + 2").why


def test_strategies_are_tried_one_after_the_other():
    choice = decide(("last-assignee", "round-robin"))
    assert (choice.user, choice.strategy) == ("adam", "round-robin")
    assert choice.why.startswith("last-assignee: Nobody had this task before. Of 3 people adam")


def test_who_is_away_is_left_out_of_several():
    persons = people(away("adam", "nora"), Person(id="bela", groups=frozenset({"analysts"})))
    choice = decide("round-robin", situation=situation(persons))
    assert choice.user == "bela"
    assert choice.considered[0].user == "adam"
    assert choice.considered[0].why.startswith("is away until 2026-09-")


def test_substitutes_are_asked_when_all_are_away():
    persons = people(away("adam", "bela"), away("bela", "nora"))
    assert decide("round-robin", situation=situation(persons)).user == "nora"


def test_stand_in_is_chosen_for_one_in_particular():
    persons = people(away("adam", "bela"), Person(id="bela"))
    task = Task(id="t", last_assignee="adam")
    choice = decide("last-assignee", task, situation(persons))
    assert choice.user == "bela"
    assert "adam had this task before, but is away until" in choice.why
    assert choice.why.endswith("; bela stands in.")


def test_substitutes_who_stand_in_for_each_other_are_nobody():
    persons = people(away("adam", "bela"), away("bela", "adam"))
    task = Task(id="t", last_assignee="adam")
    choice = decide("last-assignee", task, situation(persons))
    assert choice.user is None
    assert "nobody stands in" in choice.why


def test_inactive_people_get_nothing():
    persons = people(Person(id="adam", groups=frozenset({"analysts"}), is_active=False))
    assert decide("round-robin", situation=situation(persons)).user is None


def test_important_tasks_are_distributed_first():
    tasks = [
        Task(id=name, priority=p, candidate_users=("adam", "bela"))
        for name, p in (("a", 1), ("b", 9))
    ]
    rule = Rule(key="r", strategies=("least-loaded",), capacity=1)
    found = distribute(rule, tasks, situation(loads={"adam": 1}))
    assert {task: choice.user for task, choice in found.items()} == {"b": "bela", "a": None}


@given(
    st.sampled_from(sorted(STRATEGIES)),
    st.dictionaries(st.sampled_from(["adam", "bela", "cleo"]), st.integers(0, 4)),
    st.dictionaries(st.sampled_from(["adam", "bela", "cleo"]), st.integers(0, 4)),
    st.integers(0, 4),
)
def test_choice_is_always_explained_and_always_the_same(strategy, loads, last, capacity):
    now = situation(loads=loads, last_chosen=last)
    rule = {"capacity": capacity, "skills": {"credit": 2}, "expression": "candidates"}
    choice = decide(strategy, situation=now, **rule)
    assert choice.why
    assert choice == decide(strategy, situation=now, **rule)
    if choice.user and strategy in {"round-robin", "least-loaded", "skills"}:
        assert now.load(choice.user) < capacity


def test_most_specific_rule_holds():
    rules = [
        Rule(key=key, strategies=("skills",), **where)
        for key, where in {
            "all": {},
            "loans": {"definition": "loan"},
            "analysis": {"definition": "loan", "element": "analyse"},
        }.items()
    ]
    found = [
        rule_for(rules, *each).key for each in (("x", "y"), ("loan", "y"), ("loan", "analyse"))
    ]
    assert found == ["all", "loans", "analysis"]
    assert rule_for(rules[1:], "x", "y") is None


def test_rule_is_read_from_its_data_as_it_was():
    rule = read_rule(
        {
            "key": "r",
            "strategies": ["skills", "expression"],
            "definition": "loan",
            "groups": "analysts",
            "skills": {"credit": 2},
            "capacity": 10,
            "is_overloading": True,
            "levels": 2,
            "expression": "initiator",
        }
    )
    assert rule.groups == ("analysts",)
    assert read_rule(rule_data(rule)) == rule


def test_all_that_is_wrong_is_told_at_once():
    data = {
        "strategies": ["luck", "expression"],
        "skills": {"credit": 0},
        "capacity": -1,
        "expression": "1 +",
        "users": 3,
        "colour": "blue",
    }
    with pytest.raises(InvalidModel) as caught:
        read_rule(data)
    found = sorted(each.element for each in caught.value.findings)
    assert found == sorted(
        ["the rule", "the rule", "strategies", "users", "skills.credit", "capacity", "expression"]
    )
    with pytest.raises(InvalidModel, match="needed"):
        read_rule({"key": "r", "strategies": "skills"})
    with pytest.raises(InvalidModel, match="FEEL expression"):
        read_rule({"key": "r", "strategies": "expression"})
