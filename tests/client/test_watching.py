"""What happens, watched through the client from a real server."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest
import uvicorn
from tests.identity.conftest import AT_ONCE, SECRET
from tests.models import chain

from trivium import testing
from trivium.api import create_app
from trivium.client import AsyncClient, Client, LiveEvent
from trivium.errors import InvalidInput, NotAuthenticated, NotFound, Unavailable
from trivium.identity import Identity

_WORK = chain('<userTask id="ask" camunda:candidateGroups="clerks"/>', key="work")


class Served:
    """The HTTP interface of an engine at a port, until it is stopped; it can be started again there."""

    def __init__(self, engine, identity=None):
        self._engine, self._identity = engine, identity
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def start(self):
        self.app = create_app(self._engine, identity=self._identity)
        config = uvicorn.Config(self.app, log_config=None, timeout_graceful_shutdown=5)
        self.server = uvicorn.Server(config)
        self.server.install_signal_handlers = lambda: None
        sockets = [self._listening.dup()]
        self._thread = threading.Thread(target=self.server.run, kwargs={"sockets": sockets})
        self._thread.start()

    def stop(self):
        self.app.state.stop()
        self.server.should_exit = True
        self._thread.join(60)

    def close(self):
        self.stop()
        self._listening.close()


@pytest.fixture
def engine():
    with testing.engine() as found:
        found.deploy(_WORK)
        yield found


@pytest.fixture
def served(engine):
    found = Served(engine)
    found.start()
    yield found
    found.close()


def _ids(events, count):
    return [next(events).facts["process_instance_id"] for _ in range(count)]


def test_state_comes_first_then_what_happens(engine, served):
    with Client(served.url, user="joe") as client:
        events = client.watch("tasks", candidate_groups=["clerks"])
        state = next(events)
        assert (state.type, state.facts["total"]) == ("state", 0)
        instance = engine.start("work")
        event = next(events)
        assert isinstance(event, LiveEvent)
        assert (event.type, event.root_instance_id, event.sequence) == (
            *("task.created", instance.id),
            1,
        )
        events.close()


def test_nothing_is_missing_when_the_server_goes_and_comes(engine, served):
    with Client(served.url) as client:
        events = client.watch(types=["process.started"])
        next(events)
        before = engine.start("work").id
        assert _ids(events, 1) == [before]
        served.stop()
        missed = [engine.start("work").id for _ in range(3)]
        served.start()
        later = engine.start("work").id
        assert _ids(events, 4) == [*missed, later]
        events.close()


def test_async_client_watches_too(engine, served):
    async def run():
        async with AsyncClient(served.url) as client:
            events = client.watch(types=["task"])
            assert (await anext(events)).type == "state"
            engine.start("work")
            assert (await anext(events)).type == "task.created"
            await events.aclose()

    asyncio.run(run())


def test_unknown_case_and_unknown_filter_are_refused(served):
    with Client(served.url) as client:
        with pytest.raises(NotFound) as error:
            next(client.watch(case_id="none"))
        assert error.value.code == "instance/not-found"
        with pytest.raises(InvalidInput) as error:
            next(client.watch(colour="red"))
        assert error.value.code == "live/bad-message"


def test_server_that_stays_away_is_unavailable(engine):
    found = Served(engine)
    url = found.url
    found._listening.close()
    with Client(url, retry_seconds=0.2) as client, pytest.raises(Unavailable):
        next(client.watch())


def test_token_is_asked_for_again_when_it_is_refused(engine):
    identity = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
    identity.users.add("robot", kind="service")
    key = identity.api_keys.add("robot", "test").key
    served = Served(engine, identity)
    served.start()
    try:
        tokens = iter(["stale", key])
        with Client(served.url, token=lambda: next(tokens)) as client:
            events = client.watch("tasks")
            assert next(events).type == "state"
            events.close()
        with (
            Client(served.url, token="nonsense") as client,
            pytest.raises(NotAuthenticated) as error,
        ):
            next(client.watch())
        assert error.value.code == "identity/bad-token"
    finally:
        served.close()


def test_who_does_not_read_is_cut_off_and_the_server_goes_on(engine, served):
    from websockets.sync.client import reconnect  # noqa: PLC0415  # a client that does not read

    url = served.url.replace("http", "ws") + "/ws/monitoring"
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", int(served.url.rpartition(":")[2])))
    options = {
        "sock": narrow,
        "max_queue": 1,
        "compression": None,
        "max_size": None,
        "close_timeout": 0.1,
    }
    with reconnect(url, **options).connect() as line:
        line.send('{"type":"subscribe"}')
        line.recv(30)
        (listener,) = served.app.state.feed._listeners
        loop, cut_off = listener.ended.get_loop(), threading.Event()
        loop.call_soon_threadsafe(listener.ended.add_done_callback, lambda _: cut_off.set())
        for _ in range(200):
            engine.start("work", {"x" * 50_000: 1})
        assert cut_off.wait(60), "what waits is kept without end"
        assert listener.ended.result().code == "live/too-slow"
        with Client(served.url) as client:
            events = client.watch()
            assert next(events).type == "state"
            events.close()
