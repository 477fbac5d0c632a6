"""Messages to one receiver, signals to all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.models import chain

from trivium.errors import Conflict, NotFound
from trivium.testing import expect

_ROOTS = '<message id="m" name="paid"/>'
_WAITS = chain('<receiveTask id="wait" messageRef="m"/>', roots=_ROOTS)
_STARTS = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><message id="m" name="paid"/>'
    b'<process id="q"><startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>'
    b'<userTask id="work"/><sequenceFlow id="f" sourceRef="start" targetRef="work"/></process></definitions>'
)


def test_message_reaches_the_instance_with_the_business_key(engine):
    engine.deploy(_WAITS)
    first = engine.start("p", business_key="1")
    second = engine.start("p", business_key="2")
    engine.messages.correlate("paid", business_key="2", variables={"amount": 9})
    expect(engine, first).is_waiting_at("wait")
    expect(engine, second).is_completed().has_variable("amount", 9)


def test_message_reaches_the_instance_with_the_variables(engine):
    engine.deploy(_WAITS)
    engine.start("p", {"order": "a"})
    second = engine.start("p", {"order": "b"})
    receipt = engine.messages.correlate("paid", correlation={"order": "b"})
    assert (receipt.result, receipt.instance_id) == ("correlated", second.id)


def test_ambiguous_message_is_refused(engine):
    engine.deploy(_WAITS)
    engine.start("p")
    engine.start("p")
    with pytest.raises(Conflict) as refusal:
        engine.messages.correlate("paid")
    assert refusal.value.code == "message/ambiguous"


def test_message_without_receiver_is_refused(engine):
    with pytest.raises(NotFound) as refusal:
        engine.messages.correlate("paid")
    assert refusal.value.code == "message/no-receiver"


def test_waiting_instance_comes_before_a_start_event(engine):
    engine.deploy([_WAITS, _STARTS])
    waiting = engine.start("p")
    assert engine.messages.correlate("paid").instance_id == waiting.id
    assert engine.messages.correlate("paid").result == "started"


def test_early_message_is_kept_until_its_receiver_comes(engine):
    engine.deploy(_WAITS)
    receipt = engine.messages.correlate(
        "paid", variables={"amount": 3}, time_to_live=timedelta(minutes=5)
    )
    assert receipt.result == "buffered"
    instance = engine.start("p")
    expect(engine, instance).is_completed().has_variable("amount", 3)


def test_expired_message_is_not_delivered(engine):
    engine.deploy(_WAITS)
    engine.messages.correlate("paid", time_to_live=timedelta(minutes=5))
    engine.advance("PT6M")
    expect(engine, engine.start("p")).is_waiting_at("wait")


def test_message_with_a_known_id_is_kept_once(engine):
    engine.deploy(_WAITS)
    for _ in range(2):
        engine.messages.correlate("paid", message_id="7", time_to_live=timedelta(minutes=5))
    expect(engine, engine.start("p")).is_completed()
    expect(engine, engine.start("p")).is_waiting_at("wait")


def test_second_definition_may_not_listen_to_the_same_message(engine):
    engine.deploy(_STARTS)
    with pytest.raises(Conflict) as refusal:
        engine.deploy(_STARTS.replace(b'id="q"', b'id="r"'))
    assert refusal.value.code == "deployment/message-taken"


def test_signal_reaches_all_who_wait(engine):
    engine.deploy(
        chain(
            '<intermediateCatchEvent id="wait"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>',
            roots='<signal id="s" name="go"/>',
        )
    )
    instances = [engine.start("p") for _ in range(3)]
    assert engine.signals.broadcast("go", {"by": "me"}) == 3
    for instance in instances:
        expect(engine, instance).is_completed().has_variable("by", "me")


def _send(engine, **more):
    return engine.messages.correlate(
        "paid", message_id="p-1", time_to_live=timedelta(hours=1), **more
    )


def test_message_with_an_id_is_delivered_once(engine):
    engine.deploy(_WAITS)
    first, second = engine.start("p"), engine.start("p", business_key="2")
    receipt = _send(engine, instance=first.id)
    again = _send(engine)
    assert (receipt.result, again.result) == ("correlated", "duplicate")
    assert again.instance_id == receipt.instance_id == first.id
    expect(engine, second).is_waiting_at("wait")
    engine.advance("PT1H")
    assert _send(engine).result == "correlated"


def test_message_that_was_kept_is_delivered_once(engine):
    engine.deploy(_WAITS)
    assert [_send(engine).result for _ in range(2)] == ["buffered", "duplicate"]
    expect(engine, engine.start("p")).is_completed()
    second = engine.start("p")
    expect(engine, second).is_waiting_at("wait")
    assert _send(engine).result == "duplicate"
    expect(engine, second).is_waiting_at("wait")


def test_same_id_under_another_name_is_another_message(engine):
    engine.deploy(_WAITS)
    instance = engine.start("p")
    kept = engine.messages.correlate("else", message_id="p-1", time_to_live=timedelta(hours=1))
    assert (kept.result, _send(engine).result) == ("buffered", "correlated")
    expect(engine, instance).is_completed()


def test_kept_message_starts_what_is_deployed_later(engine):
    assert _send(engine).result == "buffered"
    engine.deploy(_STARTS)
    assert [task.element_id for task in engine.tasks.query()] == ["work"]


_PROPERTY = (
    '<message id="m" name="paid"/><correlationProperty id="orderId" name="order">'
    '<correlationPropertyRetrievalExpression messageRef="m"><messagePath>{path}</messagePath>'
    "</correlationPropertyRetrievalExpression></correlationProperty>"
)
_SUBSCRIPTION = (
    '<correlationSubscription id="c" correlationKeyRef="k"><correlationPropertyBinding'
    ' correlationPropertyRef="orderId"><dataPath>order.id</dataPath></correlationPropertyBinding>'
    "</correlationSubscription>"
)


@pytest.mark.parametrize("path", ["payment.order", "${payment.order}"])
def test_properties_of_message_and_process_must_be_the_same(engine, path):
    engine.deploy(
        chain('<receiveTask id="wait" messageRef="m"/>', roots=_PROPERTY.format(path=path)).replace(
            b'<startEvent id="start"/>', f'{_SUBSCRIPTION}<startEvent id="start"/>'.encode()
        )
    )
    first = engine.start("p", {"order": {"id": 1}})
    second = engine.start("p", {"order": {"id": 2}})
    with pytest.raises(NotFound):
        engine.messages.correlate("paid", variables={"payment": {"order": 3}})
    with pytest.raises(NotFound):
        engine.messages.correlate("paid", variables={"other": 2})
    receipt = engine.messages.correlate("paid", variables={"payment": {"order": 2}})
    assert receipt.instance_id == second.id
    expect(engine, first).is_waiting_at("wait")
