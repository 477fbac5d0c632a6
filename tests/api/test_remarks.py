"""Comments and attachments over HTTP."""

from __future__ import annotations

import base64

import pytest
from tests.models import chain

_TASKS = "/api/processes/tasks"
_ROOT = "/api/processes"


@pytest.fixture
def task(deploy, start, engine):
    deploy(chain('<userTask id="ask"/>'))
    return engine.tasks.query(start())[0]


def _attach(http, path, name="a.txt", content=b"Hello", **more):
    body = {"name": name, "content": base64.b64encode(content).decode(), **more}
    return http.post(f"{path}/attachments", json=body, headers={"X-User": "tom"})


def test_comment_is_said_changed_and_taken_back(http, task):
    path = f"{_TASKS}/{task.id}"
    said = http.post(f"{path}/comments", json={"text": "Ask @joe"}, headers={"X-User": "tom"})
    assert said.status_code == 201
    found = said.json()
    assert (found["author"], found["mentions"], found["edited"]) == ("tom", ["joe"], None)
    comment = f"{_ROOT}/comments/{found['id']}"
    assert http.put(comment, json={"text": "Ask @ann"}).json()["mentions"] == ["ann"]
    assert http.get(path).json()["comment_count"] == 1
    of_instance = http.get(f"{_ROOT}/instances/{task.instance_id}/comments").json()["items"]
    assert [each["text"] for each in of_instance] == ["Ask @ann"]
    assert http.delete(comment).status_code == 204
    assert http.get(comment).json()["text"] is None
    again = http.delete(comment)
    assert (again.status_code, again.json()["code"]) == (404, "comment/not-found")


def test_comment_that_says_nothing_is_refused(http, task):
    answer = http.post(f"{_TASKS}/{task.id}/comments", json={"text": "   "})
    assert (answer.status_code, answer.json()["code"]) == (422, "comment/text")


def test_attachment_is_downloaded_as_a_file_whatever_it_is(http, task):
    page = b"<script>alert(1)</script>"
    made = _attach(http, f"{_TASKS}/{task.id}", 'ü "x".html', page, media_type="text/html")
    assert made.status_code == 201, made.text
    found = made.json()
    assert (found["media_type"], found["size_bytes"]) == ("text/html", len(page))
    answer = http.get(f"{_ROOT}/attachments/{found['id']}/content")
    assert answer.content == page
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = answer.headers["content-disposition"]
    assert disposition == "attachment; filename*=UTF-8''%C3%BC%20%22x%22.html"


def test_attachment_of_an_instance_is_deleted(http, task):
    path = f"{_ROOT}/instances/{task.instance_id}"
    found = _attach(http, path).json()
    assert http.get(f"{path}/attachments").json()["items"] == [found]
    attachment = f"{_ROOT}/attachments/{found['id']}"
    assert http.delete(attachment).status_code == 204
    assert http.get(attachment).json()["name"] is None
    gone = http.get(f"{attachment}/content")
    assert (gone.status_code, gone.json()["code"]) == (404, "attachment/not-found")


def test_attachment_that_is_too_large_or_nothing_is_refused(http, engine, task):
    engine.attachments.largest_bytes = 3
    path = f"{_TASKS}/{task.id}"
    answer = _attach(http, path)
    assert (answer.status_code, answer.json()["code"]) == (413, "attachment/too-large")
    answer = http.post(f"{path}/attachments", json={"name": "a", "url": "javascript:x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "attachment/url")
    answer = http.post(f"{path}/attachments", json={"name": "a", "content": "%%%"})
    assert (answer.status_code, answer.json()["code"]) == (422, "http/invalid-input")


def test_row_of_the_list_has_all_that_is_shown(http, task, engine):
    engine.instances.set_variables(task.instance_id, {"amount": 3, "other": 4})
    found = http.get(_TASKS, params={"variables": "amount, none", "plain": True}).json()["items"][0]
    assert found["variables"] == {"amount": 3}
    assert found["process_definition_version"] == 1
    assert (found["comment_count"], found["attachment_count"], found["sla_status"]) == (0, 0, None)
    assert http.get(_TASKS).json()["items"][0]["variables"] is None
