"""The client against the real HTTP interface: values, errors, lists, previews."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

import pytest
from tests.models import bpmn, chain

from trivium import errors
from trivium.client import Client, ServerFault, shapes

_FORM = chain('<userTask id="ask" name="Ask"/>')
_ZONE = dt.timezone(dt.timedelta(hours=1))


class _Colour(enum.StrEnum):
    RED = "red"


class _Size(enum.IntEnum):
    SMALL = 1


@pytest.fixture
def start(client):
    client.deploy_definitions({"p.bpmn": _FORM})

    def run(**variables):
        return client.start_instance(process_definition_key="p", variables=variables).id

    return run


def _seen(client, instance):
    return client.get_variables(instance)


def test_story_of_an_instance(client, start):
    instance = start(amount=Decimal("12.50"))
    (task,) = client.list_tasks(process_instance_id=instance).items
    assert (task.name, task.created.tzinfo) == ("Ask", dt.UTC)
    client.claim_task(task.id, user_id="mary")
    client.complete_task(task.id, variables={"approved": True})
    found = client.get_instance(instance)
    assert (found.status, found.started_by) == ("completed", "mary")
    assert found.variables == {"amount": Decimal("12.50"), "approved": True}
    assert type(found.start_time) is dt.datetime


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        10**25,
        Decimal("0.1"),
        Decimal("1E+30"),
        "text",
        [1, [Decimal("2.5")]],
        {"a": {"b": None}},
        {"value": 1, "type": "String"},
        {"value": "x", "type": "Integer"},
    ],
)
def test_value_comes_back_as_it_was_sent(client, start, value):
    assert _seen(client, start(x=value)) == {"x": value}


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (dt.date(2026, 12, 24), "Date", "2026-12-24"),
        (dt.datetime(2026, 12, 24, 8, 30, tzinfo=_ZONE), "Date", "2026-12-24T08:30:00+01:00"),
        (dt.time(8, 30), "Time", "08:30:00"),
        (dt.timedelta(hours=36), "Duration", "P1DT12H"),
        (shapes.TypedValue(value="2026-12-24", type="Date"), "Date", "2026-12-24"),
        (0.1, "Double", Decimal("0.1")),
        ((1, 2), "Json", [1, 2]),
        (_Colour.RED, "String", "red"),
        (_Size.SMALL, "Integer", 1),
    ],
)
def test_values_of_python_become_those_of_feel(client, start, value, kind, text):
    instance = start(x=value)
    typed = client.get_variables(instance, plain=False)["x"]
    assert (typed["type"], typed["value"]) == (kind, text)
    assert _seen(client, instance)["x"] == text


def test_dates_within_lists_are_dates(client, start, engine):
    instance = start(dates=[dt.date(2026, 12, 24)])
    (date,) = engine.instances.variables(instance)["dates"]
    assert type(date).__name__ == "Date"
    assert _seen(client, instance)["dates"] == ["2026-12-24"]


@pytest.mark.parametrize("value", [object(), float("nan"), Decimal("Infinity"), b"bytes", "\udcff"])
def test_what_has_no_meaning_is_not_sent(client, start, value):
    with pytest.raises(errors.InvalidInput) as caught:
        start(x=[value])
    assert caught.value.code == "client/not-sendable"


def test_value_nested_too_deep_is_not_sent(start):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(errors.InvalidInput, match="nested too deep"):
        start(x=deep)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x"])
def test_id_that_would_lead_elsewhere_is_not_sent(client, name):
    with pytest.raises(errors.InvalidInput) as caught:
        client.terminate_instance(name)
    assert caught.value.code == "client/not-sendable"


@pytest.mark.parametrize("name", ["ä ö?#", "%2e"])
def test_strange_id_is_looked_for(client, name):
    with pytest.raises(errors.NotFound) as caught:
        client.get_instance(name)
    assert caught.value.code == "instance/not-found"


def test_refusal_is_the_error_that_the_library_raises(client, start, engine):
    task = client.list_tasks(process_instance_id=start()).items[0].id
    client.claim_task(task, user_id="mary")
    with pytest.raises(errors.TriviumError) as here:
        engine.tasks.claim(task, user="paul")
    with pytest.raises(errors.Refused) as there:
        client.claim_task(task, user_id="paul")
    assert type(there.value) is type(here.value)
    assert (there.value.code, there.value.message) == (here.value.code, here.value.message)
    assert here.value.facts.items() <= there.value.facts.items()
    assert there.value.facts["correlation_id"]


def test_job_that_is_no_work_is_in_the_wrong_state(client):
    wait = (
        '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    )
    client.deploy_definitions({"p.bpmn": chain(wait)})
    client.start_instance(process_definition_key="p")
    (timer,) = client.list_jobs().items
    with pytest.raises(errors.WrongState) as caught:
        client.complete_job(timer.id)
    assert caught.value.facts["kind"] == "timer"


def test_model_that_cannot_run_comes_with_its_findings(client):
    with pytest.raises(errors.InvalidModel) as caught:
        client.deploy_definitions({"bad.bpmn": bpmn('<task id="lost"/>\nlost -> nowhere')})
    assert caught.value.findings
    assert all(isinstance(each, errors.Finding) for each in caught.value.findings)


def test_body_of_the_wrong_shape_names_its_fields(client):
    with pytest.raises(errors.InvalidInput) as caught:
        client.list_tasks(limit=0)
    assert caught.value.code == "http/invalid-input"
    assert caught.value.facts["errors"][0]["field"] == "query.limit"


def test_defect_has_its_reference(client, monkeypatch, engine):
    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(type(engine.tasks), "query", broken)
    with pytest.raises(ServerFault) as caught:
        client.list_tasks()
    assert len(caught.value.facts["reference"]) == 8


def test_several_models_are_deployed_as_one(client):
    deployed = client.deploy_definitions(
        {"p.bpmn": _FORM, "q.bpmn": chain('<task id="t"/>', key="q")}, deployment_name="both"
    )
    assert {each.key for each in deployed.definitions} == {"p", "q"}
    assert client.get_definition_xml(deployed.definitions[0].id).startswith(b"<")
    assert client.validate_definitions({"p.bpmn": _FORM}).valid


def test_each_goes_through_all_pages(client, start):
    instances = {start() for _ in range(7)}
    assert len(client.list_instances(limit=3).items) == 3
    assert client.list_instances(limit=3, count=True).total == 7
    assert {each.id for each in client.list_instances.each(limit=3)} == instances
    assert [each.id for each in client.list_tasks.each(process_instance_id="none")] == []


def test_preview_says_what_would_be_and_keeps_nothing(client, start):
    instance = start()
    preview = client.terminate_instance.preview(instance)
    assert preview.dry_run
    assert preview.steps[0].root_instance_id == instance
    assert client.get_instance(instance).status == "active"
    assert client.deploy_definitions.preview({"q.bpmn": chain('<task id="t"/>', key="q")}).dry_run
    assert len(client.list_definitions().items) == 1


def test_key_makes_a_repetition_harmless(client, start):
    start()
    found = {
        client.start_instance(process_definition_key="p", idempotency_key="1").id for _ in range(2)
    }
    assert len(found) == 1
    with pytest.raises(errors.Conflict) as caught:
        client.start_instance(process_definition_key="p", business_key="other", idempotency_key="1")
    assert caught.value.code == "command/idempotency-key-reused"


def test_change_takes_away_only_what_is_none(client, start):
    (task,) = client.list_tasks(process_instance_id=start()).items
    client.update_task(task.id, name="Other", due=dt.datetime(2026, 12, 24, tzinfo=dt.UTC))
    client.update_task(task.id, due=None)
    found = client.get_task(task.id)
    assert (found.name, found.due) == ("Other", None)


def test_batch_is_one_of_its_kinds(client, start):
    instance = start()
    batch = client.create_batch(
        shapes.SetVariablesOfMany(
            process_instance_ids=[instance], variables={"x": {"value": 1, "type": "String"}}
        )
    )
    assert (batch.type, batch.total) == ("setVariables", 1)


def test_batch_keeps_what_only_looks_typed(client, start, engine):
    instance = start()
    variables = {"x": {"value": 1, "type": "Integer"}, "due": dt.date(2026, 12, 24)}
    client.create_batch(
        shapes.SetVariablesOfMany(process_instance_ids=[instance], variables=variables)
    )
    engine.run_until_idle()
    assert _seen(client, instance) == {**variables, "due": "2026-12-24"}


def test_decision_and_case_and_health(client):
    assert client.get_health().status == "healthy"
    assert client.get_liveness().status == "healthy"
    assert client.list_decisions().items == []
    with pytest.raises(errors.EvaluationFailed) as caught:
        client.evaluate_decision("none", inputs={"a": 1})
    assert caught.value.code == "decision/unknown"


@pytest.mark.parametrize(
    "url", ["localhost:8080", "ftp://x", "http://", "http://x:y", "http://mary:secret@x", ""]
)
def test_address_that_is_none_is_told_at_once(url):
    with pytest.raises(errors.InvalidInput) as caught:
        Client(url)
    assert caught.value.code == "client/address"
    assert "secret" not in caught.value.message


@pytest.mark.parametrize("user", ["", "mä", "a\nb"])
def test_user_that_no_header_carries_is_told_at_once(user):
    with pytest.raises(errors.InvalidInput) as caught:
        Client(user=user)
    assert caught.value.code == "client/not-sendable"
