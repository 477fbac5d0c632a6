"""The client and the OpenAPI document say the same, both ways."""

from __future__ import annotations

import inspect
import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx2
import jsonschema_rs
import pytest
from tests.client.conftest import document
from tools import client_operations

from trivium.client import AsyncClient, Client, UnexpectedAnswer, shapes
from trivium.client.bound import Awaited, AwaitedList, Blocking, BlockingList
from trivium.client.encoding import VARIABLES, decode
from trivium.client.methods import AwaitedMethods, BlockingMethods

_METHODS = {"get", "post", "put", "patch", "delete"}
_OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, item in document()["paths"].items()
    for method, operation in item.items()
    if method in _METHODS
}
_OF_THE_CLIENT = {"X-User", "dry_run"}


def _snake(name):
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def _methods(kind):
    return {name for name, value in vars(kind).items() if not name.startswith("_") and value}


def _resolved(schema):
    while "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _body(operation):
    return operation.get("requestBody", {}).get("content", {}).get("application/json")


def test_described_half_is_up_to_date():
    for name, source in client_operations.files().items():
        written = (client_operations.FOLDER / name).read_text(encoding="utf-8")
        assert written == source, "run `make docs`"
    known = {f"operations/{p.name}" for p in (client_operations.FOLDER / "operations").glob("*.py")}
    assert known <= client_operations.files().keys()


@pytest.mark.parametrize("kind", [BlockingMethods, AwaitedMethods])
def test_every_operation_is_a_method_and_every_method_an_operation(kind):
    assert _methods(kind) == {_snake(name) for name in _OPERATIONS}


@pytest.mark.parametrize("name", _OPERATIONS)
def test_method_takes_what_the_operation_takes(name):
    path, _, operation = _OPERATIONS[name]
    parameters = inspect.signature(getattr(Client, _snake(name))).parameters
    expected = {
        "idempotency_key" if each["name"] == "Idempotency-Key" else each["name"]
        for each in operation.get("parameters", ())
        if each["name"] not in _OF_THE_CLIENT
    }
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:  # each file has its name with it
        expected = expected - {"name"} | {"file" if name.startswith("upload") else "models"}
    if _body(operation):
        schema = _resolved(_body(operation)["schema"])
        expected |= schema["properties"].keys() if "properties" in schema else {"body"}
    assert parameters.keys() == expected
    required = {name for name, each in parameters.items() if each.default is each.empty}
    placed = set(re.findall(r"\{(\w+)\}", path))
    assert placed <= required


@pytest.mark.parametrize("name", _OPERATIONS)
def test_method_sends_what_the_document_describes(name):
    path, method, operation = _OPERATIONS[name]
    seen = []

    def answer(request):
        seen.append(request)
        return httpx2.Response(200, json={})

    example = _body(operation) and _example(_body(operation)["schema"])
    arguments = dict.fromkeys(re.findall(r"\{(\w+)\}", path), "x y?")
    for each in operation.get("parameters", ()):
        if each["in"] == "query" and each.get("required"):
            arguments[each["name"]] = datetime(2026, 1, 16, 15, tzinfo=UTC)
    schema = _body(operation) and _resolved(_body(operation)["schema"])
    if schema and "properties" in schema:
        arguments |= _python(example, schema)
    elif schema:
        arguments["body"] = shapes.TerminateMany(process_instance_ids=["a"])
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
        given = "file" if name.startswith("upload") else "models"
        arguments[given] = {"a.bpmn": b"<a/>", "b.bpmn": b"<b/>"}
    client = Client("http://test", transport=httpx2.MockTransport(answer))
    with client, suppress(UnexpectedAnswer):  # an empty answer fits hardly anything
        getattr(client, _snake(name))(**arguments)
    (request,) = seen
    assert request.method == method.upper()
    pattern = re.sub(r"\\{\w+\\}", "x%20y%3F", re.escape(path))
    assert re.fullmatch(pattern, urlsplit(str(request.url)).path)
    has_key = any(each["name"] == "Idempotency-Key" for each in operation.get("parameters", ()))
    assert ("idempotency-key" in request.headers) == has_key
    if schema:
        content = decode(request.content, object)
        components = {"components": document()["components"]}
        jsonschema_rs.validator_for({**_body(operation)["schema"], **components}).validate(content)
        if "body" not in arguments:
            assert content.keys() >= example.keys()


def _example(schema):
    return _resolved(schema).get("example") or {}


def _python(example, schema):
    """An example as a caller writes it: times and durations as Python has them."""
    found = {}
    for name, value in example.items():
        member = schema["properties"][name]
        kinds = [member, *member.get("anyOf", ())]
        formats = {kind.get("format") for kind in kinds}
        is_duration = "duration" in formats and value is not None
        found[name] = decode(json.dumps(value).encode(), timedelta) if is_duration else value
    return found


@pytest.mark.parametrize("name", _OPERATIONS)
def test_answer_of_the_document_is_read(name):
    _, _, operation = _OPERATIONS[name]
    parameters = inspect.signature(getattr(Client, _snake(name))).parameters
    arguments = {
        name: {} if name in {"models", "file", "body"} else "x"
        for name, each in parameters.items()
        if each.default is each.empty
    }
    call = getattr(Client, _snake(name))._describe(**arguments)
    status = next(s for s in ("201", "202", "204", "200", "303") if s in operation["responses"])
    content = operation["responses"][status].get("content", {})
    if "application/json" not in content:
        assert call.answer is (bytes if content else None)
        return
    schema = content["application/json"]["schema"]
    example = _example(
        schema.get("anyOf", [schema])[0]
    )  # of the shape: nulls are dropped elsewhere
    assert decode(json.dumps(example).encode(), call.answer) is not None


def test_lists_have_each_and_writes_have_previews():
    for name, (_, method, operation) in _OPERATIONS.items():
        parameters = {each["name"]: each["in"] for each in operation.get("parameters", ())}
        blocking, awaited = getattr(Client, _snake(name)), getattr(AsyncClient, _snake(name))
        assert isinstance(blocking, BlockingList) == ("cursor" in parameters)
        assert isinstance(awaited, AwaitedList) == ("cursor" in parameters)
        is_write = method != "get" and "header" in parameters.values()
        assert hasattr(blocking, "preview") == is_write == hasattr(awaited, "preview")
        assert isinstance(blocking, Blocking | BlockingList)
        assert isinstance(awaited, Awaited | AwaitedList)


def test_members_that_are_variables_are_known():
    found = {
        name
        for schema in document()["components"]["schemas"].values()
        for name, member in schema.get("properties", {}).items()
        if member.get("description", "").startswith("Each a plain JSON value")
    }
    assert found == VARIABLES


def test_methods_say_what_they_do():
    assert Client.complete_task.__doc__.startswith("Complete a task")
    assert str(inspect.signature(Client.complete_task)).startswith("(task_id: 'str', *, variables")
