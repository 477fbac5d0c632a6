"""Other channels than mail, by Apprise, against a real server on loopback."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from trivium.assembly import channels_of
from trivium.errors import InvalidInput
from trivium.work.notifications.channels import Mail, Many, Message

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning"
)  # plugins of Apprise's import old modules
_MESSAGE = Message("one", "team/../@adam?x=1", "Check", "The task “Check”", 0)


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def hook():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Hook) as server:
        server.taken, server.status = [], 200
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _many(hook):
    return Many("hook", f"json://user:s3cret@127.0.0.1:{hook.server_port}/to/{{address}}")


def test_what_is_said_arrives_and_an_address_is_no_part_of_the_url(hook):
    assert _many(hook).send(_MESSAGE).state == "sent"
    ((path, body),) = hook.taken
    assert (body["title"], body["message"]) == ("Check", "The task “Check”")
    assert path.startswith("/to/team%2F..%2F@adam%3Fx=1")  # one part of the path, whatever it says


def test_whatever_is_no_yes_is_tried_again(hook):
    hook.status = 500
    assert _many(hook).send(_MESSAGE).state == "later"


def test_secrets_of_urls_are_not_told(hook, caplog):
    hook.status = 500
    channel = _many(hook)
    assert "s3cret" not in f"{channel!r} {channel.send(_MESSAGE)}"
    assert "s3cret" not in caplog.text


def test_url_of_no_kind_is_refused():
    with pytest.raises(InvalidInput) as refusal:
        Many("chat", "nothing-known://x")
    assert refusal.value.code == "notification/channel"


def test_channels_are_made_of_settings(hook):
    assert channels_of(None, None, {}) == {}
    url = f"json://127.0.0.1:{hook.server_port}"
    found = channels_of("smtp://mail.example", "a@t.example", {"hook": url})
    assert {name: type(channel) for name, channel in found.items()} == {"mail": Mail, "hook": Many}
    for taken in ("mail", "in-app"):
        with pytest.raises(InvalidInput):
            channels_of(None, None, {taken: url})
    with pytest.raises(InvalidInput):
        channels_of("smtp://mail.example", None, {})
