"""One operation on many instances: done once each, steered, tried out, and retried."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.engine.areas.batches import Selection
from trivium.errors import InvalidInput, NotFound, WrongState
from trivium.kernel.commands import Modification
from trivium.testing import expect

_MODEL = chain('<userTask id="a"/>', '<userTask id="b"/>')
_CHOICE = bpmn(
    '<startEvent id="s"/><exclusiveGateway id="g"/><userTask id="a"/><userTask id="b"/>'
    "\ns -> g\ng -> a : n = 1\ng -> b : n = 2"
)
_CATCH = chain(
    '<intermediateCatchEvent id="a"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
    '<userTask id="b"/>',
    roots='<message id="m" name="paid"/>',
)


@pytest.fixture
def started(engine):
    engine.deploy(_MODEL)
    return [engine.start("p", {"n": n}).id for n in range(5)]


def _states(engine, ids):
    return [engine.instances.get(each).state for each in ids]


def test_is_worked_off_in_the_background(engine, started):
    info = engine.batches.terminate(started, "no use", user="ada")
    assert (info.kind, info.state, info.total, info.done) == ("terminate", "running", 5, 0)
    assert _states(engine, started) == ["active"] * 5
    engine.run_until_idle()
    info = engine.batches.get(info.id)
    assert (info.state, info.done, info.failed, info.left) == ("completed", 5, 0, 0)
    assert info.finished_at is not None
    assert _states(engine, started) == ["terminated"] * 5
    entry = engine.instances.history(started[0]).items[-1]
    assert (entry.actor, entry.command["reason"]) == ("ada", "no use")


def test_can_be_worked_off_by_who_waits(engine, started):
    info = engine.batches.suspend(started)
    seen = [each.left for each in engine.batches.work_off(info.id)]
    assert (seen[0], seen[-1]) == (5, 0)
    assert _states(engine, started) == ["suspended"] * 5


def test_every_instance_that_fits_is_chosen_when_it_is_made(engine, started):
    engine.instances.suspend(started[0])
    info = engine.batches.suspend(Selection(key="p", state="active"))
    late = engine.start("p").id
    engine.run_until_idle()
    assert engine.batches.get(info.id).total == 4
    assert engine.instances.get(late).state == "active"
    assert engine.batches.resume(Selection(key="p", state="suspended")).total == 5
    assert engine.batches.suspend(Selection(key="nothing")).state == "completed"


def test_instance_that_cannot_be_done_says_why_and_holds_up_nobody(engine, started):
    engine.instances.terminate(started[1])
    info = engine.batches.suspend([*started, "nobody"])
    engine.run_until_idle()
    info = engine.batches.get(info.id)
    assert (info.state, info.done, info.failed) == ("completed", 4, 2)
    failed = engine.batches.items(info.id, state="failed").items
    assert [each.code for each in failed] == ["instance/ended", "instance/not-found"]
    assert failed[0].instance_id == started[1]
    reasons = engine.batches.reasons(info.id)
    assert {(each.code, each.count) for each in reasons} == {
        ("instance/ended", 1),
        ("instance/not-found", 1),
    }


def test_what_failed_is_tried_again(engine, started):
    engine.instances.suspend(started[0])
    info = engine.batches.suspend(started)
    engine.run_until_idle()
    assert engine.batches.get(info.id).failed == 1
    engine.instances.resume(started[0])
    assert engine.batches.retry_failed(info.id) == 1
    engine.run_until_idle()
    info = engine.batches.get(info.id)
    assert (info.state, info.done, info.failed) == ("completed", 5, 0)
    assert engine.batches.retry_failed(info.id) == 0


def test_paused_one_does_nothing_until_it_is_resumed(engine, started):
    info = engine.batches.suspend(started)
    engine.batches.pause(info.id)
    engine.run_until_idle()
    assert (engine.batches.get(info.id).state, engine.batches.get(info.id).done) == ("paused", 0)
    engine.batches.go_on(info.id)
    engine.run_until_idle()
    assert engine.batches.get(info.id).state == "completed"


def test_cancelled_one_leaves_the_rest_as_it_is(engine, started):
    info = engine.batches.suspend(started)
    engine.batches.cancel(info.id)
    engine.run_until_idle()
    info = engine.batches.get(info.id)
    assert (info.state, info.done, info.left) == ("cancelled", 0, 5)
    for steer in (engine.batches.pause, engine.batches.go_on, engine.batches.cancel):
        with pytest.raises(WrongState, match="cancelled"):
            steer(info.id)


def test_others_have_their_turn_between_its_pieces(engine, started):
    many = [engine.start("p").id for _ in range(250)]
    info = engine.batches.suspend(many)
    pieces = 0
    for each in engine.batches.work_off(info.id):
        pieces += 1
        if each.left:
            engine.instances.set_variables(started[0], {"seen": each.left})
    assert pieces > 3


def test_is_made_once_for_one_key(engine, started):
    first = engine.batches.suspend(started, idempotency_key="k")
    assert engine.batches.suspend(started, idempotency_key="k").id == first.id
    assert len(engine.batches.query().items) == 1


# -- what can be done


def test_variables_are_set(engine, started):
    engine.batches.set_variables(started, {"x": {"y": 1}})
    engine.run_until_idle()
    assert all(engine.instances.variables(each)["x"] == {"y": 1} for each in started)


def test_tokens_are_moved(engine, started):
    engine.batches.modify(
        started,
        [
            Modification(kind="start-before", element_id="b"),
            Modification(kind="cancel", element_id="a"),
        ],
    )
    engine.run_until_idle()
    expect(engine, started[3]).is_waiting_at("b")


def test_instances_are_migrated(engine, started):
    deployed = engine.deploy(_MODEL.replace(b'id="b"', b'id="b" name="Second"'))
    old = engine.instances.get(started[0]).definition_id
    plan = engine.migrations.plan(old, deployed.definitions[0].id)
    info = engine.batches.migrate(plan)
    engine.run_until_idle()
    assert engine.batches.get(info.id).done == 5
    assert {engine.instances.get(each).version for each in started} == {2}


@pytest.mark.parametrize(
    ("how", "more"), [("retry", {"variables": {"n": 2}}), ("skip", {"flow": "g-b"})]
)
def test_incidents_are_resolved(engine, how, more):
    engine.deploy(_CHOICE)
    ids = [engine.start("p", {"n": 0}).id for _ in range(3)]
    engine.batches.resolve_incidents(ids, how, **more)
    engine.run_until_idle()
    for each in ids:
        expect(engine, each).is_waiting_at("b").has_no_incident()


def test_ended_ones_are_restarted(engine, started):
    for each in started[:3]:
        engine.instances.terminate(each)
    engine.advance("PT1S")
    info = engine.batches.restart(Selection(key="p"), variables={"again": True})
    engine.run_until_idle()
    assert engine.batches.get(info.id).done == 3
    newest = engine.instances.query(key="p", limit=3).items
    assert {engine.instances.variables(each.id)["n"] for each in newest} == {0, 1, 2}
    assert all(engine.instances.variables(each.id)["again"] is True for each in newest)
    refused = engine.batches.restart(started[3:])
    engine.run_until_idle()
    assert engine.batches.reasons(refused.id)[0].code == "instance/not-ended"


def test_message_reaches_each(engine):
    engine.deploy(_CATCH)
    ids = [engine.start("p").id for _ in range(3)]
    engine.batches.correlate(ids, "paid", {"by": "card"})
    engine.run_until_idle()
    for each in ids:
        expect(engine, each).is_waiting_at("b").has_variable("by", "card")


# -- trying it out, and asking


def test_dry_run_says_how_many_would_be_done_and_why_others_not(engine, started):
    engine.instances.suspend(started[0])
    with engine.dry_run() as preview:
        engine.batches.suspend([*started, "nobody"])
        pytest.fail("the block ends with the command")
    assert (preview.batch.total, preview.batch.passed) == (6, 4)
    assert {(r.code, r.count) for r in preview.batch.failed} == {
        ("instance/suspended", 1),
        ("instance/not-found", 1),
    }
    assert preview.steps[0].command["command"] == "suspend-instance"
    assert _states(engine, started[1:]) == ["active"] * 4
    assert not engine.batches.query().items


def test_batches_are_listed(engine, started):
    first = engine.batches.suspend(started)
    engine.advance("PT1S")
    second = engine.batches.terminate(started)
    assert [each.id for each in engine.batches.query()] == [second.id, first.id]
    assert [each.id for each in engine.batches.query(state="running")] == [second.id]
    assert [each.id for each in engine.batches.query(kind="suspend")] == [first.id]
    page = engine.batches.items(first.id, limit=2)
    rest = engine.batches.items(first.id, limit=50, cursor=page.next_cursor)
    assert [each.instance_id for each in (*page, *rest)] == started
    assert rest.next_cursor is None


def test_what_is_not_there_is_refused(engine):
    for asked in (engine.batches.get, engine.batches.pause, engine.batches.retry_failed):
        with pytest.raises(NotFound):
            asked("nobody")
    with pytest.raises(InvalidInput, match="suspend"):
        engine.batches.create("forget", [], {})
    with pytest.raises(InvalidInput):
        engine.batches.items("x", cursor="y")
