"""Answers to idempotency keys and proofs of commits are there as long as somebody may ask, and then go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from tests.models import chain

from trivium.store.tables import idempotency
from trivium.store.transactions import transaction
from trivium.testing import TestEngine

_MODEL = chain('<userTask id="ask"/>')


@pytest.fixture(params=["memory", "postgresql"])
def engine(request):
    url = (
        request.getfixturevalue("postgresql_url") if request.param == "postgresql" else "sqlite://"
    )
    with TestEngine(url, keep_answers_for=timedelta(days=2)) as opened:
        opened.deploy(_MODEL)
        yield opened


def kept(engine, keys):
    with engine.database.reading() as connection:
        c = idempotency.c
        return connection.execute(select(func.count()).where(c.key.like(keys))).scalar_one()


def test_answer_is_given_again_until_its_time_is_over(engine):
    first = engine.start("p", idempotency_key="a")
    engine.advance("P1D")
    assert engine.start("p", idempotency_key="a").id == first.id
    engine.advance("P1DT1M")
    assert kept(engine, "a") == 0
    assert engine.start("p", idempotency_key="a").id != first.id


def test_younger_ones_stay_and_many_go_in_batches(engine):
    now = engine.test_clock.now_ms()
    with transaction(engine.database) as connection:
        rows = [
            {"key": f"old {number}", "result": b"[]", "created_at": now - number}
            for number in range(2_500)
        ]
        connection.execute(insert(idempotency), rows)
    engine.start("p", idempotency_key="young")
    engine.advance("P2D")
    assert (kept(engine, "old %"), kept(engine, "young")) == (1, 1)
    engine.advance("PT11M")
    assert (kept(engine, "old %"), kept(engine, "young")) == (0, 0)


def test_proofs_go_after_two_hours_and_keys_that_look_alike_stay(engine):
    now = engine.test_clock.now_ms()
    with transaction(engine.database) as connection:
        row = {"key": "transaction 1", "result": b"null", "created_at": now}
        connection.execute(insert(idempotency).values(row))
    engine.start("p", idempotency_key="transaction of mine")
    engine.advance("PT1H59M")
    assert kept(engine, "transaction 1") == 1
    engine.advance("PT12M")
    assert (kept(engine, "transaction 1"), kept(engine, "transaction of mine")) == (0, 1)
