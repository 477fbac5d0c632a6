"""Processes as journeys and steps, their figures, and definitions that change."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.models import bpmn, chain

_ROOT = Path(__file__).parents[2]
_WORK = bpmn(
    '<startEvent id="s"/><userTask id="ask" name="Ask"/><userTask id="later"/><endEvent id="e"/>\n'
    "s -> ask\nask -> later\nlater -> e",
    key="work",
)
_OUTER = chain('<callActivity id="call" calledElement="work"/>', key="outer")


@pytest.fixture
def started(http, deploy):
    deploy(_WORK)

    def run(**body):
        answer = http.post("/api/processes/start", json={"journey_id": "work", **body})
        assert answer.status_code == 201, answer.text
        return answer.json()

    return run


def _ids(answer):
    return [each["id"] for each in answer.json()["items"]]


def test_process_starts_and_says_where_it_waits(http, started):
    found = started(context={"amount": 12}, business_key="A-1")
    assert found["journey_id"] == "work"
    assert (found["status"], found["current_step"]) == ("running", "ask")
    assert found["context"] == {"amount": 12}
    again = http.get(f"/api/processes/{found['id']}")
    assert again.json() == found


def test_processes_are_listed_by_status_and_journey(http, engine, started, deploy):
    deploy(_OUTER, name="outer.bpmn")
    running, paused, over = (started()["id"] for _ in range(3))
    outer = engine.start("outer").id
    http.post(f"/api/processes/{paused}/suspend")
    http.post(f"/api/processes/{over}/abort", json={"reason": "enough"})
    path = "/api/processes"
    assert _ids(http.get(path, params={"status": "suspended"})) == [paused]
    assert _ids(http.get(path, params={"status": "aborted", "journey_id": "work"})) == [over]
    found = http.get(path, params={"status": "running", "journey_id": "outer", "count": True})
    assert _ids(found) == [outer]
    assert found.json()["total"] == 1
    assert found.json()["items"][0]["current_steps"] == ["call"]
    assert running in _ids(http.get(path))
    assert http.get(path, params={"status": "pending"}).status_code == 422


def test_process_is_paused_goes_on_and_is_aborted(http, engine, started):
    path = f"/api/processes/{started()['id']}"
    assert http.post(f"{path}/suspend").status_code == 204
    assert http.get(path).json()["status"] == "suspended"
    assert http.post(f"{path}/suspend").json()["code"] == "instance/suspended"
    assert http.post(f"{path}/resume").status_code == 204
    assert http.post(f"{path}/resume").json()["code"] == "instance/not-suspended"
    assert http.post(f"{path}/abort", json={"reason": "enough"}).status_code == 204
    found = http.get(path).json()
    assert (found["status"], found["current_steps"]) == ("aborted", [])
    assert http.post(f"{path}/abort").status_code == 409
    last = http.get(f"{path}/history").json()["items"][-1]
    assert (last["type"], last["payload"]) == ("process.terminated", {"reason": "enough"})


def test_abort_needs_no_reason(http, started):
    assert http.post(f"/api/processes/{started()['id']}/abort").status_code == 204


def test_history_tells_what_happened_page_by_page(http, engine, started):
    process = started(context={"amount": 1})["id"]
    for _ in range(2):
        engine.tasks.complete(engine.tasks.query(process)[0].id, user="mary")
    path = f"/api/processes/{process}/history"
    whole = http.get(path, params={"limit": 1000}).json()
    assert whole["next_cursor"] is None
    types = [each["type"] for each in whole["items"]]
    assert types[0] == "process.started"
    assert types[-1] == "process.completed"
    assert types.count("task.completed") == 2
    assert {each["user"] for each in whole["items"] if each["type"] == "task.completed"} == {"mary"}
    found, cursor = [], None
    while cursor is not None or not found:
        params = {"limit": 1} | ({} if cursor is None else {"cursor": cursor})
        page = http.get(path, params=params).json()
        found += page["items"]
        cursor = page["next_cursor"]
    assert found == whole["items"]
    assert http.get(path, params={"cursor": "x"}).json()["code"] == "input/cursor"


def test_called_process_has_a_history_of_its_own(http, engine, started, deploy):
    deploy(_OUTER, name="outer.bpmn")
    started()
    outer = engine.start("outer").id
    inner = engine.instances.query(root=outer, key="work")[0].id
    for process in (outer, inner):
        events = http.get(f"/api/processes/{process}/history").json()["items"]
        assert {each["process_id"] for each in events} == {process}


def test_picture_shows_completed_current_and_pending_steps(http, engine, started):
    process = started()["id"]
    path = f"/api/processes/{process}/visualize"
    found = http.get(path).json()
    assert found["completed_steps"] == ["s"]
    assert found["current_steps"] == ["ask"]
    assert sorted(found["pending_steps"]) == ["e", "later"]
    taken = {(each["source"], each["target"]): each["taken"] for each in found["edges"]}
    assert taken == {("s", "ask"): 1, ("ask", "later"): 0, ("later", "e"): 0}
    assert found["svg"] is None  # no diagram
    for _ in range(2):
        engine.tasks.complete(engine.tasks.query(process)[0].id)
    over = http.get(path).json()
    assert (over["status"], over["current_steps"], over["pending_steps"]) == ("completed", [], [])


def test_model_with_a_diagram_is_drawn(http, deploy):
    content = (_ROOT / "examples" / "invoice.bpmn").read_bytes()
    key = deploy(content)["key"]
    svg = http.get(f"/api/processes/definitions/{key}/diagram")
    assert svg.status_code == 200
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in svg.headers["content-security-policy"]
    assert svg.text.startswith("<svg")
    process = http.post("/api/processes/start", json={"journey_id": key}).json()["id"]
    drawn = http.get(f"/api/processes/{process}/visualize").json()["svg"]
    assert 'class="token"' in drawn
    assert 'class="token"' not in svg.text


def test_model_without_a_diagram_is_not_drawn(http, deploy):
    key = deploy(_WORK)["key"]
    found = http.get(f"/api/processes/definitions/{key}/diagram")
    assert (found.status_code, found.json()["code"]) == (404, "definition/no-diagram")


def test_what_is_drawn_badly_is_still_drawn(http, deploy):
    diagram = b"""<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
      xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI">
      <bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement="ask"><dc:Bounds x="nan" y="a" width="9e999"
      height="80"/></bpmndi:BPMNShape><bpmndi:BPMNShape bpmnElement="gone"/>
      <bpmndi:BPMNEdge bpmnElement="s-ask"/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"""
    content = _WORK.replace(b"</definitions>", diagram).replace(b'"Ask"', b'"&lt;script&gt;"')
    key = deploy(content)["key"]
    svg = http.get(f"/api/processes/definitions/{key}/diagram").text
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


# -- definitions that change


def _put(http, definition, content):
    return http.put(
        f"/api/processes/definitions/{definition}",
        content=content,
        headers={"content-type": "application/xml"},
    )


def test_definition_is_replaced_by_a_new_version(http, deploy):
    first = deploy(_WORK)
    found = _put(http, first["id"], _WORK.replace(b'name="Ask"', b'name="Ask twice"'))
    assert found.status_code == 200, found.text
    assert [each["version"] for each in found.json()["definitions"]] == [2]
    other = _put(http, first["id"], _OUTER)
    assert (other.status_code, other.json()["code"]) == (422, "definition/other-key")
    assert _put(http, "none", _WORK).status_code == 404
    bad = _put(http, first["id"], b"<definitions/>")
    assert bad.status_code == 400


def test_earlier_version_becomes_the_newest_again(http, engine, deploy):
    first = deploy(_WORK)
    old = engine.start("work")
    second = deploy(_WORK.replace(b'id="later"', b'id="last"').replace(b'="later"', b'="last"'))
    path = "/api/processes/definitions"
    found = http.post(f"{path}/{first['id']}/rollback")
    assert found.status_code == 201, found.text
    (third,) = found.json()["definitions"]
    assert (third["version"], third["key"]) == (3, "work")
    assert http.get(f"{path}/{third['id']}/xml").content == _WORK
    newest = http.get(path, params={"latest": True}).json()["items"]
    assert [each["version"] for each in newest] == [3]
    assert engine.instances.get(old.id).definition_id == first["id"]
    assert engine.start("work").definition_id == third["id"]
    again = http.post(f"{path}/{third['id']}/rollback")
    assert (again.status_code, again.json()["code"]) == (409, "definition/is-newest")
    assert http.post(f"{path}/{second['id']}/rollback").json()["definitions"][0]["version"] == 4


# -- figures


_FIGURES = (
    "/api/monitoring/metrics",
    "/api/monitoring/bottlenecks",
    "/api/processes/bottlenecks",
    "/api/processes/statistics",
    "/api/processes/tasks/statistics",
    "/api/processes/performance",
)


@pytest.mark.parametrize("path", _FIGURES)
def test_figures_are_told_of_nothing_and_of_something(http, engine, started, path):
    assert http.get(path).status_code == 200
    process = started()["id"]
    engine.advance("PT3H")
    engine.tasks.complete(engine.tasks.query(process)[0].id, user="mary")
    assert http.get(path, params={"process_definition_key": "work"}).status_code == 200
    wrong = http.get(path, params={"since": "2026-02-01", "until": "2026-01-01"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "monitoring/days")


def test_figures_say_how_it_goes(http, engine, started):
    for _ in range(2):
        process = started()["id"]
        engine.advance("PT2H")
        engine.tasks.complete(engine.tasks.query(process)[0].id)
    engine.tasks.complete(engine.tasks.query(process)[0].id)
    metrics = http.get("/api/monitoring/metrics").json()
    assert (metrics["started"], metrics["completed"], metrics["active"]) == (2, 1, 1)
    assert (metrics["cycle_time"]["mean"], metrics["tasks"]["open"]) == ("PT2H", 1)
    assert metrics["throughput"] == round(1 / 7, 4)
    assert sum(day["completed"] for day in metrics["days"]) == 1
    worst = http.get("/api/monitoring/bottlenecks").json()["items"][0]
    assert (worst["activity_id"], worst["durations"]["total"]) == ("ask", "PT4H")
    statistics = http.get("/api/processes/statistics").json()
    assert statistics["total"]["active"] == 1
    assert statistics["items"][0]["durations"]["completed"] == 1
    tasks = http.get("/api/processes/tasks/statistics").json()
    assert (tasks["durations"]["completed"], tasks["open"]["unassigned"]) == (3, 1)
    heat = http.get("/api/processes/definitions/work/heat").json()["items"]
    assert {each["activity_id"]: each["active"] for each in heat}["later"] == 1
    assert http.get("/api/processes/definitions/none/heat").status_code == 404


def test_running_processes_say_how_they_are(http, engine, started):
    first = started()["id"]
    engine.advance("PT1S")  # the newest come first
    second = started()["id"]
    page = http.get("/api/monitoring/active-processes", params={"limit": 1, "count": True}).json()
    assert page["total"] == 2
    assert [each["id"] for each in page["items"]] == [second]
    rest = http.get(
        "/api/monitoring/active-processes", params={"limit": 1, "cursor": page["next_cursor"]}
    )
    (item,) = rest.json()["items"]
    assert (item["id"], item["health"], item["current_steps"]) == (first, "on-track", ["ask"])
    engine.instances.suspend(first)
    paused = http.get("/api/monitoring/active-processes", params={"suspended": True}).json()
    assert [(each["id"], each["status"]) for each in paused["items"]] == [(first, "suspended")]
