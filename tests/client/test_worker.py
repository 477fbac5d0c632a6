"""Workers against a real server: nothing lost, nothing taken that cannot be begun, nothing left behind."""

from __future__ import annotations

import asyncio
import datetime as dt
import queue
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.client.server import ENVIRONMENT, ROOT, Lines, Server
from tests.models import bpmn

from trivium.client import (
    AsyncClient,
    BpmnError,
    Client,
    Escalation,
    JobFailed,
    ServerFault,
    Worker,
)
from trivium.client.worker import handling
from trivium.client.worker.events import Teller
from trivium.client.worker.link import Link
from trivium.errors import InvalidInput, NotAuthenticated

_MODEL = """
<startEvent id="start"/>
<serviceTask id="work" camunda:type="external" camunda:topic="{topic}"/>
<boundaryEvent id="declined" attachedToRef="work"><errorEventDefinition errorRef="e"/></boundaryEvent>
<boundaryEvent id="raised" attachedToRef="work"><escalationEventDefinition escalationRef="s"/></boundaryEvent>
<endEvent id="good"/><endEvent id="bad"/><endEvent id="high"/>
start -> work
work -> good
declined -> bad
raised -> high"""
_ROOTS = '<error id="e" errorCode="declined"/><escalation id="s" escalationCode="raised"/>'
_PATIENCE = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    found = Server(tmp_path_factory.mktemp("server"))
    yield found
    found.kill()


@pytest.fixture
def own_server(tmp_path):
    """A server that the test may kill."""
    found = Server(tmp_path)
    yield found
    found.kill()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_server(request, tmp_path):
    """As `own_server`, on either database."""
    is_file = request.param == "sqlite"
    found = Server(tmp_path, None if is_file else request.getfixturevalue("postgresql_url"))
    yield found
    found.kill()


@pytest.fixture
def client(server):
    with Client(server.url) as found:
        yield found


@pytest.fixture
def topic(request):
    """A topic, and a process, of this test alone."""
    return request.node.name.replace("[", "-").replace("]", "")


def start(client, topic, times=1, **variables):
    """Instances of a process with one piece of work."""
    model = bpmn(_MODEL.format(topic=topic), roots=_ROOTS, key=topic)
    client.deploy_definitions({f"{topic}.bpmn": model})
    return [
        client.start_instance(process_definition_key=topic, variables=variables).id
        for _ in range(times)
    ]


def ends(client, instance):
    found = client.get_instance_path(instance).items[-1].activity_id
    return client.get_instance(instance).status, found


class Working:
    """A worker at work in a thread, and what it has told."""

    def __init__(self, url, **options):
        self._told = queue.SimpleQueue()
        self.events = []
        self.worker = Worker(url, on_event=self._told.put, **options)
        self.thread = threading.Thread(target=self._run)
        self.error = None

    def _run(self):
        try:
            self.worker.run()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            self.error = error

    def until(self, kind, times=1):
        """Waits for so many events of a kind; gives the last."""
        event = None
        for _ in range(times):
            event = None
            while event is None or event.kind != kind:
                event = self._told.get(timeout=_PATIENCE)
                self.events.append(event)
        return event

    def end(self):
        self.worker.stop()
        self.thread.join(_PATIENCE)
        assert not self.thread.is_alive()


@contextmanager
def working(url, handlers, **options):
    """A worker with these handlers by topic, alone or with how many at once."""
    found = Working(url, **options)
    for topic, handler in handlers.items():
        function, at_once = handler if isinstance(handler, tuple) else (handler, 8)
        found.worker.job(topic, at_once=at_once)(function)
    found.thread.start()
    try:
        yield found
    finally:
        found.worker.stop()
        found.worker.stop()
        found.thread.join(_PATIENCE)


@pytest.fixture
def short_leases(monkeypatch):
    monkeypatch.setattr(handling, "_LEASE", dt.timedelta(seconds=0.6))


def test_function_and_coroutine_function_do_work(server, client, topic):
    (first,) = start(client, topic, amount=2)
    (second,) = start(client, f"{topic}-async", amount=3)

    def double(job):
        return {"double": job.variables["amount"] * 2}

    async def treble(job):
        await asyncio.sleep(0)
        return {"treble": job.variables["amount"] * 3}

    with working(server.url, {topic: double, f"{topic}-async": treble}) as found:
        found.until("completed", 2)
    assert client.get_variables(first) == {"amount": 2, "double": 4}
    assert client.get_variables(second) == {"amount": 3, "treble": 9}
    assert ends(client, first) == ends(client, second) == ("completed", "good")


def test_job_is_told_by_its_facts_and_never_by_its_variables(server, client, topic, caplog):
    caplog.set_level("INFO", "trivium.worker")
    (instance,) = start(client, topic, password="hunter2")
    seen = []

    with working(server.url, {topic: seen.append}) as found:
        done = found.until("completed")
    (job,) = seen
    assert (job.instance_id, job.element_id, job.topic) == (instance, "work", topic)
    assert (job.idempotency_key, job.is_lost, job.lease) == (job.id, False, 1)
    assert (done.job_id, done.instance_id, done.topic) == (job.id, instance, topic)
    assert done.seconds >= 0
    assert job.id in caplog.text
    assert "hunter2" not in caplog.text + repr(found.events)


@pytest.mark.parametrize(
    ("outcome", "kind", "end"),
    [
        (BpmnError("declined", "over the limit", {"limit": 5}), "error", "bad"),
        (Escalation("raised", variables={"limit": 5}), "escalated", "high"),
    ],
    ids=["error", "escalation"],
)
def test_event_of_bpmn_is_caught_in_the_model(server, client, topic, outcome, kind, end):
    (instance,) = start(client, topic)

    def handler(job):
        raise outcome

    with working(server.url, {topic: handler}) as found:
        assert found.until(kind).message == outcome.error_code
    assert ends(client, instance) == ("completed", end)
    assert client.get_variables(instance)["limit"] == 5


@pytest.mark.parametrize(
    ("handler", "message"),
    [
        (lambda job: job.variables["none"], "KeyError: 'none'"),
        (lambda job: 7, "TypeError: Expected the handler to give a dictionary"),
        (lambda job: {"x": object()}, "Expected a number, text"),
        (lambda job: sys.exit(3), "HandlerExit: SystemExit(3)"),
        (lambda job: next(iter([])), "StopIteration"),
        (lambda job: Path("\udcff").read_bytes(), "FileNotFoundError"),
    ],
    ids=["exception", "no-dictionary", "not-sendable", "exit", "stop", "half-character"],
)
def test_exception_is_a_failure_and_at_last_an_incident(server, client, topic, handler, message):
    (instance,) = start(client, topic)
    with working(server.url, {topic: handler}) as found:
        failed = found.until("failed", 3)
    assert message in failed.message
    assert [e.retries for e in found.events if e.kind == "failed"] == [2, 1, 0]
    (incident,) = client.get_instance_incidents(instance).items
    assert message in incident.incident_message


def test_coroutine_that_ends_the_program_or_cancels_itself_only_fails(server, client, topic):
    start(client, topic)
    how = iter([SystemExit(1), asyncio.CancelledError(), ValueError("x")])

    async def handler(job):
        raise next(how)

    with working(server.url, {topic: handler}) as found:
        found.until("failed", 3)
    messages = [e.message for e in found.events if e.kind == "failed"]
    assert messages == ["HandlerExit: SystemExit(1)", "CancelledError", "ValueError: x"]


def test_failure_says_how_to_go_on(server, client, topic):
    (instance,) = start(client, topic)

    def handler(job):
        raise JobFailed("the bank is closed", retries=5, retry_in=dt.timedelta(hours=12))

    with working(server.url, {topic: handler}) as found:
        failed = found.until("failed")
    assert (failed.message, failed.retries) == ("the bank is closed", 5)
    (job,) = client.list_jobs(process_instance_id=instance).items
    assert (job.retries, job.error_message) == (5, "the bank is closed")
    assert job.due - dt.datetime.now(dt.UTC) > dt.timedelta(hours=11)


def test_result_that_the_server_refuses_is_a_failure(server, client, topic):
    start(client, topic)

    def handler(job):
        return {"x": {"$feel": "no such", "value": 1}}

    with working(server.url, {topic: handler}) as found:
        failed = found.until("failed")
    assert "no such" in failed.message
    assert failed.retries == 2


def test_no_more_run_at_once_than_were_asked_for_and_no_more_are_leased(server, client, topic):
    start(client, topic, times=50)
    lock = threading.Lock()
    full = threading.Event()
    running, most, leased = 0, 0, []

    def handler(job):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == 8 and not full.is_set():
                jobs = client.list_jobs(topic=topic, limit=100).items
                leased.append(len([job for job in jobs if job.lease_owner]))
                full.set()
        assert full.wait(_PATIENCE)
        with lock:
            running -= 1

    with working(server.url, {topic: (handler, 8)}) as found:
        found.until("completed", 50)
    assert (most, leased) == (8, [8])
    assert client.list_jobs(topic=topic).items == []
    assert not [event for event in found.events if event.kind not in {"ready", "completed"}]


def test_lease_is_kept_while_a_handler_runs(server, client, topic, short_leases, monkeypatch):
    (instance,) = start(client, topic)
    may_end, beats = threading.Event(), queue.SimpleQueue()
    extend = Link.extend

    async def seen(self, job_id, lease, lease_for):
        await extend(self, job_id, lease, lease_for)
        beats.put(lease_for)

    monkeypatch.setattr(Link, "extend", seen)

    def handler(job):
        assert may_end.wait(_PATIENCE)
        return {"lease": job.lease, "lost": job.is_lost}

    with working(server.url, {topic: handler}) as found:
        for _ in range(5):  # a third of a lease apart
            beats.get(timeout=_PATIENCE)
        assert client.activate_jobs(topics=[topic], worker="thief").jobs == []
        may_end.set()
        found.until("completed")
    assert client.get_variables(instance) == {"lease": 1, "lost": False}


def test_lease_grows_with_what_has_run_for_long():
    found = [handling.lease_for(age).total_seconds() for age in (0, 30, 100, 10_000)]
    assert found == [10, 10, 20, 60]


def test_coroutine_is_cancelled_when_its_lease_is_lost(server, client, topic, short_leases):
    (instance,) = start(client, topic)
    begun, cancelled = threading.Event(), threading.Event()

    async def handler(job):
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            assert job.is_lost
            cancelled.set()

    with working(server.url, {topic: handler}) as found:
        assert begun.wait(_PATIENCE)
        client.terminate_instance(instance)
        found.until("lost")
    assert cancelled.is_set()


def test_function_is_told_that_its_lease_is_lost_and_its_result_is_dropped(
    server, client, topic, short_leases
):
    (instance,) = start(client, topic)
    begun = threading.Event()

    def handler(job):
        begun.set()
        assert job._lost.wait(_PATIENCE)
        return {"late": True}

    with working(server.url, {topic: handler}) as found:
        assert begun.wait(_PATIENCE)
        client.terminate_instance(instance)
        found.until("lost")
    assert "late" not in client.get_variables(instance)


def test_function_that_has_lost_its_lease_still_takes_its_place(
    server, client, topic, short_leases
):
    first, second = start(client, topic, times=2)
    lost, may_end = threading.Event(), threading.Event()
    running, most = [], []

    def handler(job):
        running.append(job)
        most.append(len(running))
        if job.instance_id == first:
            client.terminate_instance(first)
            assert job._lost.wait(_PATIENCE)
            lost.set()
            assert may_end.wait(_PATIENCE)
        running.remove(job)

    with working(server.url, {topic: (handler, 1)}) as found:
        assert lost.wait(_PATIENCE)
        assert client.list_jobs(process_instance_id=second).items[0].lease_owner is None
        may_end.set()
        found.until("lost")
        found.until("completed")
    assert most == [1, 1]


def test_result_under_a_lease_that_somebody_else_has_is_dropped(server, client, topic):
    (instance,) = start(client, topic)

    def handler(job):
        client.extend_job(job.id, lease=job.lease, lease_for=dt.timedelta(milliseconds=1))
        wait = dt.timedelta(seconds=20)
        (taken,) = client.activate_jobs(topics=[topic], worker="thief", wait_for=wait).jobs
        assert taken.lease == job.lease + 1
        return {"by": "the first"}

    with working(server.url, {topic: (handler, 1)}) as found:
        found.until("lost")
        (job,) = client.list_jobs(process_instance_id=instance).items
        client.complete_job(job.id, lease=job.lease, variables={"by": "the thief"})
    assert client.get_variables(instance) == {"by": "the thief"}


def test_result_for_a_suspended_instance_is_dropped_and_comes_again(server, client, topic):
    (instance,) = start(client, topic)

    def handler(job):
        client.suspend_instance(instance, suspended=True)

    with working(server.url, {topic: handler}) as found:
        assert "suspended" in found.until("dropped").message
    assert client.list_jobs(process_instance_id=instance).items[0].retries == 3


def test_stopped_worker_takes_nothing_new_and_finishes_what_runs(server, client, topic):
    instances = start(client, topic, times=3)
    begun, may_end = threading.Event(), threading.Event()

    def handler(job):
        begun.set()
        assert may_end.wait(_PATIENCE)

    with working(server.url, {topic: (handler, 1)}) as found:
        assert begun.wait(_PATIENCE)
        found.worker.stop()
        found.until("stopping")
        may_end.set()
        found.until("stopped")
        found.thread.join(_PATIENCE)
    assert sorted(client.get_instance(each).status for each in instances) == [
        "active",
        "active",
        "completed",
    ]
    left = client.list_jobs(topic=topic).items
    assert [(job.lease, job.lease_owner) for job in left] == [(0, None)] * 2


def test_what_does_not_end_in_time_is_handed_back(server, client, topic):
    start(client, topic)
    begun = threading.Event()

    async def handler(job):
        begun.set()
        await asyncio.Event().wait()

    with working(server.url, {topic: handler}, patience_seconds=0.1) as found:
        assert begun.wait(_PATIENCE)
        found.worker.stop()
        found.until("handed-back")
    wait = dt.timedelta(seconds=5)  # of a lease of ten
    (again,) = client.activate_jobs(topics=[topic], worker="next", wait_for=wait).jobs
    assert again.lease == 2


def test_function_that_hangs_does_not_keep_a_worker_from_ending(server, client, topic):
    start(client, topic)
    begun, for_ever = threading.Event(), threading.Event()

    def handler(job):
        begun.set()
        for_ever.wait(_PATIENCE * 2)

    with working(server.url, {topic: handler}) as found:
        assert begun.wait(_PATIENCE)
        found.worker.stop()
        found.until("stopping")
        found.worker.stop()  # at once
        assert "does not end" in found.until("handed-back").message
        found.thread.join(_PATIENCE)
        assert not found.thread.is_alive()
    for_ever.set()


def test_leases_of_an_answer_that_was_not_heard_are_handed_back(server, client, topic):
    start(client, topic, times=2)

    async def program():
        async with AsyncClient(server.url) as http:
            taken = await http.activate_jobs(topics=[topic], worker="me", limit=2)
            known, unknown = (job.id for job in taken.jobs)
            link = Link(http, "me", Teller(None))
            assert await link.hand_back_unknown(topic, {known}) == [unknown]
            return unknown

    unknown = asyncio.run(program())
    wait = dt.timedelta(seconds=5)
    (job,) = client.activate_jobs(topics=[topic], worker="w", limit=2, wait_for=wait).jobs
    assert job.id == unknown


def test_worker_within_a_program_is_cancelled_as_it_is_stopped(server, client, topic):
    (instance,) = start(client, topic)

    async def program():
        begun, may_end = asyncio.Event(), asyncio.Event()
        worker = Worker(server.url)

        @worker.job(topic)
        async def handler(job):
            begun.set()
            await may_end.wait()

        serving = asyncio.create_task(worker.serve())
        await asyncio.wait_for(begun.wait(), _PATIENCE)
        serving.cancel()
        may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await serving

    asyncio.run(program())
    assert client.get_instance(instance).status == "completed"


def test_worker_that_is_refused_says_why(server, topic, monkeypatch):
    async def refused(self, topic, limit, lease_for):
        raise NotAuthenticated("Who are you?")

    monkeypatch.setattr(Link, "take", refused)
    with working(server.url, {topic: print}) as found:
        found.thread.join(_PATIENCE)
        assert isinstance(found.error, NotAuthenticated)


def test_worker_without_a_handler_and_topic_with_two_are_wrong():
    worker = Worker()
    with pytest.raises(InvalidInput) as caught:
        worker.run()
    assert caught.value.code == "client/handler"
    worker.job("t")(print)
    with pytest.raises(InvalidInput):
        worker.job("t")
    with pytest.raises(InvalidInput):
        worker.job("u", at_once=0)


def test_server_that_is_killed_and_started_again_loses_nothing(any_server):
    with Client(any_server.url) as client:
        instances = start(client, "t", times=30)
        lock, seen = threading.Lock(), []
        some = threading.Event()

        def handler(job):
            with lock:
                seen.append(job.id)
                if len(seen) == 5:
                    some.set()

        with working(any_server.url, {"t": (handler, 2)}) as found:
            assert some.wait(_PATIENCE)
            any_server.kill()
            found.until("disconnected")
            any_server.start()
            found.until("connected")
            start(client, "t", times=1)
            while client.list_jobs(topic="t", limit=1).items:
                found.until("completed")
        assert {client.get_instance(each).status for each in instances} == {"completed"}
        assert len(set(seen)) == 31


def test_result_is_delivered_once_the_server_is_back(own_server):
    begun, may_end = threading.Event(), threading.Event()

    def handler(job):
        begun.set()
        assert may_end.wait(_PATIENCE)
        return {"done": True}

    with Client(own_server.url) as client, working(own_server.url, {"t": handler}) as found:
        (instance,) = start(client, "t")
        assert begun.wait(_PATIENCE)
        own_server.kill()
        may_end.set()
        found.until("disconnected")
        own_server.start()
        found.until("completed")
        assert client.get_variables(instance) == {"done": True}


@pytest.mark.parametrize("at_once", [1, 8])
def test_handler_that_runs_while_the_server_is_away_for_longer_than_its_lease_goes_on(
    own_server, short_leases, monkeypatch, at_once
):
    extended = threading.Event()

    async def seen(self, job_id, lease, lease_for):
        await extend(self, job_id, lease, lease_for)
        if own_server.starts > 1:
            extended.set()

    extend = Link.extend
    monkeypatch.setattr(Link, "extend", seen)
    begun, may_end, calls = threading.Event(), threading.Event(), []

    def handler(job):
        calls.append(job)
        begun.set()
        assert may_end.wait(_PATIENCE)
        return {"lost": job.is_lost}

    with Client(own_server.url) as client:
        (instance,) = start(client, "t")
        with working(own_server.url, {"t": (handler, at_once)}) as found:
            assert begun.wait(_PATIENCE)
            own_server.kill()
            own_server.start()  # takes longer than the lease
            assert extended.wait(_PATIENCE)
            may_end.set()
            found.until("completed")
        assert client.get_variables(instance) == {"lost": False}
        assert len(calls) == 1


def test_work_that_comes_again_goes_on_under_its_new_lease(server, client, topic):
    (instance,) = start(client, topic)
    calls, come_again, told = [], threading.Event(), []
    goes_on = handling.Handling.goes_on_under

    def seen(self, lease):
        told.append(lease)
        found = goes_on(self, lease)
        come_again.set()
        return found

    def handler(job):
        calls.append(job)
        client.extend_job(job.id, lease=job.lease, lease_for=dt.timedelta(milliseconds=1))
        assert come_again.wait(_PATIENCE)
        return {"done": True}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handling.Handling, "goes_on_under", seen)
        with working(server.url, {topic: handler}) as found:
            found.until("completed")
    assert (len(calls), told) == (1, [2])
    assert client.get_variables(instance) == {"done": True}


def test_worker_ends_though_the_server_is_away(own_server):
    begun, may_end = threading.Event(), threading.Event()

    def handler(job):
        begun.set()
        assert may_end.wait(_PATIENCE)

    options = {"patience_seconds": 0.1}
    with (
        Client(own_server.url) as client,
        working(own_server.url, {"t": handler}, **options) as found,
    ):
        start(client, "t")
        assert begun.wait(_PATIENCE)
        own_server.kill()
        may_end.set()
        found.until("disconnected")
        found.worker.stop()
        assert "no time" in found.until("handed-back").message
        found.thread.join(_PATIENCE)
        assert not found.thread.is_alive()


def test_result_that_the_server_cannot_bear_is_a_failure(server, client, topic, monkeypatch):
    start(client, topic)
    times = []

    async def send(self, call):
        if call.operation == "completeJob":
            times.append(call.idempotency_key)
            raise ServerFault("A fault of Trivium itself.")
        return await sending(self, call)

    sending = AsyncClient.send
    monkeypatch.setattr(AsyncClient, "send", send)
    monkeypatch.setattr("trivium.client.exchange._FIRST_PAUSE_SECONDS", 0.0)
    with working(server.url, {topic: lambda job: None}) as found:
        failed = found.until("failed")
    assert "fault" in failed.message
    assert failed.retries == 2
    assert len(set(times[:5])) == 1
    assert times[0] not in times[5:]


def test_listener_that_fails_does_not_stop_the_work(server, client, topic):
    (instance,) = start(client, topic)
    done = threading.Event()

    def listen(event):
        if event.kind == "completed":
            done.set()
        raise ValueError

    worker = Worker(server.url, on_event=listen)
    worker.job(topic)(lambda job: None)
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert done.wait(_PATIENCE)
    worker.stop()
    thread.join(_PATIENCE)
    assert client.get_instance(instance).status == "completed"


@pytest.fixture
def victim(server):
    """A worker in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tests/client/victim.py"), server.url],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines = Lines(process)
    yield process, lines
    lines.close()


def test_work_of_a_worker_that_was_killed_is_taken_over(server, client, victim):
    process, lines = victim
    instances = start(client, "victim", times=2)
    lines.until("took")
    lines.until("took")
    process.kill()
    process.wait()
    with working(server.url, {"victim": lambda job: {"lease": job.lease}}) as found:
        found.until("completed", 2)
    for instance in instances:
        assert client.get_instance(instance).status == "completed"
        assert client.get_variables(instance)["lease"] >= 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_ends_cleanly_when_it_is_told_to(server, client, victim, number):
    process, lines = victim
    lines.until("ready")
    start(client, "quick")
    lines.until("completed")
    process.send_signal(number)
    said, complained = lines.rest()
    assert (process.returncode, complained) == (0, "")
    assert said.endswith("stopped\n")
