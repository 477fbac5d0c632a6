"""WebSockets: what happens, as it happens, to who may hear of it."""

from __future__ import annotations

import asyncio

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.api.conftest import HERE
from tests.identity.conftest import AT_ONCE, SECRET, quick_hashes
from tests.models import bpmn, chain

from trivium import testing
from trivium.api import conversation, create_app
from trivium.api import live as feeds
from trivium.api.live import Bounds, Listener, Wanted
from trivium.engine.acting import acting_as
from trivium.engine.live import reader as readers
from trivium.identity import Identity, Principal
from trivium.identity.authorisation import Authorisation
from trivium.identity.permissions import ADMIN

_ = quick_hashes
_WORK = chain('<userTask id="ask" camunda:candidateGroups="clerks"/>', key="work")
_WORK_2 = chain('<userTask id="ask" camunda:candidateGroups="clerks"/>', key="work2")
_OTHER = chain('<userTask id="do" camunda:assignee="joe"/>', key="other")
_TROUBLE = bpmn(
    '<startEvent id="start"/><exclusiveGateway id="choose"/><endEvent id="end"/>'
    '<endEvent id="never"/>\n'
    "start -> choose\nchoose -> end : amount > 10\nchoose -> never : amount > 100",
    key="trouble",
)
_CASE = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c" name="C">
<casePlanModel id="plan"><planItem id="free" definitionRef="task"/><humanTask id="task"/>
</casePlanModel></case></definitions>"""


@pytest.fixture
def engine():
    with testing.engine() as found:
        found.deploy([_WORK, _OTHER, _TROUBLE])
        yield found


@pytest.fixture
def http(engine):
    with TestClient(create_app(engine), client=HERE) as client:
        yield client


class Socket:
    """A WebSocket that has subscribed."""

    def __init__(self, socket, **asked):
        self.socket = socket
        self.cursor = ""
        socket.send_json({"type": "subscribe", **asked})
        self.welcome = self.next("welcome")

    def next(self, kind):
        message = self.socket.receive_json()
        assert message["type"] == kind, message
        self.cursor = message.get("cursor", self.cursor)
        return message

    def types(self, count):
        """The types of the next events."""
        return [each["type"] for each in self.events(count)]

    def events(self, count):
        found = []
        while len(found) < count:
            found += self.next("events")["events"]
        assert len(found) == count, found
        return found

    def ends(self, kind="error"):
        """The last message and the code that it is closed with."""
        message = self.next(kind)
        with pytest.raises(WebSocketDisconnect) as closed:
            self.socket.receive_json()
        return message["code"], closed.value.code


def _refused(http, path, message=None, headers=None, text=None):
    with http.websocket_connect(path, headers=headers or {}) as socket:
        if text is not None:
            socket.send_text(text)
        elif message is not None:
            socket.send_json({"type": "subscribe", **message})
        error = socket.receive_json()
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert error["type"] == "error"
        assert closed.value.reason == error["code"]
        return error["code"], closed.value.code


_STARTED = ["process.started", "activity.passed", "activity.entered", "task.created"]


# -- what is told


def test_what_happens_is_told(engine, http):
    before = engine.start("work")
    with http.websocket_connect("/ws/monitoring") as raw:
        socket = Socket(raw)
        state = socket.welcome["state"]
        assert (state["active_instances"], state["open_tasks"]) == (1, 1)
        assert [each["id"] for each in state["processes"]] == [before.id]
        instance = engine.start("work", business_key="A-1", user="mary")
        events = socket.events(4)
        assert [each["type"] for each in events] == _STARTED
        assert {each["process_instance_id"] for each in events} == {instance.id}
        assert {each["business_key"] for each in events} == {"A-1"}
        assert {each["actor"] for each in events} == {"mary"}
        assert events[3]["candidate_groups"] == ["clerks"]
        engine.start("trouble", {"amount": 1})
        assert socket.types(5)[1::3] == ["variables.changed", "incident.raised"]


def test_filters_leave_out_what_is_not_asked_for(engine, http):
    one = engine.start("work")
    filters = {
        "task": {"types": ["task"]},
        "created": {"types": ["task.created"]},
        "key": {"process_definition_keys": ["other"]},
        "instance": {"process_instance_ids": [one.id]},
        "activity": {"activity_ids": ["do"]},
    }
    told = {}
    for name, asked in filters.items():
        with http.websocket_connect("/ws/monitoring") as raw:
            socket = Socket(raw, **asked)
            engine.start("work")
            other = engine.start("other")
            engine.tasks.complete(engine.tasks.query(other.id)[0].id)
            engine.instances.suspend(one.id)
            engine.instances.resume(one.id)
            engine.instances.terminate(engine.start("work").id)
            engine.start("other")
            expected = {"task": 6, "created": 4, "key": 12, "instance": 2, "activity": 6}
            told[name] = socket.types(expected[name])
    assert told["created"] == ["task.created"] * 4
    assert set(told["task"]) == {"task.created", "task.completed", "task.cancelled"}
    assert told["instance"] == ["process.suspended", "process.resumed"]
    assert "process.completed" in told["key"]
    assert "process.started" not in told["activity"]


def test_case_is_followed_by_itself(engine, http):
    engine.deploy(_CASE)
    case, other = (engine.cases.start("c") for _ in range(2))
    with http.websocket_connect(f"/api/cases/{case.id}/events") as raw:
        socket = Socket(raw)
        state = socket.welcome["state"]
        assert state["case"]["id"] == case.id
        assert [each["plan_item_id"] for each in state["plan_items"]] == ["free"]
        for each in (other, case):
            engine.tasks.complete(engine.tasks.query(each.id)[0].id)
        events = socket.next("events")["events"]
        assert {each["process_instance_id"] for each in events} == {case.id}
        assert events[0]["type"] == "task.completed"


def test_unknown_case_is_not_found(http):
    told = _refused(http, "/api/cases/none/events", {})
    assert told == ("instance/not-found", 4404)


def test_own_tasks_are_told(engine, http):
    engine.start("other")
    with http.websocket_connect("/ws/tasks") as raw:
        socket = Socket(raw, user="joe", candidate_groups=["clerks"])
        assert socket.welcome["state"]["total"] == 1
        engine.start("work")
        task = engine.tasks.query(element="ask")[0].id
        engine.tasks.assign(task, "ann")
        engine.tasks.update(task, {"candidate_groups": []})
        engine.tasks.update(task, {"priority": 3})  # no longer for joe
        engine.start("other")
        events = socket.events(4)
        assert [each.get("action") for each in events] == [None, "assign", "update", None]
        assert events[3]["assignee"] == "joe"


def test_all_visible_tasks_are_told_if_asked_for(engine, http):
    with http.websocket_connect("/ws/tasks") as raw:
        socket = Socket(raw, user="joe", scope="visible")
        engine.start("work")
        assert socket.types(1) == ["task.created"]


def test_ping_is_answered(http):
    with http.websocket_connect("/ws/monitoring") as raw:
        socket = Socket(raw)
        raw.send_text('{"type":"ping"}')
        socket.next("pong")


def test_heart_beats_with_the_cursor(engine):
    app = create_app(engine)
    app.state.heartbeat_seconds = 0.2
    with TestClient(app, client=HERE) as http, http.websocket_connect("/ws/tasks") as raw:
        socket = Socket(raw, user="joe")
        engine.start("work")  # not for joe
        begun = socket.cursor
        while socket.cursor == begun:
            socket.next("heartbeat")
        assert engine.journal.live(socket.cursor).behind() == 0


# -- going on


def test_after_a_broken_line_nothing_is_missing(engine, http):
    with http.websocket_connect("/ws/monitoring") as raw:
        socket = Socket(raw, types=["task"])
        engine.start("work")
        first = socket.events(1)
        cursor = socket.cursor
    missed = [engine.start("work").id for _ in range(3)]
    with http.websocket_connect("/ws/monitoring") as raw:
        socket = Socket(raw, types=["task"], cursor=cursor)
        assert socket.welcome["resumed"] is True
        assert socket.welcome["state"] is None
        found = socket.events(3)
        assert [each["process_instance_id"] for each in found] == missed
        assert socket.next("live")["cursor"]
        later = engine.start("work").id
        assert [each["process_instance_id"] for each in socket.events(1)] == [later]
    assert first[0]["process_instance_id"] not in missed


def test_who_comes_back_too_late_begins_anew(engine, http, monkeypatch):
    monkeypatch.setattr(conversation, "_MOST_BEHIND", 3)
    cursor = readers.cursor_text(engine.journal.live().place)
    for _ in range(4):
        engine.start("work")
    with http.websocket_connect("/ws/monitoring") as raw:
        socket = Socket(raw, cursor=cursor)
        assert socket.welcome["resumed"] is False
        assert socket.welcome["state"]["open_tasks"] == 4


def test_no_cursor_is_refused(http):
    told = _refused(http, "/ws/monitoring", {"cursor": "nonsense!"})
    assert told == ("journal/cursor", 4422)


# -- what is no conversation


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"type":"hello"}', '{"type":"subscribe","unknown":1}', '{"type":3}']
)
def test_first_message_that_is_none_is_refused(http, text):
    assert _refused(http, "/ws/monitoring", text=text) == ("live/bad-message", 4422)


def test_too_long_a_list_is_refused(http):
    told = _refused(http, "/ws/monitoring", {"activity_ids": ["x"] * 201})
    assert told == ("live/bad-message", 4422)


def test_bytes_are_refused(http):
    with http.websocket_connect("/ws/monitoring") as socket:
        socket.send_bytes(b"{}")
        assert socket.receive_json()["code"] == "live/bad-message"


def test_later_message_that_is_none_ends_it(http):
    with http.websocket_connect("/ws/monitoring") as raw:
        socket = Socket(raw)
        raw.send_text("what?")
        assert socket.ends() == ("live/bad-message", 4422)


def test_who_says_nothing_is_not_waited_for(http, monkeypatch):
    monkeypatch.setattr(conversation, "_FIRST_MESSAGE_SECONDS", 0.05)
    assert _refused(http, "/ws/monitoring") == ("live/no-subscription", 4422)


def test_other_pages_are_refused(http):
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        http.websocket_connect("/ws/monitoring", headers={"origin": "https://elsewhere.example"}),
    ):
        pass
    assert refused.value.code == 1008
    with http.websocket_connect("/ws/monitoring", headers={"origin": "http://testserver"}) as raw:
        Socket(raw)


def test_other_names_are_refused(engine):
    app = create_app(engine, hosts=["localhost"])
    with (
        TestClient(app, client=HERE) as http,
        pytest.raises(WebSocketDisconnect),
        http.websocket_connect("/ws/monitoring"),
    ):
        pass


def test_too_many_connections_are_refused(http, monkeypatch):
    monkeypatch.setattr(feeds, "_MOST_OF_ONE", 1)
    with http.websocket_connect("/ws/monitoring") as raw:
        Socket(raw, user="joe")
        told = _refused(http, "/ws/monitoring", {"user": "joe"})
        assert told == ("live/too-many-connections", 4413)
    with http.websocket_connect("/ws/monitoring") as raw:
        Socket(raw, user="joe")


def test_server_that_stops_sends_everybody_home(engine):
    app = create_app(engine)
    with TestClient(app, client=HERE) as http, http.websocket_connect("/ws/monitoring") as raw:
        socket = Socket(raw)
        app.state.stop()
        assert socket.ends() == ("live/stopping", 1012)
        assert _refused(http, "/ws/monitoring", {}) == ("live/stopping", 1012)


def test_old_connection_is_renewed(http, monkeypatch):
    monkeypatch.setattr(conversation, "_LONGEST_SECONDS", 0.05)
    with http.websocket_connect("/ws/monitoring") as raw:
        assert Socket(raw).ends() == ("live/renew", 1012)


# -- who may hear what


class People:
    """Two tenants, each with an admin and a clerk; the first has processes."""

    def __init__(self, engine):
        self.engine = engine
        self.identity = identity = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
        for tenant in ("north", "south"):
            identity.tenants.add(tenant)
            identity.users.add(f"{tenant}-admin", tenant=tenant, roles=["admin"])
            identity.users.add(f"{tenant}-clerk", tenant=tenant)
        identity.groups.add("clerks", tenant="north")
        self.keys = {
            user: identity.api_keys.add(user, "test").key
            for user in ("north-admin", "south-admin", "north-clerk", "south-clerk")
        }
        with self.acting("north-admin"):
            engine.deploy([_WORK_2, _CASE])

    def acting(self, user):
        return acting_as(Authorisation(self.identity.principals.of_user(user)))

    def start(self):
        with self.acting("north-admin"):
            return self.engine.start("work2")


@pytest.fixture
def people():
    with testing.engine() as engine:
        yield People(engine)


@pytest.fixture
def guarded(people):
    app = create_app(people.engine, identity=people.identity)
    with TestClient(app, client=HERE) as client:
        yield client


_PATHS = ("/ws/monitoring", "/ws/tasks")


@pytest.mark.parametrize("path", [*_PATHS, "/api/cases/x/events"])
def test_nobody_is_refused(guarded, path):
    assert _refused(guarded, path, {}) == ("identity/not-authenticated", 4401)
    assert _refused(guarded, path, {"user": "north-admin"})[1] == 4401
    assert _refused(guarded, path, {"token": "nonsense"}) == ("identity/bad-token", 4401)


def test_token_in_the_url_is_none(guarded, people):
    path = f"/ws/monitoring?token={people.keys['north-admin']}"
    assert _refused(guarded, path, {})[1] == 4401


def test_token_may_be_in_the_head(guarded, people):
    headers = {"authorization": f"Bearer {people.keys['north-admin']}"}
    with guarded.websocket_connect("/ws/monitoring", headers=headers) as raw:
        assert Socket(raw).welcome["user"] == "north-admin"


def test_wrong_tenant_and_wrong_role_hear_nothing(guarded, people):
    with (
        guarded.websocket_connect("/ws/monitoring") as admin,
        guarded.websocket_connect("/ws/monitoring") as other,
        guarded.websocket_connect("/ws/monitoring") as clerk,
    ):
        keys = people.keys
        first = people.start()
        right = Socket(admin, token=keys["north-admin"])
        wrong = [
            Socket(other, token=keys["south-admin"]),
            Socket(clerk, token=keys["north-clerk"]),
        ]
        assert right.welcome["state"]["open_tasks"] == 1
        for socket in wrong:
            assert first.id not in str(socket.welcome)
            assert socket.welcome["state"]["open_tasks"] == 0
        people.start()
        assert right.types(4) == _STARTED
        for socket in wrong:  # the answer to a ping comes after what was told before it
            socket.socket.send_text('{"type":"ping"}')
            socket.next("pong")


def test_case_of_another_tenant_is_not_there(guarded, people):
    with people.acting("north-admin"):
        case = people.engine.cases.start("c").id
    path = f"/api/cases/{case}/events"
    for user in ("south-admin", "north-clerk"):
        told = _refused(guarded, path, {"token": people.keys[user]})
        assert told == ("instance/not-found", 4404)


def test_right_that_comes_and_goes_is_minded_at_once(guarded, people):
    grants, keys = people.identity.grants, people.keys
    with (
        guarded.websocket_connect("/ws/monitoring") as raw,
        guarded.websocket_connect("/ws/monitoring") as by_its_side,
    ):
        socket = Socket(raw, token=keys["north-clerk"], types=["process"])
        admin = Socket(by_its_side, token=keys["north-admin"], types=["process"])
        heard = []
        for may in (False, True, False, True):
            if may:
                whom = {"subject_kind": "user", "subject": "north-clerk", "tenant": "north"}
                grant = grants.add("read", "definition", "work2", **whom)
            started = people.start()
            assert admin.events(1)[0]["process_instance_id"] == started.id
            if may:
                heard.append(started.id)
                assert [each["process_instance_id"] for each in socket.events(1)] == heard[-1:]
                grants.remove(grant.id)


def test_task_that_is_offered_to_others_now_is_gone(guarded, people):
    people.identity.groups.put_member("clerks", "user", "north-clerk", tenant="north")
    with guarded.websocket_connect("/ws/tasks") as raw:
        socket = Socket(raw, token=people.keys["north-clerk"])
        people.start()
        task = people.engine.tasks.query()[0].id
        people.engine.tasks.update(task, {"candidate_groups": ["bosses"]})
        events = socket.events(2)
        assert [each["type"] for each in events] == ["task.created", "task.removed"]
        assert events[1]["task_id"] == task
        assert "bosses" not in str(events)


@pytest.mark.parametrize("path", _PATHS)
def test_who_may_sign_in_no_longer_is_sent_home(guarded, people, path):
    with guarded.websocket_connect(path) as raw:
        socket = Socket(raw, token=people.keys["north-clerk"])
        people.identity.users.set_state("north-clerk", "disabled")
        assert socket.ends() == ("identity/bad-token", 4401)


def test_session_that_is_over_ends_it_though_a_token_that_has_run_out_does_not(guarded, people):
    identity, clock = people.identity, people.engine.clock
    identity.users.add("eve", password="correct horse")
    tokens = identity.sign_in.with_password("eve", "correct horse")
    with guarded.websocket_connect("/ws/monitoring") as raw:
        socket = Socket(raw, token=tokens.access_token)
        clock.set_ms(clock.now_ms() + 3_600_000)
        identity.grants.add("read", "definition", "*", subject_kind="user", subject="eve")
        raw.send_text('{"type":"ping"}')
        socket.next("pong")
        identity.sign_in.sign_out(tokens.refresh_token)
        assert socket.ends() == ("identity/session-over", 4401)


def test_one_time_password_is_changed_first(guarded, people):
    people.identity.users.add("new", password="correct horse", must_change_password=True)
    tokens = people.identity.sign_in.with_password("new", "correct horse")
    told = _refused(guarded, "/ws/monitoring", {"token": tokens.access_token})
    assert told == ("identity/password-due", 4403)


# -- who reads slowly


def _listener(bounds, **wanted):
    principal = Principal(user="joe", roles=frozenset({ADMIN}))
    return Listener(principal, Wanted(**wanted), lambda: principal, bounds)


def _entries(engine, count):
    reader = engine.journal.live()
    for _ in range(count):
        engine.start("work")
    return reader.read()


def test_who_reads_too_slowly_is_cut_off_and_nothing_is_kept_for_them(engine):
    async def run():
        batch = _entries(engine, 5)
        listener = _listener(Bounds(events=10))
        for entry in batch.entries:
            listener.offer(entry)
        assert listener.ended.result().code == "live/too-slow"
        assert not listener._waiting

    asyncio.run(run())


def test_large_events_count_by_their_size(engine):
    async def run():
        listener = _listener(Bounds(characters=3000))
        for entry in _entries(engine, 3).entries:
            listener.offer(entry)
        assert listener.ended.done()

    asyncio.run(run())


def test_who_catches_up_loses_nothing_and_hears_nothing_twice(engine):
    async def run():
        behind = engine.journal.live()
        first = _entries(engine, 3)
        listener = _listener(Bounds(events=10), types=("task",))
        listener.fall_behind()
        for entry in first.entries:
            listener.offer(entry)
        found = [text for entry in behind.read().entries for text in listener.heard(entry)]
        assert listener.catch_up(behind.read().place)
        later = _entries(engine, 2)
        for entry in (*first.entries, *later.entries):  # the feed may be behind
            listener.offer(entry)
        found += await listener.next()
        whole = [text for e in (*first.entries, *later.entries) for text in listener.heard(e)]
        assert found == whole

    asyncio.run(run())


def test_who_catches_up_slowly_reads_on_and_is_not_cut_off(engine):
    async def run():
        batch = _entries(engine, 5)
        listener = _listener(Bounds(events=2), types=("task",))
        listener.fall_behind()
        for entry in batch.entries:
            listener.offer(entry)
        assert not listener.ended.done()
        assert not listener.catch_up(batch.place)
        listener.fall_behind()
        assert listener.catch_up(batch.place)

    asyncio.run(run())
