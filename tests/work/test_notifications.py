"""What people are told of, once each, on every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.models import bpmn, chain

from trivium.errors import InvalidModel, NotFound
from trivium.testing import Clock, TestEngine
from trivium.work import Work
from trivium.work.areas.notifications import Notifications
from trivium.work.notifications import NotifyingSettings
from trivium.work.notifications.channels import Outcome
from trivium.work.notifications.outbox import MOST_ATTEMPTS, pause_after
from trivium.work.people import Person

_ASSIGNED = chain('<userTask id="a" name="Check" camunda:assignee="adam"/>')
_OFFERED = chain('<userTask id="a" name="Check" camunda:candidateGroups="clerks"/>')
_TROUBLE = bpmn(
    '<startEvent id="start"/><exclusiveGateway id="choose"/><endEvent id="end"/>'
    '<endEvent id="never"/>\n'
    "start -> choose\nchoose -> end : amount > 10\nchoose -> never : amount > 100",
    key="trouble",
)


class Box(list):
    """A channel that takes everything, but for addresses that it was told of."""

    def __init__(self):
        super().__init__()
        self.answers = {}

    def send(self, message):
        answer = self.answers.get(message.to, Outcome("sent"))
        if answer.state == "sent":
            self.append(message)
        return answer


class Users:
    """An organisation: adam and bela are clerks under mona, who operates."""

    def people(self, connection, tenant):
        clerks = frozenset({"clerks"})
        people = [
            Person(id="adam", groups=clerks, manager="mona", email="adam@x.example"),
            Person(id="bela", groups=clerks, manager="mona", email="bela@x.example"),
            Person(id="cleo", groups=clerks, is_active=False, email="cleo@x.example"),
            Person(id="mona"),
        ]
        return {person.id: person for person in people}

    def operators(self, connection, tenant, kind, key):
        return {"mona"} if (kind, key) == ("definition", "trouble") else set()


@pytest.fixture
def box():
    return Box()


@pytest.fixture
def work(engine, box):
    settings = NotifyingSettings(channels={"mail": box}, public_url="https://t.example/")
    return Work(engine, organisation=Users(), notifying=settings)


def told(work, user):
    """Kinds and subjects, the oldest first."""
    return [(each.kind, each.subject) for each in reversed(list(work.notifications.query(user)))]


def start(engine, model, key="p", **variables):
    engine.deploy(model)
    instance = engine.start(key, variables)
    engine.run_until_idle()
    return instance


def test_who_is_given_a_task_is_told(engine, work, box):
    instance = start(engine, _ASSIGNED)
    (found,) = work.notifications.query("adam")
    assert (found.kind, found.subject) == ("task-assigned", "Check (p)")
    assert found.instance_id == instance.id
    assert f"https://t.example/tasks/{found.task_id}" in found.text
    (message,) = box
    assert (message.to, message.subject, message.text) == (
        "adam@x.example",
        found.subject,
        found.text,
    )


def test_who_takes_a_task_knows_of_it(engine, work, box):
    instance = start(engine, _OFFERED)
    task = engine.tasks.query(instance.id)[0].id
    engine.tasks.claim(task, "adam")
    engine.run_until_idle()
    assert told(work, "adam") == [("task-offered", "To claim: Check (p)")]
    engine.advance("PT1S")
    engine.tasks.assign(task, "bela", user="adam")
    engine.run_until_idle()
    assert told(work, "bela")[-1] == ("task-assigned", "Check (p)")
    assert "by adam" in work.notifications.query("bela")[0].text
    assert [message.to for message in box] == ["bela@x.example"]  # offers go into the list alone


def test_offers_are_told_to_those_of_the_group_who_are_there(engine, work):
    start(engine, _OFFERED)
    assert told(work, "bela") == [("task-offered", "To claim: Check (p)")]
    assert told(work, "cleo") == told(work, "stranger") == []


def test_a_group_that_is_too_large_is_told_nothing(engine):
    settings = NotifyingSettings(largest_group=1)
    work = Work(engine, organisation=Users(), notifying=settings)
    start(engine, _OFFERED)
    assert told(work, "adam") == []


def test_due_dates_are_reminded_of(engine, work):
    model = chain('<userTask id="a" name="Check" camunda:assignee="adam" camunda:dueDate="P8D"/>')
    instance = start(engine, model)
    engine.advance("P6DT23H")
    assert len(told(work, "adam")) == 1
    engine.advance("PT1H")
    assert told(work, "adam")[1:] == [("task-due-soon", "Due soon: Check (p)")]
    later = datetime(2026, 1, 25, 9, tzinfo=UTC)
    engine.tasks.update(engine.tasks.query(instance.id)[0].id, {"due_at": later})
    engine.advance("P2D")
    assert len(told(work, "adam")) == 2
    engine.advance("P10D")
    kinds = [kind for kind, _ in told(work, "adam")]
    assert kinds == ["task-assigned", "task-due-soon", "task-due-soon", "task-overdue"]


def test_a_short_task_is_reminded_of_when_a_quarter_is_left(engine, work):
    start(engine, chain('<userTask id="a" camunda:assignee="adam" camunda:dueDate="PT4H"/>'))
    engine.advance("PT2H59M")
    assert len(told(work, "adam")) == 1
    engine.advance("PT1M")
    assert told(work, "adam")[-1][0] == "task-due-soon"


def test_what_is_done_is_not_reminded_of(engine, work):
    instance = start(
        engine, chain('<userTask id="a" camunda:assignee="adam" camunda:dueDate="P8D"/>')
    )
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    engine.advance("P9D")
    assert len(told(work, "adam")) == 1


def test_targets_at_risk_and_breached_are_told(engine, work):
    work.targets.put({"key": "answer", "target": "PT1H"})
    start(engine, _ASSIGNED)
    engine.advance("PT2H")
    assert told(work, "adam")[1:] == [
        ("sla-warning", "At risk: answer, Check (p)"),
        ("sla-breach", "Breached: answer, Check (p)"),
    ]
    assert told(work, "mona") == [("sla-breach", "Breached: answer, Check (p)")]


def test_target_of_an_instance_is_told_to_who_has_started_it(engine, work):
    work.targets.put({"key": "answer", "target": "PT1H", "scope": "instance"})
    engine.deploy(_OFFERED)
    engine.start("p", user="mona")
    engine.advance("PT2H")
    assert [kind for kind, _ in told(work, "mona")] == ["sla-warning", "sla-breach"]


def test_steps_of_targets_tell(engine, work):
    step = {"at": "100%", "action": "notify", "to": ["manager", "assignee"], "message": "Look"}
    work.targets.put({"key": "answer", "target": "PT1H", "warnings": [], "steps": [step]})
    start(engine, _ASSIGNED)
    engine.advance("PT2H")
    assert ("escalation", "Escalation: Look, Check") in told(work, "mona")
    assert ("escalation", "Escalation: Look, Check") in told(work, "adam")


def test_incidents_are_told_to_operators_once_within_an_hour(engine, work):
    start(engine, _TROUBLE, "trouble", amount=1)
    for _ in range(3):
        engine.start("trouble", {"amount": 1})
    engine.run_until_idle()
    assert told(work, "mona") == [("incident", "Incident: trouble, choose")]
    assert "bpmn/no-flow-taken" in work.notifications.query("mona")[0].text
    engine.advance("PT1H")
    engine.start("trouble", {"amount": 1})
    engine.run_until_idle()
    assert len(told(work, "mona")) == 2


def test_the_past_is_not_told(engine, box):
    start(engine, _ASSIGNED)
    work = Work(engine, organisation=Users(), notifying=NotifyingSettings())
    engine.run_until_idle()
    assert told(work, "adam") == []


def test_each_reads_own_ones_alone(engine, work):
    start(engine, _ASSIGNED)
    start(engine, _ASSIGNED)
    notifications = work.notifications
    newest = notifications.query("adam")[0]
    assert notifications.count_unread("adam") == 2
    with pytest.raises(NotFound):
        notifications.read("bela", newest.id)
    assert notifications.read("adam", newest.id).read_at is not None
    assert notifications.read("adam", newest.id).read_at is not None
    assert notifications.count_unread("adam") == 1
    assert notifications.read_all("bela") == 0
    (unread,) = notifications.query("adam", is_unread=True)
    assert unread.id != newest.id
    assert [each.id for each in notifications.query("adam", is_unread=False)] == [newest.id]
    assert notifications.read_all("adam") == 1
    page = notifications.query("adam", limit=1)
    following = notifications.query("adam", limit=1, cursor=page.next_cursor)
    assert (page[0].id, following[0].id) == (newest.id, unread.id)


# -- preferences


def test_who_wants_mail_alone_has_nothing_in_the_list(engine, work, box):
    work.notifications.put_preferences("adam", {"channels": {"*": ["mail"]}})
    start(engine, _ASSIGNED)
    assert told(work, "adam") == []
    assert work.notifications.count_unread("adam") == 0
    assert len(box) == 1


def test_everybody_is_told_in_own_words_and_hours(engine, work, box):
    work.notifications.put_preferences("adam", {"language": "de", "zone": "Asia/Kathmandu"})
    due = chain('<userTask id="a" name="{{link}}" camunda:assignee="adam" camunda:dueDate="PT1H"/>')
    start(engine, due)
    (found,) = work.notifications.query("adam")
    assert found.text.startswith(
        "Die Aufgabe „{{link}}“ wurde Ihnen zugewiesen. Sie ist fällig am 2026-01-12 15:45"
    )


def test_own_templates_come_first(engine, work):
    texts = {"subject": "For {{user}}:\n{{task}}", "text": "{{^by}}By nobody{{/by}}"}
    work.load({"templates": [{"key": "task-assigned.en", **texts}]})
    start(engine, _ASSIGNED)
    (found,) = work.notifications.query("adam")
    assert (found.subject, found.text) == ("For adam: Check", "By nobody")
    work.templates.remove("task-assigned.en")
    engine.advance("PT1S")
    start(engine, _ASSIGNED)
    assert work.notifications.query("adam")[0].subject == "Check (p)"
    with pytest.raises(NotFound) as refusal:
        work.templates.get("task-assigned.en")
    assert refusal.value.code == "notification/template-not-found"


def test_quiet_hours_are_kept(engine, work, box):
    quiet = {"zone": "Europe/Berlin", "quiet": {"from": "09:00", "until": "13:30"}}
    work.notifications.put_preferences("adam", quiet)
    start(engine, _ASSIGNED)  # at ten o'clock in Berlin
    assert (len(told(work, "adam")), box) == (1, [])
    engine.advance("PT3H29M")
    assert box == []
    engine.advance("PT1M")
    assert len(box) == 1


def test_digest_gathers_what_came_until_then(engine, work, box):
    work.notifications.put_preferences("adam", {"digests": {"mail": "hourly"}})
    start(engine, _ASSIGNED)
    start(engine, _ASSIGNED)
    engine.advance("PT20M")
    start(engine, _ASSIGNED)
    assert box == []
    engine.advance("PT40M")
    (message,) = box
    assert message.subject == "3 notifications"
    assert message.text.count("The task “Check” was given to you.") == 3
    engine.advance("PT3H")
    assert len(box) == 1
    start(engine, _ASSIGNED)
    engine.advance("PT1H")
    assert [each.subject for each in box] == ["3 notifications", "Check (p)"]


def test_daily_digest_comes_in_the_morning_of_its_reader(engine, work, box):
    wanted = {"digests": {"mail": "daily"}, "zone": "Europe/Berlin", "digest_at": "07:30"}
    work.notifications.put_preferences("adam", wanted)
    start(engine, _ASSIGNED)
    engine.advance("PT21H29M")
    assert box == []
    engine.advance("PT1M")
    assert len(box) == 1


def test_a_digest_that_has_begun_takes_nothing_more(engine, work, box):
    work.notifications.put_preferences("adam", {"digests": {"mail": "hourly"}})
    box.answers["adam@x.example"] = Outcome("later", "451 greylisted")
    start(engine, _ASSIGNED)
    engine.test_clock.set_ms(engine.test_clock.now_ms() + 3_599_999)
    start(engine, _ASSIGNED)
    engine.advance("PT0.001S")
    (waiting,) = work.notifications.deliveries()
    assert (waiting.state, waiting.attempts, waiting.error) == ("waiting", 1, "451 greylisted")
    del box.answers["adam@x.example"]
    engine.advance("PT30S")
    assert box[0].subject == "2 notifications"


def test_addresses_of_users_are_those_of_the_organisation(engine, work, box):
    work.notifications.put_preferences("adam", {"addresses": {"mail": "victim@y.example"}})
    start(engine, _ASSIGNED)
    assert [message.to for message in box] == ["adam@x.example"]


def test_wrong_preferences_change_nothing(engine, work):
    before = work.notifications.put_preferences("adam", {"language": "de"})
    with pytest.raises(InvalidModel):
        work.notifications.put_preferences("adam", {"language": "german"})
    assert work.notifications.preferences("adam") == before
    assert work.notifications.preferences("bela")["language"] is None


def test_preferences_of_a_channel_that_is_gone_are_kept(engine, work, box):
    both = NotifyingSettings(channels={"mail": box, "chat": box})
    wanted = {"channels": {"*": ["in-app", "chat", "mail"]}, "addresses": {"chat": "@adam"}}
    Notifications(engine.database, engine.clock, both).put_preferences("adam", wanted)
    start(engine, _ASSIGNED)
    assert len(told(work, "adam")) == 1
    assert [message.to for message in box] == ["adam@x.example"]


# -- deliveries


def test_dead_address_is_seen_and_does_not_hold_up_others(engine, work, box):
    box.answers["adam@x.example"] = Outcome("refused", "550 no such user")
    two = chain(
        '<userTask id="a" camunda:assignee="adam"/>', '<userTask id="b" camunda:assignee="bela"/>'
    )
    instance = start(engine, two)
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    engine.run_until_idle()
    assert [message.to for message in box] == ["bela@x.example"]
    (failed,) = work.notifications.deliveries(state="failed")
    assert (failed.user, failed.error, failed.attempts) == ("adam", "550 no such user", 1)
    assert [each.channel for each in work.notifications.troubles("adam")] == ["mail"]
    assert work.notifications.troubles("bela") == []
    with pytest.raises(NotFound):
        work.notifications.deliver_again(work.notifications.deliveries(state="sent")[0].id)
    box.answers.clear()
    assert work.notifications.deliver_again(failed.id).state == "waiting"
    engine.run_until_idle()
    assert [message.to for message in box] == ["bela@x.example", "adam@x.example"]
    assert work.notifications.troubles("adam") == []


def test_what_cannot_be_taken_now_is_tried_again_later_and_later(engine, work, box):
    box.answers["adam@x.example"] = Outcome("later", "452 full")
    start(engine, _ASSIGNED)
    for attempt in range(1, 4):
        (waiting,) = work.notifications.deliveries()
        assert waiting.attempts == attempt
        pause = waiting.due_at - datetime.fromtimestamp(engine.clock.now_ms() / 1000, UTC)
        assert pause == timedelta(milliseconds=pause_after(attempt))
        engine.advance(f"PT{pause.seconds}S")
    engine.advance("P3D")
    (failed,) = work.notifications.deliveries()
    assert (failed.state, failed.attempts) == ("failed", MOST_ATTEMPTS)


def test_server_that_is_down_is_left_alone_for_a_while(engine, work, box):
    calls = []

    def send(message):
        calls.append(message)
        return Outcome("down", "connection refused")

    box.send = send
    for _ in range(5):
        start(engine, _ASSIGNED)
    assert len(calls) == 1
    del box.send
    engine.advance("PT30S")
    assert len(box) == 5
    assert len({message.id for message in (*calls, *box)}) == 5


def test_old_ones_are_forgotten(engine, box):
    settings = NotifyingSettings(channels={"mail": box}, keep_for_ms=24 * 3_600_000)
    work = Work(engine, organisation=Users(), notifying=settings)
    start(engine, _ASSIGNED)
    engine.advance("P2D")
    start(engine, _ASSIGNED)
    assert len(told(work, "adam")) == 1
    assert len(work.notifications.deliveries()) == 1


def test_without_notifying_nothing_is_kept(engine):
    work = Work(engine)
    start(engine, _ASSIGNED)
    assert told(work, "adam") == []


def test_names_are_enough_where_nothing_else_is_known_of_people(engine, box):
    work = Work(engine, notifying=NotifyingSettings(channels={"mail": box}))
    work.notifications.put_preferences("adam", {"addresses": {"mail": "adam@y.example"}})
    start(engine, _ASSIGNED)
    assert len(told(work, "adam")) == 1
    assert [message.to for message in box] == ["adam@y.example"]


def test_two_nodes_tell_once(tmp_path, box):
    clock = Clock(datetime(2026, 1, 12, 9, tzinfo=UTC))
    url = f"sqlite:///{tmp_path / 'two.db'}"
    settings = NotifyingSettings(channels={"mail": box})
    with TestEngine(url, clock) as one, TestEngine(url, clock) as two:
        first = Work(one, organisation=Users(), notifying=settings)
        Work(two, organisation=Users(), notifying=settings)
        one.deploy(_ASSIGNED)
        one.start("p")
        two.start("p")
        two.run_until_idle()
        one.run_until_idle()
        assert len(told(first, "adam")) == len(box) == 2


def test_mentions_in_comments_are_heard(engine, work):
    """The event `remarked`: item, id, kind, action, task, who is mentioned."""
    from trivium.work.notifications import journal  # noqa: PLC0415
    from trivium.work.trees import Entry  # noqa: PLC0415

    instance = start(engine, _ASSIGNED)
    task = engine.tasks.query(instance.id)[0].id
    events = [
        ["remarked", 1, "r1", "comment", "add", task, ["bela", "adam"]],
        ["remarked", 1, "r2", "comment", "add", None, ["mona"]],
        ["remarked", 1, "r2", "comment", "delete", None, ["mona"]],
        ["remarked", 1, "r3", "attachment", "add", task],
        ["remarked", 1, "r4", "comment", "add", None, []],
    ]
    entry = Entry("", instance.id, 1, 0, "adam", events)
    with engine.database.reading() as connection:
        known = work._teller._known(connection)
        news, _ = journal.of_entries(known, [entry])
    assert [(each.kind, each.key, each.users) for each in news] == [
        ("mention", "mention r1", ("bela",)),
        ("mention", "mention r2", ("mona",)),
    ]
    assert news[0].facts["task"] == "Check"


def test_who_gets_an_escalated_task_is_told_why(engine, work):
    """The event `task-changed` with the action `escalate`, by a command that says why."""
    from trivium.work.notifications import journal  # noqa: PLC0415
    from trivium.work.trees import Entry, reason_of  # noqa: PLC0415

    instance = start(engine, _ASSIGNED)
    task = engine.tasks.query(instance.id)[0].id
    changed = ["task-changed", 1, task, "escalate", {"assignee": "adam", "priority": 90}]
    command = b'[{"command":"escalate-task","task_id":"1","reason":"Too risky"},[]]'
    entry = Entry(1, "", instance.id, 0, "bela", [changed], reason_of(command))
    with engine.database.reading() as connection:
        known = work._teller._known(connection)
        (news,), _ = journal.of_entries(known, [entry])
    assert (news.kind, news.users) == ("escalation", ("adam",))
    assert (news.facts["by"], news.facts["reason"]) == ("bela", "Too risky")
    assert reason_of(b'[{"command":"claim-task"},[]]') is None
