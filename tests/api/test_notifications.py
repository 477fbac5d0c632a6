"""Notifications, absences and templates through the HTTP interface."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import HERE
from tests.identity.conftest import AT_ONCE, SECRET, quick_hashes
from tests.models import chain

from trivium import testing
from trivium.api import create_app
from trivium.assembly import with_work
from trivium.identity import Identity
from trivium.work.notifications import NotifyingSettings
from trivium.work.notifications.channels import Outcome

_ = quick_hashes
_OFFERED = chain('<userTask id="a" name="Check" camunda:candidateGroups="clerks"/>')
_AWAY = {"start": "2099-01-01T00:00:00Z", "end": "2099-02-01T00:00:00Z"}


class Deaf:
    def send(self, message):
        return Outcome("refused", "550 no such user")


class House:
    """adam and bela are clerks under mona; bela's mail is refused."""

    def __init__(self, engine, http, identity, work):
        self.engine, self.http, self.identity, self.work = engine, http, identity, work
        identity.users.add("root", roles=["admin"])
        identity.users.add("mona", email="mona@x.example")
        identity.groups.add("clerks")
        for user in ("adam", "bela"):
            identity.users.add(user, manager="mona", email=f"{user}@x.example")
            identity.groups.put_member("clerks", "user", user)
        self.keys = {
            user: identity.api_keys.add(user, "test").key
            for user in ("root", "mona", "adam", "bela")
        }
        engine.deploy(_OFFERED)
        self.task = engine.tasks.query(engine.start("p").id)[0].id
        engine.run_until_idle()

    def ask(self, user, method, path, **options):
        headers = {"Authorization": f"Bearer {self.keys[user]}"}
        return self.http.request(method, f"/api{path}", headers=headers, **options)

    def told(self, user):
        return self.ask(user, "GET", "/notifications").json()


@pytest.fixture
def house():
    with testing.engine() as engine:
        identity = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
        settings = NotifyingSettings(channels={"mail": Deaf()})
        work = with_work(engine, identity=identity, notifying=settings)
        app = create_app(engine, identity=identity, work=work)
        with TestClient(app, client=HERE) as http:
            yield House(engine, http, identity, work)


def test_groups_and_managers_are_those_of_the_users(house):
    assert house.told("adam")["items"][0]["subject"] == "To claim: Check (p)"
    assert house.told("mona") == {"items": [], "next_cursor": None, "total": None, "unread": 0}
    step = {"at": "100%", "action": "reassign"}
    house.work.targets.put({"key": "t", "target": "PT1H", "steps": [step]})
    task = house.engine.tasks.query(house.engine.start("p").id)[0].id
    house.engine.tasks.claim(task, "adam")
    house.engine.advance("PT1H")
    assert house.engine.tasks.get(task).assignee == "mona"
    kinds = {each["kind"] for each in house.told("mona")["items"]}
    assert kinds == {"task-assigned", "sla-breach"}


def test_each_sees_and_reads_own_ones_alone(house):
    (offered,) = house.told("adam")["items"]
    path = f"/notifications/{offered['id']}/read"
    assert house.ask("bela", "POST", path).status_code == 404
    assert house.ask("root", "POST", path).status_code == 404
    assert house.told("adam")["unread"] == 1
    assert house.ask("adam", "POST", path).json()["read"] is not None
    assert house.told("adam")["unread"] == 0
    unread = house.ask("adam", "GET", "/notifications?unread=true").json()
    assert (unread["items"], len(house.told("adam")["items"])) == ([], 1)
    assert house.ask("bela", "POST", "/notifications/read-all").json() == {"read": 1}
    assert house.ask("bela", "POST", "/notifications/read-all").json() == {"read": 0}


def test_preferences_are_ones_own(house):
    wanted = {"language": "de", "quiet": {"from": "20:00", "until": "07:00"}}
    answer = house.ask("adam", "PUT", "/notifications/preferences", json=wanted)
    assert answer.json()["preferences"]["quiet"] == {"from": "20:00", "until": "07:00"}
    got = house.ask("adam", "GET", "/notifications/preferences").json()
    assert got == answer.json()
    other = house.ask("bela", "GET", "/notifications/preferences").json()
    assert other["preferences"]["language"] is None
    wrong = house.ask("adam", "PUT", "/notifications/preferences", json={"zone": "Mars"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "model/invalid")
    assert wrong.json()["findings"][0]["code"] == "notification/preferences"


def test_dead_address_is_seen_by_its_user_and_by_operators(house):
    house.engine.tasks.assign(house.task, "bela", user="mona")
    house.engine.run_until_idle()
    seen = house.ask("bela", "GET", "/notifications/preferences").json()["troubles"]
    assert [(each["channel"], each["error"]) for each in seen] == [("mail", "550 no such user")]
    assert house.ask("bela", "GET", "/notifications/deliveries").status_code == 403
    found = house.ask("root", "GET", "/notifications/deliveries?status=failed").json()
    (failed,) = found["items"]
    assert (failed["user"], failed["address"]) == ("bela", "bela@x.example")
    again = f"/notifications/deliveries/{failed['id']}/retry"
    assert house.ask("bela", "POST", again).status_code == 403
    assert house.ask("root", "POST", again).json()["status"] == "waiting"
    assert house.ask("root", "POST", again).status_code == 404
    house.identity.grants.add(
        "operate", "operation", "notifications", subject_kind="user", subject="mona"
    )
    house.engine.run_until_idle()
    assert house.ask("mona", "POST", again).status_code == 200


def test_template_that_would_reach_for_more_is_refused(house):
    path = "/notifications/templates/task-assigned.en"
    bad = {"subject": "{{ user.__class__ }}", "text": "{{''.join}}"}
    refused = house.ask("root", "PUT", path, json=bad)
    assert refused.status_code == 400
    assert {each["code"] for each in refused.json()["findings"]} == {"notification/template"}
    assert house.ask("adam", "PUT", path, json=bad).status_code == 403
    good = {"subject": "{{task}}", "text": "{{user}}"}
    assert house.ask("root", "PUT", path, json=good).status_code == 200
    listed = house.ask("root", "GET", "/notifications/templates").json()["items"]
    assert [each["key"] for each in listed] == ["task-assigned.en"]
    house.engine.tasks.assign(house.task, "mona", user="{{link}}")
    house.engine.run_until_idle()
    assert house.told("mona")["items"][0]["text"] == "mona"
    assert house.ask("root", "DELETE", path).status_code == 204
    assert house.ask("root", "DELETE", path).status_code == 404


def test_everybody_says_when_they_are_away_themselves(house):
    mine = house.ask("adam", "POST", "/absences", json={"user": "adam", **_AWAY})
    assert mine.status_code == 201
    others = {"user": "bela", "substitute": "adam", **_AWAY}
    refused = house.ask("adam", "POST", "/absences", json=others)
    assert (refused.status_code, refused.json()["code"]) == (403, "identity/not-permitted")
    theirs = house.ask("root", "POST", "/absences", json=others).json()["id"]
    assert house.ask("adam", "GET", "/absences").status_code == 403
    assert house.ask("adam", "GET", "/absences?user=bela").status_code == 403
    own = house.ask("adam", "GET", "/absences?user=adam").json()["items"]
    assert [each["id"] for each in own] == [mine.json()["id"]]
    assert len(house.ask("root", "GET", "/absences").json()["items"]) == 2
    assert house.ask("adam", "DELETE", f"/absences/{theirs}").status_code == 403
    assert house.ask("adam", "DELETE", "/absences/none").status_code == 403
    assert house.ask("adam", "DELETE", f"/absences/{own[0]['id']}").status_code == 204
    assert house.ask("root", "DELETE", f"/absences/{theirs}").status_code == 204


def test_who_has_left_is_told_nothing(house):
    house.identity.users.set_state("adam", "disabled")
    house.engine.start("p")
    house.engine.run_until_idle()
    assert len(house.work.notifications.query("adam")) == 1
    assert len(house.work.notifications.query("bela")) == 2
