"""What instances went through, and daily statistics, over HTTP."""

from __future__ import annotations

from datetime import timedelta

from tests.models import chain

_PATH = "/api/processes"
_CALLED = chain('<userTask id="inner"/>', key="called")
_CALLING = chain(
    '<userTask id="ask" name="Ask"/>', '<callActivity id="call" calledElement="called"/>'
)


def _complete(engine, element):
    (task,) = (each for each in engine.tasks.query() if each.element_id == element)
    engine.tasks.complete(task.id, user="mary")


def test_activities_have_their_beginning_and_their_end(http, deploy, engine):
    deploy(_CALLED)
    deploy(_CALLING)
    instance = engine.start("p").id
    engine.test_clock.advance(timedelta(hours=2))
    _complete(engine, "ask")
    found = http.get(f"{_PATH}/instances/{instance}/activities").json()["items"]
    by_id = {each["activity_id"]: each for each in found}
    assert list(by_id) == ["p", "start", "ask", "call"]
    ask = by_id["ask"]
    assert (ask["activity_name"], ask["activity_type"], ask["status"]) == (
        "Ask",
        "userTask",
        "completed",
    )
    assert (ask["duration"], ask["ended_by"]) == ("PT2H", "mary")
    assert (by_id["call"]["status"], by_id["call"]["end_time"]) == ("active", None)
    inner = by_id["call"]["called_instance_id"]
    whole = http.get(f"{_PATH}/instances/{instance}/activities", params={"whole_tree": True})
    assert {each["process_instance_id"] for each in whole.json()["items"]} == {instance, inner}


def test_activities_are_filtered_and_paged(http, deploy, engine):
    deploy(chain('<userTask id="ask"/>'))
    instance = engine.start("p").id
    path = f"{_PATH}/instances/{instance}/activities"
    (only,) = http.get(path, params={"activity_id": "ask"}).json()["items"]
    assert only["status"] == "active"
    assert http.get(path, params={"status": "terminated"}).json()["items"] == []
    first = http.get(path, params={"limit": 2}).json()
    rest = http.get(path, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    found = [each["activity_id"] for each in (*first["items"], *rest["items"])]
    assert (found, rest["next_cursor"]) == (["p", "start", "ask"], None)
    for strange in ("x", "-1", "9" * 30):
        for kind in ("activities", "history", "audit"):
            answer = http.get(f"{_PATH}/instances/{instance}/{kind}", params={"cursor": strange})
            assert (answer.status_code, answer.json()["code"]) == (422, "input/cursor")
    assert http.get(f"{_PATH}/instances/none/activities").json()["code"] == "instance/not-found"


def test_statistics_are_counted_by_day(http, deploy, engine):
    deploy(chain('<userTask id="ask"/>'))
    engine.start("p")
    engine.test_clock.advance(timedelta(days=1))
    _complete(engine, "ask")
    engine.start("p")
    answer = http.get(f"{_PATH}/definitions/p/statistics/daily").json()
    asked = {each["day"]: each for each in answer["items"] if each["activity_id"] == "ask"}
    first, second = sorted(asked)
    assert (asked[first]["started"], asked[first]["completed"]) == (1, 0)
    assert (asked[second]["started"], asked[second]["completed"]) == (1, 1)
    assert asked[second]["mean_duration"] == "P1D"
    assert answer["until"] == second
    only = http.get(f"{_PATH}/definitions/p/statistics/daily", params={"until": first}).json()
    assert {each["day"] for each in only["items"]} == {first}


def test_period_that_is_none_or_too_long_is_refused(http, deploy):
    deploy(chain('<userTask id="ask"/>'))
    path = f"{_PATH}/definitions/p/statistics/daily"
    for since, until in (("2026-03-01", "2026-02-01"), ("2020-01-01", "2026-01-01")):
        answer = http.get(path, params={"since": since, "until": until})
        assert (answer.status_code, answer.json()["code"]) == (422, "input/period")
    assert http.get(path, params={"until": "0001-01-01"}).json()["since"] == "0001-01-01"
    missing = http.get(f"{_PATH}/definitions/none/statistics/daily")
    assert missing.json()["code"] == "definition/not-found"
