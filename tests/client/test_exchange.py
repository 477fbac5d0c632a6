"""When a call is sent again, and when not; the same for both transports."""

from __future__ import annotations

import asyncio

import httpx2
import pytest

from trivium import errors
from trivium.client import AsyncClient, Client, UnexpectedAnswer
from trivium.client.exchange import Pauses

_PROBE = {"status": "healthy", "reason": None}
_BUSY = {"detail": "Locked.", "code": "store/unavailable", "category": "Unavailable"}


class Server:
    """Answers in turn with what it is given: responses, or errors to raise."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def _blocking(server, method, arguments, options):
    with Client("http://test", transport=httpx2.MockTransport(server), **options) as client:
        return getattr(client, method)(**arguments)


def _awaited(server, method, arguments, options):
    async def run():
        transport = httpx2.MockTransport(server)
        async with AsyncClient("http://test", transport=transport, **options) as client:
            return await getattr(client, method)(**arguments)

    return asyncio.run(run())


@pytest.fixture(params=[_blocking, _awaited], ids=["blocking", "awaited"])
def call(request, monkeypatch):
    """Makes one call with either client; pauses take no time."""
    monkeypatch.setattr("trivium.client.exchange._FIRST_PAUSE_SECONDS", 0.0)

    def run(server, method="get_liveness", options=None, **arguments):
        return request.param(server, method, arguments, options or {})

    return run


def _ok(content=_PROBE, status=200):
    return httpx2.Response(status, json=content)


def _refused():
    return httpx2.ConnectError("refused")


def test_lost_connection_is_tried_again(call):
    server = Server(_refused(), httpx2.ReadError("cut"), _ok())
    assert call(server).status == "healthy"
    assert len(server.requests) == 3


def test_busy_server_is_asked_again(call):
    answers = (_ok(_BUSY, 503), httpx2.Response(502), httpx2.Response(429), httpx2.Response(204))
    server = Server(*answers)
    assert call(server, "complete_task", task_id="t") is None
    assert len(server.requests) == 4


def test_write_is_repeated_with_the_same_key(call):
    server = Server(httpx2.ReadError("cut"), _ok(_BUSY, 503), httpx2.Response(204))
    assert call(server, "complete_task", task_id="t") is None
    keys = {request.headers["idempotency-key"] for request in server.requests}
    assert (len(server.requests), len(keys)) == (3, 1)


def test_write_without_a_key_is_sent_again_only_if_it_cannot_have_arrived(call):
    arguments = {"topics": ["t"], "worker": "w"}
    server = Server(_refused(), httpx2.ReadError("cut"))
    with pytest.raises(errors.Unavailable, match="may have been carried out") as caught:
        call(server, "activate_jobs", **arguments)
    assert caught.value.code == "client/unreachable"
    assert len(server.requests) == 2
    server = Server(_ok(_BUSY, 503))
    with pytest.raises(errors.Unavailable) as caught:
        call(server, "activate_jobs", **arguments)
    assert caught.value.code == "store/unavailable"


def test_refusal_is_not_tried_again(call):
    problem = {"detail": "No.", "code": "task/not-found", "category": "NotFound"}
    with pytest.raises(errors.NotFound):
        call(Server(_ok(problem, 404)), "get_task", task_id="t")


def test_patience_has_an_end(call):
    with pytest.raises(errors.Unavailable) as caught:
        call(Server(_refused()), options={"retry_seconds": -1})
    assert "refused" in caught.value.message


def test_asked_for_pause_that_is_longer_than_patience_is_not_waited_for(call):
    busy = httpx2.Response(503, json=_BUSY, headers={"retry-after": "3600"})
    with pytest.raises(errors.Unavailable) as caught:
        call(Server(busy))
    assert caught.value.code == "store/unavailable"


def test_pauses_become_longer_and_end():
    pauses = Pauses(60)
    found = [pauses.next() for _ in range(8)]
    assert 0.05 <= found[0] <= 0.1
    assert 2.5 <= found[-1] <= 5
    assert Pauses(-1).next() is None
    assert Pauses(60).next(at_least_seconds=7) == 7


def test_health_that_is_bad_is_an_answer(call):
    server = Server(_ok({"status": "unhealthy", "reason": "It stops."}, 503))
    assert call(server, "get_readiness").status == "unhealthy"


@pytest.mark.parametrize("status", [200, 302, 400, 404, 418])
def test_answer_of_somebody_else_is_told_as_such(call, status):
    with pytest.raises(UnexpectedAnswer) as caught:
        call(Server(httpx2.Response(status, text="<html>Hello")))
    assert caught.value.facts["status"] == status


def test_members_that_are_new_are_passed_over(call):
    assert call(Server(_ok({"status": "sleepy", "reason": None, "since": 1.5}))).status == "sleepy"


def test_token_goes_with_every_request(call):
    server = Server(_refused(), _ok())
    call(server, options={"token": "secret"})
    assert [r.headers["authorization"] for r in server.requests] == ["Bearer secret"] * 2


def test_token_that_was_refused_is_asked_for_once_more(call):
    tokens = iter(["old", "new", "newer"])
    problem = {"detail": "Who?", "code": "identity/not-authenticated", "category": "-"}
    server = Server(_ok(problem, 401), _ok())
    call(server, options={"token": lambda: next(tokens)})
    assert [r.headers["authorization"] for r in server.requests] == ["Bearer old", "Bearer new"]
    server = Server(_ok(problem, 401), _ok(problem, 401))
    with pytest.raises(errors.NotAuthenticated):
        call(server, options={"token": lambda: "old"})
    with pytest.raises(errors.NotAuthenticated):
        call(Server(_ok(problem, 401)), options={"token": "fixed"})


def test_token_may_be_awaited():
    async def token():
        return "later"

    server = Server(_ok())
    _awaited(server, "get_liveness", {}, {"token": token})
    assert server.requests[0].headers["authorization"] == "Bearer later"


def test_pages_are_gone_through_by_both():
    def pages():
        job = {"items": [], "total": None}
        return Server(_ok({**job, "next_cursor": "c"}), _ok({**job, "next_cursor": None}))

    server = pages()
    with Client("http://test", transport=httpx2.MockTransport(server)) as client:
        assert list(client.list_jobs.each(topic="t")) == []
    assert [r.url.params.get("cursor") for r in server.requests] == [None, "c"]

    async def run(server):
        transport = httpx2.MockTransport(server)
        async with AsyncClient("http://test", transport=transport) as client:
            return [job async for job in client.list_jobs.each(topic="t")]

    server = pages()
    assert asyncio.run(run(server)) == []
    assert len(server.requests) == 2


def test_key_that_no_header_carries_is_not_sent(call):
    with pytest.raises(errors.InvalidInput) as caught:
        call(Server(), "complete_task", task_id="t", idempotency_key="ä")
    assert caught.value.code == "client/not-sendable"
