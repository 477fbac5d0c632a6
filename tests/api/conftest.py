"""The HTTP interface of an engine in memory; every answer is checked against the OpenAPI document."""

from __future__ import annotations

import re
from functools import cache

import jsonschema_rs
import pytest
from fastapi.testclient import TestClient

from trivium import testing
from trivium.api import create_app

HERE = ("127.0.0.1", 50000)


class CheckedClient(TestClient):
    """A client that accepts no answer which the OpenAPI document does not know."""

    def request(self, method, url, **options):
        response = super().request(method, url, **options)
        if str(url).startswith(("/api/", "/health")):
            check(method.upper(), response)
        return response


@cache
def document():
    """The OpenAPI document; that of every engine is the same."""
    with testing.engine() as engine:
        return create_app(engine).openapi()


def check(method, response):
    """Whether the status, the kind of content and the content are as documented."""
    template = _template(method, response.request.url.path)
    if template is None:
        assert response.status_code in {404, 405}
        return
    status = str(response.status_code)
    described = document()["paths"][template][method.lower()]["responses"].get(status)
    assert described is not None, f"{status} is not documented: {response.text}"
    if status in {"204", "303"}:
        assert response.content == b""
        return
    kind = response.headers["content-type"].partition(";")[0]
    assert kind in described["content"], f"{kind} is not documented"
    if kind.endswith("json"):
        _validator(template, method.lower(), status, kind).validate(response.json())


@cache
def _validator(template, method, status, kind):
    content = document()["paths"][template][method]["responses"][status]["content"][kind]
    components = document()["components"]
    return jsonschema_rs.validator_for({**content.get("schema", {}), "components": components})


def _template(method, path):
    paths = document()["paths"]
    for template in sorted(paths, key=lambda each: "{" in each):
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in paths[template]:
            return template
    return None


@pytest.fixture
def engine():
    with testing.engine() as found:
        yield found


@pytest.fixture
def http(engine):
    with CheckedClient(create_app(engine), client=HERE) as client:
        yield client


@pytest.fixture
def deploy(http):
    """Deploys a model as a request does; gives the key's definition."""

    def run(content, name="p.bpmn", **headers):
        answer = http.post(
            "/api/processes/definitions",
            params={"name": name},
            content=content,
            headers={"content-type": "application/xml", **headers},
        )
        assert answer.status_code == 201, answer.text
        return answer.json()["definitions"][0]

    return run


@pytest.fixture
def start(http):
    """Starts an instance; gives its id."""

    def run(key="p", **body):
        answer = http.post("/api/processes/instances", json={"process_definition_key": key, **body})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    return run
