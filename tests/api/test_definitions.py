"""Definitions over HTTP."""

from __future__ import annotations

from tests.models import bpmn, chain

_PATH = "/api/processes/definitions"
_XML = {"content-type": "application/xml"}
_ASK = '<userTask id="ask" name="Ask" camunda:formKey="ask.form"/>'


def test_model_as_body_is_deployed_with_who_and_when(deploy):
    found = deploy(chain(_ASK), "ask.bpmn", **{"X-User": "mary"})
    assert (found["key"], found["version"], found["latest"]) == ("p", 1, True)
    assert (found["resource_name"], found["deployed_by"]) == ("ask.bpmn", "mary")
    assert (found["active"], found["suspended"]) == (True, False)


def test_several_models_as_a_form_are_one_deployment(http):
    files = [
        ("files", ("a.bpmn", chain(key="a"), "application/xml")),
        ("more", ("b.bpmn", chain(key="b"), "text/xml")),
    ]
    answer = http.post(_PATH, files=files, params={"deployment_name": "both"})
    assert answer.status_code == 201
    found = answer.json()
    assert [each["key"] for each in found["definitions"]] == ["a", "b"]
    assert {each["deployment_id"] for each in found["definitions"]} == {found["id"]}


def test_unchanged_model_keeps_its_version_and_a_changed_one_gets_the_next(deploy):
    first = deploy(chain(_ASK))
    assert deploy(chain(_ASK))["id"] == first["id"]
    assert deploy(chain())["version"] == 2


def test_model_that_cannot_run_is_refused_with_all_findings(http):
    model = bpmn('<startEvent id="s"/><subChoreography id="g"/><choreographyTask id="c"/>')
    answer = http.post(_PATH, content=model, headers=_XML)
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["code"] == "model/invalid"
    assert len(problem["findings"]) > 1
    assert all(finding["message"] for finding in problem["findings"])
    assert http.get(_PATH).json()["items"] == []


def test_doctype_empty_body_and_strange_content_are_refused(http):
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>'
    assert http.post(_PATH, content=bomb, headers=_XML).json()["code"] == "xml/doctype-refused"
    assert http.post(_PATH, content=b"", headers=_XML).json()["code"] == "http/empty-body"
    answer = http.post(_PATH, content=b"x=1", headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (422, "http/content-type")


def test_validation_says_what_is_wrong_and_deploys_nothing(http):
    good = http.post(f"{_PATH}/validate", content=chain(_ASK), headers=_XML).json()
    assert good == {"valid": True, "findings": []}
    bad = bpmn('<startEvent id="s"/><userTask id="t"/>\ns -> nowhere')
    found = http.post(f"{_PATH}/validate", content=bad, headers=_XML).json()
    assert not found["valid"]
    assert found["findings"][0]["line"] >= 1
    assert http.get(_PATH).json()["items"] == []


def test_list_is_filtered_sorted_counted_and_paged(http, deploy):
    for key in ("c", "a", "b"):
        deploy(chain(key=key))
    deploy(chain(_ASK, key="a"))
    found = http.get(_PATH, params={"count": True}).json()
    assert [(d["key"], d["version"]) for d in found["items"]] == [
        ("a", 1),
        ("a", 2),
        ("b", 1),
        ("c", 1),
    ]
    assert found["total"] == 4
    latest = http.get(_PATH, params={"latest": True, "sort": "-key"}).json()["items"]
    assert [(d["key"], d["version"]) for d in latest] == [("c", 1), ("b", 1), ("a", 2)]
    assert len(http.get(_PATH, params={"key": "a"}).json()["items"]) == 2
    first = http.get(_PATH, params={"limit": 3}).json()
    rest = http.get(_PATH, params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert [d["key"] for d in rest["items"]] == ["c"]
    assert rest["next_cursor"] is None
    assert "total" not in first or first["total"] is None


def test_details_have_form_tasks_and_number_of_instances(http, deploy, start):
    form = (
        '<startEvent id="start"><documentation>Begins.</documentation><extensionElements>'
        '<camunda:formData><camunda:formField id="size" label="Size" type="enum">'
        '<camunda:validation><camunda:constraint name="required"/>'
        '<camunda:constraint name="min" config="1"/></camunda:validation>'
        '<camunda:value id="s" name="small"/><camunda:value id="l" name="large"/>'
        "</camunda:formField></camunda:formData></extensionElements></startEvent>"
    )
    model = bpmn(f'{form}{_ASK}<endEvent id="end"/>\nstart -> ask\nask -> end')
    deploy(model)
    start()
    found = http.get(f"{_PATH}/p").json()
    assert found["instances"] == 1
    assert found["tasks"] == [
        {
            "id": "ask",
            "name": "Ask",
            "type": "userTask",
            "form_key": "ask.form",
            "documentation": None,
        }
    ]
    form = found["start_form"]
    (field,) = form["fields"]
    assert (form["key"], form["format"]) == (None, "form-data")
    assert (field["id"], field["label"], field["type"]) == ("size", "Size", "enum")
    assert (field["required"], field["limits"]) == (True, {"minimum": 1})
    assert field["options"] == [{"value": "s", "label": "small"}, {"value": "l", "label": "large"}]
    assert http.get(f"{_PATH}/{found['id']}/start-form").json()["form"] == found["start_form"]


def test_xml_is_the_file_byte_for_byte_and_no_script_runs_in_it(http, deploy):
    model = chain(_ASK)
    found = deploy(model)
    answer = http.get(f"{_PATH}/{found['id']}/xml")
    assert answer.content == model
    assert "sandbox" in answer.headers["content-security-policy"]


def test_unknown_definition_is_not_found(http):
    for path in ("", "/xml", "/start-form", "/statistics", "/extensions"):
        answer = http.get(f"{_PATH}/nothing{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "definition/not-found")


def test_extensions_are_what_is_kept_of_a_dialect(http, deploy):
    lane = (
        '<laneSet id="ls"><lane id="l" name="Sales"><flowNodeRef>ask</flowNodeRef></lane></laneSet>'
    )
    model = chain(_ASK, '<serviceTask id="ship" camunda:class="com.example.Ship"/>')
    process = b'isExecutable="true">'
    deploy(model.replace(process, b'camunda:historyTimeToLive="P1D" ' + process + lane.encode()))
    assert http.get(f"{_PATH}/p/extensions").json() == {
        "elements": {"p": {"historyTimeToLive": "P1D"}},
        "lanes": [{"id": "l", "path": ["Sales"], "elements": ["ask"]}],
        "work": [{"name": "com.example.Ship", "element_id": "ship", "is_class": True}],
    }


def test_statistics_count_tokens_where_they_wait(http, deploy, start, engine):
    timer = (
        '<boundaryEvent id="late" attachedToRef="ask" cancelActivity="false">'
        "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
        '</boundaryEvent><endEvent id="told"/>\nlate -> told'
    )
    deploy(
        bpmn(
            f'<startEvent id="start"/>{_ASK}{timer}\n'
            '<serviceTask id="send" camunda:type="external" camunda:topic="send"/>\n'
            '<endEvent id="end"/>\nstart -> ask\nask -> send\nsend -> end'
        )
    )
    start()
    second = start()
    engine.tasks.complete(engine.tasks.query(second)[0].id)
    found = {
        each.pop("activity_id"): each
        for each in http.get(f"{_PATH}/p/statistics").json()["activities"]
    }
    assert found["ask"] == {"tokens": 1, "tasks": 1, "jobs": 0, "incidents": 0}
    assert found["send"] == {"tokens": 1, "tasks": 0, "jobs": 1, "incidents": 0}
    assert found["late"] == {"tokens": 0, "tasks": 0, "jobs": 1, "incidents": 0}


def test_suspended_definition_starts_nothing_until_it_is_resumed(http, deploy, start):
    deploy(chain())
    assert http.put(f"{_PATH}/p/suspended", json={"suspended": True}).status_code == 204
    answer = http.post("/api/processes/instances", json={"process_definition_key": "p"})
    assert (answer.status_code, answer.json()["code"]) == (409, "definition/suspended")
    assert http.get(f"{_PATH}/p").json()["active"] is False
    http.put(f"{_PATH}/p/suspended", json={"suspended": False})
    start()


def test_definition_with_instances_is_kept(http, deploy, start):
    deploy(chain(_ASK))
    start()
    answer = http.delete(f"{_PATH}/p")
    assert (answer.status_code, answer.json()["code"]) == (409, "definition/has-instances")
    assert answer.json()["instances"] == 1


def test_deleting_the_newest_version_gives_the_one_before_its_place_back(http, deploy, start):
    message = '<message id="m" name="{0}"/>'
    event = '<startEvent id="{0}"><messageEventDefinition messageRef="m"/></startEvent>'
    first = bpmn(
        f"{event.format('one')}<endEvent id='end'/>\none -> end", roots=message.format("a")
    )
    second = bpmn(
        f"{event.format('two')}<endEvent id='end'/>\ntwo -> end", roots=message.format("b")
    )
    deploy(first)
    deploy(second)
    assert http.post("/api/processes/messages", json={"name": "a"}).status_code == 404
    assert http.delete(f"{_PATH}/p").status_code == 204
    assert http.get(f"{_PATH}/p").json()["version"] == 1
    assert http.post("/api/processes/messages", json={"name": "b"}).status_code == 404
    assert http.post("/api/processes/messages", json={"name": "a"}).json()["result"] == "started"
    start(start_event="one")


def test_decision_is_listed_and_has_no_form(http, deploy):
    model = (
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="d" id="d" '
        b'namespace="n"><decision id="two" name="two"><variable name="two"/><literalExpression>'
        b"<text>1 + 1</text></literalExpression></decision></definitions>"
    )
    deploy(model, "two.dmn")
    found = http.get(f"{_PATH}/two").json()
    assert (found["kind"], found["start_form"], found["tasks"]) == ("decision", None, [])
    listed = http.get("/api/decisions/definitions").json()["items"]
    assert [each["key"] for each in listed] == ["two"]
    assert http.post("/api/decisions/two/evaluate", json={}).json()["value"] == 2
