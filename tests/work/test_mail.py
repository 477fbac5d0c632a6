"""Mail by a real server."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.models import chain
from tests.work.mail_server import MailServer

from trivium import Engine
from trivium.errors import InvalidInput
from trivium.testing import Clock, TestEngine
from trivium.work import Work
from trivium.work.notifications import NotifyingSettings
from trivium.work.notifications.channels import Mail, Message

if TYPE_CHECKING:
    from pathlib import Path

_MODEL = chain('<userTask id="a" name="Check" camunda:assignee="adam"/>')
_AT = 1_768_208_400_000


@pytest.fixture
def server():
    with MailServer() as running:
        yield running


def _message(**values):
    known = {
        "id": "one",
        "to": "adam@x.example",
        "subject": "Check",
        "text": "The task “Check”",
        "at": _AT,
    }
    return Message(**{**known, **values})


def _mail(server, user=""):
    return Mail(f"smtp://{user}127.0.0.1:{server.port}", "trivium@t.example")


def test_mail_says_what_it_is_and_has_the_same_id_again(server):
    for _ in range(2):
        assert _mail(server).send(_message()).state == "sent"
    one, two = server.taken
    assert one["Message-ID"] == two["Message-ID"] == "<one@t.example>"
    assert (one["To"], one["Subject"]) == ("adam@x.example", "Check")
    assert one["From"] == "Trivium <trivium@t.example>"
    assert one["Auto-Submitted"] == "auto-generated"
    assert one["Date"].datetime == datetime(2026, 1, 12, 9, tzinfo=UTC)
    assert one.get_content().strip() == "The task “Check”"


def test_nothing_that_is_said_becomes_a_header(server):
    subject = "Check\r\nBcc: all@x.example\r\n\r\nHello"
    text = "Dear all\r\n.\r\nRCPT TO:<all@x.example>\r\nFrom: you"
    assert _mail(server).send(_message(subject=subject, text=text)).state == "sent"
    (taken,) = server.taken
    assert taken["Bcc"] is None
    assert taken["Subject"] == "Check Bcc: all@x.example Hello"
    assert taken.get_content().splitlines() == text.splitlines()


@pytest.mark.parametrize(
    "address", ["", "adam", "adam@", "a@b.c, d@e.f", "a@b.c\r\nBcc: d@e.f", "<a@b.c>", "a b@c.d"]
)
def test_what_is_no_address_is_refused(server, address):
    assert _mail(server).send(_message(to=address)).state == "refused"
    assert server.tried == []


def test_address_in_letters_that_the_server_cannot_read_is_refused(server):
    outcome = _mail(server).send(_message(to="jürgen@x.example"))
    assert outcome.state in {"sent", "refused"}  # as the server offers SMTPUTF8 or not
    assert outcome.state == ("sent" if server.taken else "refused")


def test_what_was_sent_is_noted_when_the_database_is_back(tmp_path: Path, server, monkeypatch):
    from contextlib import contextmanager  # noqa: PLC0415

    from trivium.errors import Unavailable  # noqa: PLC0415
    from trivium.work.notifications import outbox  # noqa: PLC0415

    url = f"sqlite:///{tmp_path / 'mail.db'}"
    _prepared(url)
    real, away = outbox.transaction, []

    @contextmanager
    def transaction(database):
        if server.taken and len(away) < 2:
            away.append(1)
            raise Unavailable("The database is away.", code="store/unavailable")
        with real(database) as connection:
            yield connection

    monkeypatch.setattr(outbox, "transaction", transaction)
    monkeypatch.setattr(outbox, "_SETTLE_PAUSE_SECONDS", 0.0)
    with TestEngine(url, Clock(datetime.now(UTC))) as engine:
        work = Work(engine, notifying=NotifyingSettings(channels={"mail": _mail(server)}))
        engine.start("p")
        engine.run_until_idle()
        assert [each.state for each in work.notifications.deliveries()] == ["sent"]
        engine.advance("PT1H")
    assert (len(server.taken), len(away)) == (1, 2)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("550 no such user", "refused"),
        ("553 bad name", "refused"),
        ("450 busy", "later"),
        ("451 greylisted", "later"),
        ("552 mailbox full", "later"),
    ],
)
def test_what_the_server_says_of_an_address_decides(server, answer, state):
    server.recipients["adam@x.example"] = answer
    assert _mail(server).send(_message()) == (state, answer)
    server.recipients.clear()
    server.contents["adam@x.example"] = answer
    assert _mail(server).send(_message()) == (state, answer)
    assert server.taken == []


def test_server_that_hangs_up_is_down(server):
    server.contents["adam@x.example"] = "hang up"
    assert _mail(server).send(_message()).state == "down"


def test_server_that_is_not_there_is_down():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    outcome = Mail(f"smtp://127.0.0.1:{port}", "a@t.example").send(_message())
    assert outcome.state == "down"


def test_password_is_used_and_never_told(server):
    assert _mail(server, "me:right@").send(_message()).state == "sent"
    wrong = _mail(server, "me:s3cret%2F@")
    outcome = wrong.send(_message())
    assert set(server.passwords) == {b"right", b"s3cret/"}
    assert outcome.state == "down"
    assert "s3cret" not in f"{outcome} {wrong!r} {NotifyingSettings(channels={'mail': wrong})!r}"


def test_line_to_a_stranger_is_encrypted_first():
    """The server is not on this machine by its name, and offers no encryption."""
    with MailServer() as server:
        mail = _mail(server, "me:right@")
        mail._host = "127.0.0.2"  # what leads here, and is not known to
        with contextlib.suppress(OSError):
            assert mail.send(_message()).state == "down"
        assert server.passwords == []
        assert server.tried == []


@pytest.mark.parametrize(
    "url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://a:x"]
)
def test_what_is_no_server_is_refused(url):
    with pytest.raises(InvalidInput) as refusal:
        Mail(url, "a@t.example")
    assert refusal.value.code == "notification/mail-url"


def test_what_is_no_sender_is_refused():
    for sender in ("", "trivium", "a@b.c\r\nBcc: d@e.f"):
        with pytest.raises(InvalidInput):
            Mail("smtp://127.0.0.1", sender)


# -- nodes that die

_NODE = """
import sys, threading
from trivium import Engine
from trivium.work import Work
from trivium.work.notifications import NotifyingSettings
from trivium.work.notifications.channels import Mail

settings = NotifyingSettings(channels={"mail": Mail(sys.argv[2], "trivium@t.example")})
with Engine.open(sys.argv[1]) as engine:
    Work(engine, notifying=settings)
    for _ in range(int(sys.argv[3])):
        engine.start("p")
    print("started", flush=True)
    threading.Event().wait()
"""
_ADDRESS = {"addresses": {"mail": "adam@x.example"}}


def _prepared(url):
    with Engine.open(url, scheduler=False) as engine:
        settings = NotifyingSettings(channels={"mail": Mail("smtp://127.0.0.1", "a@t.example")})
        Work(engine, notifying=settings).notifications.put_preferences("adam", _ADDRESS)
        engine.deploy(_MODEL)


def _node(url, server, count):
    return subprocess.Popen(
        [sys.executable, "-c", _NODE, url, server.url, str(count)],
        env={**os.environ, "PYTHONPATH": "src"},
        stdout=subprocess.DEVNULL,
    )


def _finish(url, server):
    """Another node goes on when the leases of the dead one are over."""
    later = Clock(datetime.now(UTC) + timedelta(minutes=6))
    settings = NotifyingSettings(channels={"mail": _mail(server)})
    with TestEngine(url, later) as engine:
        work = Work(engine, notifying=settings)
        engine.advance("PT2H")
        return {
            "told": len(work.notifications.query("adam", limit=1000)),
            "tasks": len(engine.tasks.query(limit=1000)),
            "sent": [each.state for each in work.notifications.deliveries(limit=1000)],
        }


def _kill_at(server, nth, process_of, *, is_taken):
    """Kills the node when its nth message is in: before the server has said yes, or just when it has."""

    def before(message):
        if len(server.tried) == nth:
            process_of().send_signal(signal.SIGKILL)
            process_of().wait()
            server.before = lambda message: None
            if not is_taken:
                server.contents["adam@x.example"] = "451 not now"

    server.before = before


@pytest.mark.parametrize("is_taken", [False, True])
def test_node_killed_in_the_middle_of_a_delivery_loses_none(tmp_path: Path, server, is_taken):
    url = f"sqlite:///{tmp_path / 'mail.db'}"
    _prepared(url)
    nodes = []
    _kill_at(server, 5, lambda: nodes[0], is_taken=is_taken)
    nodes.append(_node(url, server, 12))
    assert nodes[0].wait(timeout=60) == -signal.SIGKILL
    server.contents.clear()
    found = _finish(url, server)
    assert set(found["sent"]) == {"sent"}
    assert found["tasks"] == found["told"] == len(found["sent"]) >= 5
    ids = Counter(message["Message-ID"] for message in server.taken)
    assert len(ids) == found["told"]
    twice = {each: count for each, count in ids.items() if count > 1}
    assert len(twice) <= 4  # what was under way: one in each thread
    assert all(count == 2 for count in twice.values())
    if is_taken:
        assert (
            twice
        )  # the server had said yes, and nobody was left to note it: the same Message-ID again


def test_node_killed_between_deliveries_repeats_none(tmp_path: Path, server):
    url = f"sqlite:///{tmp_path / 'mail.db'}"
    _prepared(url)
    node = _node(url, server, 10)
    until = time.monotonic() + 60
    settings = NotifyingSettings(channels={"mail": _mail(server)})
    with TestEngine(url, Clock(datetime.now(UTC))) as engine:
        work = Work(engine, notifying=settings)
        while len(work.notifications.deliveries(state="sent", limit=100)) < 10:
            assert time.monotonic() < until
    node.send_signal(signal.SIGKILL)
    node.wait()
    found = _finish(url, server)
    assert found["told"] == 10
    ids = Counter(message["Message-ID"] for message in server.taken)
    assert len(ids) == 10
    assert set(ids.values()) == {1}


def test_threads_end_with_their_engine(tmp_path: Path, server):
    """A closed engine finishes what it sends, and begins nothing."""
    url = f"sqlite:///{tmp_path / 'mail.db'}"
    _prepared(url)
    settings = NotifyingSettings(channels={"mail": _mail(server)})
    with Engine.open(url) as engine:
        Work(engine, notifying=settings)
        for _ in range(30):
            engine.start("p")
    found = _finish(url, server)
    ids = Counter(message["Message-ID"] for message in server.taken)
    assert len(ids) == found["told"] == 30
    assert set(ids.values()) == {1}


@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_two_nodes_send_each_message_once(tmp_path: Path, server, request, kind):
    url = f"sqlite:///{tmp_path / 'mail.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    _prepared(url)
    settings = NotifyingSettings(channels={"mail": _mail(server)})
    with Engine.open(url) as one, Engine.open(url) as two:
        nodes = [Work(engine, notifying=settings) for engine in (one, two)]
        for number in range(60):
            (one, two)[number % 2].start("p")
        until = time.monotonic() + 60
        while len(nodes[0].notifications.deliveries(state="sent", limit=100)) < 60:
            assert time.monotonic() < until
    ids = Counter(message["Message-ID"] for message in server.taken)
    assert len(ids) == 60
    assert set(ids.values()) == {1}


def test_late_node_settles_nothing_that_another_has_taken(tmp_path: Path):
    from trivium.store.transactions import transaction  # noqa: PLC0415
    from trivium.store.work import deliveries  # noqa: PLC0415

    url = f"sqlite:///{tmp_path / 'mail.db'}"
    _prepared(url)
    clock = Clock(datetime.now(UTC))
    dummy = NotifyingSettings(channels={"mail": Mail("smtp://127.0.0.1", "a@t.example")})
    with TestEngine(url, clock) as engine:
        work = Work(engine, notifying=dummy)
        engine.start("p")
        work._teller.do_due()
        now = clock.now_ms()
        with transaction(engine.database) as connection:
            first = deliveries.take(connection, now, now + 1000, [])
            assert deliveries.take(connection, now, now + 1000, []) is None
            second = deliveries.take(connection, now + 1000, now + 2000, [])
            assert (second.id, second.lease) == (first.id, first.lease + 1)
            sent = {"state": "sent", "due_at": None}
            assert not deliveries.settle(connection, first, {"state": "failed"})
            assert deliveries.settle(connection, second, sent)
            assert not deliveries.settle(connection, second, {"state": "failed"})
        assert [each.state for each in work.notifications.deliveries()] == ["sent"]
