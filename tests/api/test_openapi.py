"""The OpenAPI document is whole."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema_rs
import pytest

from trivium import testing
from trivium.api import create_app

_PAGES = Path(__file__).parents[2] / "docs" / "reference" / "errors"
_METHODS = {"get", "post", "put", "patch", "delete"}


def _document():
    with testing.engine() as engine:
        return create_app(engine).openapi()


DOCUMENT = _document()
OPERATIONS = [
    pytest.param(path, method, operation, id=operation.get("operationId", f"{method} {path}"))
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in _METHODS
]


def _schema(reference):
    return DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]


def _has_example(content):
    schema = content.get("schema", {})
    if "$ref" in schema:
        schema = _schema(schema["$ref"])
    return bool({"example", "examples"} & (content.keys() | schema.keys()))


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_operation_says_what_it_does(path, method, operation):
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", operation["operationId"])
    summary = operation["summary"]
    assert summary[0].isupper()
    assert " " in summary
    assert not summary.endswith(".")
    assert operation["tags"]


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_operation_has_examples(path, method, operation):
    body = operation.get("requestBody")
    for content in (body or {}).get("content", {}).values():
        assert _has_example(content)
    good = [(s, a) for s, a in operation["responses"].items() if s.startswith(("2", "3"))]
    assert good
    for status, answer in good:
        if status in {"204", "303"}:
            assert "content" not in answer
            continue
        for kind, content in answer["content"].items():
            is_open = content.get("schema", {}).get("type") == "object"
            assert _has_example(content) or is_open, (status, kind)


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_operation_lists_its_problems_and_each_has_a_page(path, method, operation):
    problems = {s: a for s, a in operation["responses"].items() if not s.startswith(("2", "3"))}
    assert "500" in problems
    assert "503" in problems
    if method != "get" and path.startswith("/api/"):
        assert {"400", "403", "422"} <= problems.keys()
    for status, answer in problems.items():
        content = answer["content"].get("application/problem+json")
        if content is None:
            assert path.startswith("/health")
            continue
        assert content["examples"]
        for example in content["examples"].values():
            value = example["value"]
            assert value["status"] == int(status)
            assert (_PAGES / f"{value['code']}.md").exists(), value["code"]


def test_operation_ids_are_used_once():
    found = [param.values[2]["operationId"] for param in OPERATIONS]
    assert len(found) == len(set(found))


def test_examples_of_shapes_fit_them():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if "example" in schema:
            checked = jsonschema_rs.validator_for({**schema, "components": DOCUMENT["components"]})
            errors = [error.message for error in checked.iter_errors(schema["example"])]
            assert not errors, (name, errors)


def test_no_shape_of_the_framework_is_left():
    assert "HTTPValidationError" not in DOCUMENT["components"]["schemas"]
