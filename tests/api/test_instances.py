"""Process instances over HTTP."""

from __future__ import annotations

import json

import pytest
from tests.models import bpmn, chain

_PATH = "/api/processes/instances"
_ASK = '<userTask id="ask" name="Ask" camunda:candidateGroups="clerks"/>'
_JSON = {"content-type": "application/json"}


def _walk(http, **params):
    """All items of a list, page by page."""
    found, cursor = [], None
    while True:
        page = http.get(
            _PATH, params={**params, "limit": 2, **({"cursor": cursor} if cursor else {})}
        )
        found += page.json()["items"]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            return found


def test_start_answers_the_instance_and_where_it_is(http, deploy):
    deploy(chain(_ASK))
    body = {"process_definition_key": "p", "business_key": "K-1", "variables": {"a": 1}}
    answer = http.post(_PATH, json=body, headers={"X-User": "mary"})
    assert answer.status_code == 201
    found = answer.json()
    assert answer.headers["location"] == f"{_PATH}/{found['id']}"
    assert (found["status"], found["business_key"], found["started_by"]) == (
        "active",
        "K-1",
        "mary",
    )
    assert (found["process_definition_key"], found["process_definition_version"]) == ("p", 1)
    assert found["root_instance_id"] == found["id"]


def test_start_by_version_and_by_definition(http, deploy):
    old = deploy(chain(_ASK))
    deploy(chain())
    for body in (
        {"process_definition_key": "p", "version": 1},
        {"process_definition_id": old["id"]},
    ):
        found = http.post(_PATH, json=body).json()
        assert found["process_definition_id"] == old["id"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"process_definition_key": "p", "process_definition_id": "x"},
        {"process_definition_id": "x", "version": 1},
        {"process_definition_key": "p", "version": 0},
        {"process_definition_key": "p", "extra": 1},
        [],
    ],
)
def test_start_that_names_not_one_definition_does_not_fit(http, body):
    answer = http.post(_PATH, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "http/invalid-input")
    assert answer.json()["errors"]


def test_unknown_key_is_not_found(http):
    answer = http.post(_PATH, json={"process_definition_key": "nothing"})
    assert (answer.status_code, answer.json()["code"]) == (404, "definition/not-found")
    assert answer.json()["key"] == "nothing"


@pytest.mark.parametrize(
    "sort", [None, "start_time", "-start_time", "business_key", "-business_key", "-end_time"]
)
def test_pages_hold_each_instance_once_in_the_order_asked_for(http, deploy, start, engine, sort):
    deploy(chain(_ASK))
    keys = ["b", None, "a", "c", None, "a", "d"]
    ids = []
    for key in keys:
        ids.append(start(business_key=key))
        engine.advance("PT1S")
    for task in list(engine.tasks.query(ids[2])) + list(engine.tasks.query(ids[4])):
        engine.tasks.complete(task.id)
    found = _walk(http, **({"sort": sort} if sort else {}))
    assert sorted(each["id"] for each in found) == sorted(ids)
    if sort is None or sort == "-start_time":
        assert [each["id"] for each in found] == ids[::-1]
    if sort == "business_key":
        assert [each["business_key"] for each in found] == ["a", "a", "b", "c", "d", None, None]
    if sort == "-end_time":
        assert [each["end_time"] is None for each in found] == [False] * 2 + [True] * 5


def test_list_is_filtered_and_counted(http, deploy, start, engine):
    deploy(chain(_ASK))
    deploy(chain(key="done"))
    first, second = start(business_key="x"), start(business_key="y")
    start("done")
    engine.instances.suspend(second)
    wanted = {"status": "suspended", "count": True}
    found = http.get(_PATH, params=wanted).json()
    assert ([each["id"] for each in found["items"]], found["total"]) == ([second], 1)
    for params, expected in (
        ({"business_key": "x"}, 1),
        ({"process_definition_key": "p"}, 2),
        ({"status": "completed"}, 1),
        ({"root_instance_id": first}, 1),
    ):
        assert len(http.get(_PATH, params=params).json()["items"]) == expected


def test_strange_sort_and_cursor_are_refused(http):
    for params, code in (
        ({"sort": "colour"}, "input/sort"),
        ({"sort": "start_time", "cursor": "?"}, "input/cursor"),
        ({"sort": "start_time", "cursor": "W1tdLDFd"}, "input/cursor"),
        ({"limit": 0}, "http/invalid-input"),
        ({"limit": 1001}, "http/invalid-input"),
    ):
        answer = http.get(_PATH, params=params)
        assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_details_have_variables_open_activities_and_incidents(http, deploy, start):
    deploy(
        bpmn(
            f'<startEvent id="start"/>{_ASK}<parallelGateway id="fork"/>'
            '<exclusiveGateway id="choose"/><endEvent id="end"/><endEvent id="never"/>\n'
            "start -> fork\nfork -> ask\nfork -> choose\nchoose -> end : amount > 1\nask -> end\n"
            "choose -> never : amount > 10"
        )
    )
    found = http.get(f"{_PATH}/{start(variables={'amount': 1})}").json()
    assert found["variables"]["amount"] == {"value": 1, "type": "Integer", "value_info": None}
    open_ones = {each["id"]: each for each in found["current_activities"]}
    assert sorted(open_ones) == ["ask", "choose"]
    assert open_ones["ask"]["waits"][0]["released_by"].startswith("a member of clerks")
    assert open_ones["choose"]["status"] == "failed"
    (incident,) = found["incidents"]
    assert (incident["incident_type"], incident["code"], incident["activity_id"]) == (
        "conditionError",
        "bpmn/no-flow-taken",
        "choose",
    )


def test_ended_instance_tells_its_end_its_duration_and_its_last_variables(
    http, deploy, start, engine
):
    deploy(chain(_ASK))
    instance = start(variables={"a": 1})
    engine.advance("PT1H30M")
    engine.tasks.complete(engine.tasks.query(instance)[0].id, {"a": 2})
    found = http.get(f"{_PATH}/{instance}").json()
    assert (found["status"], found["duration"]) == ("completed", "PT1H30M")
    assert found["variables"]["a"]["value"] == 2
    assert found["current_activities"] == []
    assert http.get(f"{_PATH}/{instance}/tree").json()["root"] is None


def test_terminated_instance_is_over_and_says_why(http, deploy, start):
    deploy(chain(_ASK))
    instance = start()
    answer = http.delete(f"{_PATH}/{instance}", params={"reason": "no longer needed"})
    assert answer.status_code == 204
    assert http.get(f"{_PATH}/{instance}").json()["status"] == "terminated"
    audit = http.get(f"{_PATH}/{instance}/audit").json()["items"]
    assert audit[-1]["details"]["reason"] == "no longer needed"
    again = http.delete(f"{_PATH}/{instance}")
    assert (again.status_code, again.json()["code"]) == (409, "instance/ended")


def test_suspended_instance_goes_on_when_it_is_resumed(http, deploy, start, engine):
    deploy(chain(_ASK))
    instance = start()
    task = engine.tasks.query(instance)[0].id
    suspend = f"{_PATH}/{instance}/suspended"
    assert http.put(suspend, json={"suspended": True}).status_code == 204
    refused = http.post(f"/api/processes/tasks/{task}/complete")
    assert (refused.status_code, refused.json()["code"]) == (409, "instance/suspended")
    assert http.put(suspend, json={"suspended": True}).json()["code"] == "instance/suspended"
    assert http.put(suspend, json={"suspended": False}).status_code == 204
    assert http.post(f"/api/processes/tasks/{task}/complete").status_code == 204


def test_variables_are_set_and_read_typed_plain_and_by_name(http, deploy, start):
    deploy(chain(_ASK))
    path = f"{_PATH}/{start(variables={'a': 1})}/variables"
    body = {"variables": {"b": {"value": "2026-12-24", "type": "Date"}, "c": [1, {"d": None}]}}
    assert http.put(path, json=body).status_code == 204
    assert http.get(path, params={"plain": True}).json() == {
        "a": 1,
        "b": "2026-12-24",
        "c": [1, {"d": None}],
    }
    assert http.get(path, params={"name": ["b", "zz"]}).json() == {
        "b": {"value": "2026-12-24", "type": "Date", "value_info": None}
    }
    assert http.get(f"{path}/c", params={"plain": True}).json() == [1, {"d": None}]
    missing = http.get(f"{path}/zz")
    assert (missing.status_code, missing.json()["code"]) == (404, "variable/not-found")


def test_large_variable_is_told_by_its_size_in_the_details_and_read_on_its_own(http, deploy, start):
    deploy(chain(_ASK))
    text = "x" * 100_000
    instance = start(variables={"large": text, "small": 1})
    found = http.get(f"{_PATH}/{instance}").json()["variables"]
    assert found["small"]["value"] == 1
    assert found["large"] == {
        "value": None,
        "type": "Json",
        "value_info": {"size_bytes": 100_002},
    }
    assert http.get(f"{_PATH}/{instance}/variables/large").json()["value"] == text


def test_numbers_go_through_digit_for_digit(http, deploy, start):
    deploy(chain(_ASK))
    digits = "1234567890123456789012345678901234.5678901234567890"
    body = (
        '{"process_definition_key": "p", "variables": {"a": %s, "b": 0.10, "c": 9007199254740993}}'
    )
    answer = http.post(_PATH, content=body % digits, headers=_JSON)
    text = http.get(f"{_PATH}/{answer.json()['id']}/variables", params={"plain": True}).text
    assert text == f'{{"a":{digits},"b":0.10,"c":9007199254740993}}'


def test_tree_shows_called_instances_and_why_each_thing_waits(http, deploy, start):
    deploy(chain(_ASK, key="inner"))
    deploy(chain('<callActivity id="call" calledElement="inner"/>'))
    found = http.get(f"{_PATH}/{start()}/tree", params={"plain": True}).json()
    (call,) = found["root"]["children"]
    (inner,) = call["children"]
    (ask,) = inner["children"]
    assert (call["activity_id"], inner["type"], ask["activity_id"]) == ("call", "process", "ask")
    assert inner["process_instance_id"] != found["instance"]["id"]
    assert ask["waits"][0]["why"] == "the task “Ask” is open"


def test_path_names_elements_with_the_flows_that_led_there(http, deploy, start):
    deploy(chain('<scriptTask id="calc" scriptFormat="feel"><script>1</script></scriptTask>', _ASK))
    items = http.get(f"{_PATH}/{start()}/path").json()["items"]
    assert [(each["activity_id"], each["transition_id"]) for each in items] == [
        ("start", None),
        ("calc", "start-calc"),
        ("ask", "calc-ask"),
    ]
    assert [each["activity_type"] for each in items] == ["startEvent", "scriptTask", "userTask"]
    assert items[2]["execution_id"] is not None


def test_history_has_commands_with_events_and_is_paged(http, deploy, start, engine):
    deploy(chain(_ASK))
    instance = start()
    engine.tasks.complete(engine.tasks.query(instance)[0].id, user="mary")
    path = f"{_PATH}/{instance}/history"
    first = http.get(path, params={"limit": 1}).json()
    second = http.get(path, params={"limit": 1, "cursor": first["next_cursor"]}).json()
    assert first["items"][0]["command"]["command"] == "start-instance"
    entry = second["items"][0]
    assert (entry["sequence"], entry["user"]) == (2, "mary")
    assert "task-completed" in {event["event"] for event in entry["events"]}
    assert second["next_cursor"] is None


def test_unknown_instance_is_not_found_everywhere(http):
    for path in ("", "/variables", "/tree", "/path", "/history", "/audit", "/replay", "/incidents"):
        answer = http.get(f"{_PATH}/nothing{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "instance/not-found")
    answer = http.put(f"{_PATH}/nothing/variables", json={"variables": {"a": 1}})
    assert answer.status_code == 404


def test_body_that_is_no_json_is_malformed(http):
    for body in ("{", "[" * 100_000, '{"a": NaN}', '"\\ud800"', ""):
        answer = http.post(_PATH, content=body, headers=_JSON)
        expected = ("http/malformed-json", "http/invalid-input")
        assert (answer.status_code, answer.json()["code"]) in list(
            zip((400, 422), expected, strict=True)
        )
    assert json.loads(http.get(_PATH).text)["items"] == []
