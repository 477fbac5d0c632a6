"""The client against the HTTP interface of an engine in memory."""

from __future__ import annotations

from functools import cache

import httpx2
import pytest
from fastapi.testclient import TestClient

from trivium import testing
from trivium.api import create_app
from trivium.client import Client

HERE = ("127.0.0.1", 50000)


class InMemory(httpx2.BaseTransport):
    """Sends requests to an application in this process."""

    def __init__(self, http):
        self._http = http

    def handle_request(self, request):
        answer = self._http.request(
            request.method, str(request.url), content=request.read(), headers=request.headers
        )
        headers = {k: v for k, v in answer.headers.items() if k != "content-encoding"}
        return httpx2.Response(answer.status_code, headers=headers, content=answer.content)


@cache
def document():
    """The OpenAPI document; that of every engine is the same."""
    with testing.engine() as engine:
        return create_app(engine).openapi()


@pytest.fixture
def engine():
    with testing.engine() as found:
        yield found


@pytest.fixture
def transport(engine):
    with TestClient(create_app(engine), base_url="http://test", client=HERE) as http:
        yield InMemory(http)


@pytest.fixture
def client(transport):
    with Client("http://test", transport=transport, user="mary") as found:
        yield found
