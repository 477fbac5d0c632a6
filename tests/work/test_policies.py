from __future__ import annotations

import pytest

from trivium.errors import InvalidModel
from trivium.work.sla import Policy, Subject, chosen, policy_data, read_policy
from trivium.work.sla.reading import duration_text

_HOUR = 3_600_000
_CREDIT = {
    "key": "credit",
    "name": "Credit analysis",
    "definition": "loan",
    "element": "analyse",
    "target": "PT4H",
    "measure": "working",
    "calendar": "office",
    "warnings": ["75%", "PT30M before"],
    "holds": ["wait_for_customer"],
    "steps": [
        {"at": "75%", "action": "notify", "to": ["assignee", "user:eva"], "message": "Hurry"},
        {"at": "100%", "action": "raise-priority", "priority": 80},
        {"at": "PT2H after", "action": "reassign", "levels": 2},
        {"at": "PT4H after", "action": "escalate", "to": "group:board"},
    ],
}


def test_moments_come_in_their_order():
    plan = read_policy(_CREDIT).plan()
    assert [(moment.after / _HOUR, moment.id) for moment in plan.moments] == [
        (3, "warning/0"),
        (3, "credit/step/0"),
        (3.5, "warning/1"),
        (4, "breach"),
        (4, "credit/step/1"),
        (6, "credit/step/2"),
        (8, "credit/step/3"),
    ]


def test_step_is_found_by_its_moment():
    policy = read_policy(_CREDIT)
    assert policy.step("credit/step/2") == policy.steps[2]
    assert policy.step("breach") is None
    assert policy.step("other/step/2") is None


def test_target_is_read_from_its_data_as_it_was():
    policy = read_policy(_CREDIT)
    assert read_policy(policy_data(policy)) == policy


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "PT0S"), (90 * 60_000, "PT1H30M"), (120 * _HOUR, "PT120H"), (61_500, "PT1M1.5S")],
)
def test_durations_are_written_as_people_read_them(milliseconds, text):
    assert duration_text(milliseconds) == text


def test_most_specific_target_of_each_goal_holds():
    policies = [
        Policy(key="all", target=1),
        Policy(key="urgent", target=1, min_priority=70),
        Policy(key="loans", target=1, definition="loan"),
        Policy(key="analysis", target=1, definition="loan", element="analyse"),
        Policy(key="first-look", goal="response", until="claimed", target=1),
        Policy(key="whole", scope="instance", target=1),
    ]

    def names(**subject):
        return [each.key for each in chosen(policies, Subject(**subject))]

    task = {"scope": "task", "priority": 50}
    assert names(**task, definition="x", element="y") == ["all", "first-look"]
    assert names(**{**task, "priority": 70}, definition="x", element="y") == [
        "urgent",
        "first-look",
    ]
    assert names(**task, definition="loan", element="y") == ["loans", "first-look"]
    assert names(**task, definition="loan", element="analyse") == ["analysis", "first-look"]
    assert names(scope="instance", definition="loan") == ["whole"]
    assert names(scope="element", definition="loan", element="analyse") == []


def test_priorities_have_two_ends():
    policy = Policy(key="middle", target=1, min_priority=40, max_priority=60)
    fits = [
        priority
        for priority in (None, 39, 40, 60, 61)
        if policy.fits(Subject(scope="task", definition="x", priority=priority))
    ]
    assert fits == [40, 60]


def test_all_that_is_wrong_is_told_at_once():
    data = {
        "key": "",
        "target": "P5D",
        "measure": "working",
        "scope": "instance",
        "element": "a",
        "until": "claimed",
        "warnings": ["soon", "P1M before"],
        "min_priority": "high",
        "sla": 1,
        "steps": [
            {"at": "80%", "action": "notify"},
            {"at": "80%", "action": "shout"},
            {"at": "80%", "action": "notify", "to": ["boss"], "priority": 1, "levels": 0},
        ],
    }
    with pytest.raises(InvalidModel) as caught:
        read_policy(data)
    found = [(each.element, each.code.removeprefix("sla/")) for each in caught.value.findings]
    assert sorted(found) == sorted(
        [
            ("the target", "invalid"),
            ("the target", "invalid"),
            ("until", "invalid"),
            ("element", "invalid"),
            ("calendar", "calendar-needed"),
            ("min_priority", "invalid"),
            ("target", "duration"),
            ("warnings[0]", "threshold"),
            ("warnings[1]", "duration"),
            ("steps[0].to", "recipient"),
            ("steps[1].action", "invalid"),
            ("steps[1].to", "recipient"),
            ("steps[2].to", "recipient"),
            ("steps[2].priority", "invalid"),
            ("steps[2].levels", "invalid"),
        ]
    )


@pytest.mark.parametrize("target", ["PT0S", "P1M", "-PT1H", "four hours", None])
def test_target_is_a_duration(target):
    with pytest.raises(InvalidModel, match="duration"):
        read_policy({"key": "x", "target": target})


def test_escalation_names_to_whom():
    step = {"at": "100%", "action": "escalate", "to": ["manager"]}
    with pytest.raises(InvalidModel, match="to offer it to"):
        read_policy({"key": "x", "target": "PT1H", "steps": [step]})
