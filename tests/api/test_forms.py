"""Forms over HTTP: what is asked, submitting, drafts, files."""

from __future__ import annotations

import base64
import json

import pytest
from tests.models import bpmn, chain

_TASKS = "/api/processes/tasks"
_DEFINITIONS = "/api/processes/definitions"
_FORM = {
    "id": "claim",
    "components": [
        {
            "type": "number",
            "key": "amount",
            "label": "Amount",
            "validate": {"required": True, "max": 9},
        },
        {
            "type": "dynamiclist",
            "path": "rows",
            "components": [
                {"type": "select", "key": "kind", "values": [{"value": "a", "label": "A"}]}
            ],
        },
        {"type": "filepicker", "key": "scans", "accept": ".pdf", "multiple": True},
    ],
}
_START = (
    '<startEvent id="start"><extensionElements><camunda:formData><camunda:formField id="amount"'
    ' type="long"><camunda:validation><camunda:constraint name="required"/></camunda:validation>'
    "</camunda:formField></camunda:formData></extensionElements></startEvent>"
)
_AS_JSON = {"content-type": "application/json"}


@pytest.fixture
def task(http, deploy, start):
    """An open task with that form, and its instance."""
    deploy(json.dumps(_FORM).encode(), "claim.form", **_AS_JSON)
    deploy(
        chain('<userTask id="ask" name="Ask" camunda:formRef="claim"/>', '<userTask id="after"/>')
    )
    instance = start(variables={"amount": 3})
    return http.get(_TASKS, params={"process_instance_id": instance}).json()["items"][0]


def test_form_of_a_task_has_fields_values_and_source(http, task):
    form = http.get(f"{_TASKS}/{task['id']}/form").json()["form"]
    amount, rows, scans = form["fields"]
    assert (form["key"], form["format"], form["version"]) == ("claim", "form-js", 1)
    assert form["source"] == _FORM
    assert (amount["type"], amount["value"], amount["limits"]) == ("number", 3, {"maximum": 9})
    assert rows["item"]["fields"][0]["options"] == [{"value": "a", "label": "A"}]
    assert scans["limits"] == {"accept": ".pdf"}
    assert form["data"] == {"amount": 3}


def test_deployed_form_is_a_definition(http, task):
    (found,) = http.get(_DEFINITIONS, params={"kind": "form"}).json()["items"]
    assert (found["key"], found["resource_name"]) == ("claim", "claim.form")
    assert http.get(f"{_DEFINITIONS}/{found['id']}/xml").json() == _FORM
    assert http.get(f"{_DEFINITIONS}/{found['id']}").json()["start_form"] is None


def test_what_does_not_fit_is_listed_by_field(http, task):
    body = {"variables": {"amount": 10, "rows": [{"kind": "b"}]}}
    answer = http.post(f"{_TASKS}/{task['id']}/submit-form", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "form/invalid")
    assert answer.json()["errors"] == [
        {"field": "amount", "path": "amount", "what": "maximum", "expected": "at most 9"},
        {"field": "kind", "path": "rows.0.kind", "what": "option", "expected": "one of a"},
    ]
    body = {"variables": {"amount": 9}}
    assert http.post(f"{_TASKS}/{task['id']}/submit-form", json=body).status_code == 204
    assert http.get(f"{_TASKS}/{task['id']}").status_code == 404


def test_start_form_is_submitted(http, deploy):
    found = deploy(bpmn(f'{_START}<userTask id="ask"/>\nstart -> ask'))
    path = f"{_DEFINITIONS}/{found['id']}"
    (field,) = http.get(f"{path}/start-form").json()["form"]["fields"]
    assert (field["id"], field["required"]) == ("amount", True)
    refused = http.post(f"{path}/submit-form", json={})
    assert refused.json()["errors"][0]["what"] == "required"
    started = http.post(
        f"{path}/submit-form", json={"variables": {"amount": "3"}, "business_key": "B"}
    )
    assert (started.status_code, started.json()["business_key"]) == (201, "B")


def test_definition_is_shown_though_its_start_form_is_not_deployed(http, deploy):
    start = '<startEvent id="start" camunda:formRef="f" camunda:formRefBinding="deployment"/>'
    deploy(bpmn(f'{start}<userTask id="ask"/>\nstart -> ask'))
    assert http.get(f"{_DEFINITIONS}/p").json()["start_form"]["key"] == "f"
    answer = http.get(f"{_DEFINITIONS}/p/start-form")
    assert (answer.status_code, answer.json()["code"]) == (409, "form/not-deployed")


def test_draft_is_that_of_the_user_who_asks(http, task):
    path = f"{_TASKS}/{task['id']}/draft"
    ann, bob = {"X-User": "ann"}, {"X-User": "bob"}
    assert http.put(path, json={"values": {"amount": 400}}, headers=ann).status_code == 204
    assert http.get(path, headers=ann).json()["values"] == {"amount": 400}
    assert http.get(path, headers=bob).json()["code"] == "draft/not-found"
    form = f"{_TASKS}/{task['id']}/form"
    assert http.get(form, headers=ann).json()["draft"]["values"] == {"amount": 400}
    assert http.get(form, headers=bob).json()["draft"] is None
    wrong = http.put(path, json={"values": {"amount": "four"}}, headers=ann)
    assert wrong.json()["code"] == "form/invalid"
    large = http.put(path, json={"values": {"x": "y" * 300_000}}, headers=ann)
    assert (large.status_code, large.json()["code"]) == (413, "draft/too-large")
    assert http.delete(path, headers=ann).status_code == 204
    assert http.get(path, headers=ann).status_code == 404


def test_file_is_uploaded_and_saved(http, task):
    answer = http.post(
        f"{_TASKS}/{task['id']}/files",
        params={"name": "scan.pdf"},
        content=b"%PDF-1.7",
        headers={"content-type": "application/pdf"},
    )
    file = answer.json()
    assert (answer.status_code, file["name"], file["size_bytes"]) == (201, "scan.pdf", 8)
    saved = http.get(f"{_TASKS}/{task['id']}/files/{file['id']}", params={"name": 'a"/<b>.pdf'})
    assert saved.content == b"%PDF-1.7"
    assert saved.headers["content-disposition"] == 'attachment; filename="a___b_.pdf"'
    body = {"variables": {"amount": 1, "scans": [file["value"]]}}
    assert http.post(f"{_TASKS}/{task['id']}/submit-form", json=body).status_code == 204
    instance = f"/api/processes/instances/{task['process_instance_id']}"
    assert http.get(f"{instance}/files/{file['id']}").content == b"%PDF-1.7"
    assert http.get(f"{instance}/files/{'0' * 64}").json()["code"] == "file/not-found"


def test_file_of_a_form_is_uploaded(http, task):
    files = {"file": ("a.txt", b"hello", "text/plain")}
    answer = http.post(f"{_TASKS}/{task['id']}/files", files=files).json()
    assert (answer["name"], answer["media_type"], answer["size_bytes"]) == (
        "a.txt",
        "text/plain",
        5,
    )
    empty = http.post(f"{_TASKS}/{task['id']}/files", content=b"")
    assert empty.json()["code"] == "http/empty-body"


def test_file_that_is_not_there_is_refused(http, task):
    value = {"$file": "0" * 64, "name": "a.pdf", "media_type": "application/pdf", "size_bytes": 1}
    body = {"variables": {"amount": 1, "scans": [value]}}
    answer = http.post(f"{_TASKS}/{task['id']}/submit-form", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "file/unknown")


def test_file_of_camunda_7_comes_in_the_variable(http, deploy, start):
    deploy(chain('<userTask id="ask"/>'))
    content = base64.b64encode(b"hello").decode()
    info = {"filename": "a.txt", "mimetype": "text/plain"}
    instance = start(variables={"a": {"value": content, "type": "File", "valueInfo": info}})
    found = http.get(f"/api/processes/instances/{instance}/variables/a").json()
    assert (found["type"], found["value"]["name"], found["value"]["size_bytes"]) == (
        "File",
        "a.txt",
        5,
    )
    path = f"/api/processes/instances/{instance}/files/{found['value']['$file']}"
    assert http.get(path).content == b"hello"
    wrong = {"a": {"value": "no base 64!", "type": "File"}}
    answer = http.put(f"/api/processes/instances/{instance}/variables", json={"variables": wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, "variable/wrong-type")


def test_faults_of_a_form_have_lines(http):
    text = b'{"id": "f", "components": [\n{"type": "number", "key": "a", "defaultValue": "=1 +"}]}'
    answer = http.post(
        f"{_DEFINITIONS}/validate", params={"name": "f.form"}, content=text, headers=_AS_JSON
    )
    (finding,) = answer.json()["findings"]
    assert (finding["code"], finding["line"]) == ("form/expression", 2)
