"""Readers of the whole journal: nothing is skipped, each tree in its order, whoever writes and reads."""

from __future__ import annotations

import random
import threading

import psycopg
import pytest
from tests.models import chain

from trivium.engine.journal.reader import Reader
from trivium.errors import Conflict, InvalidInput, WrongState
from trivium.store import journal as stored
from trivium.store.database import connect
from trivium.testing import Clock, TestEngine

_TASK = '<userTask id="ask"/>'
_TREES = 12
_WRITERS = 8
_ROUNDS = 60


def _all(engine, limit=1000, **filters):
    found, cursor = [], None
    while page := engine.journal.read(cursor, limit=limit, **filters):
        found.extend(page)
        cursor = page.cursor
    return found


def _three(engine):
    engine.deploy(chain(_TASK))
    ids = [engine.start("p").id for _ in range(3)]
    for task in engine.tasks.query():
        engine.tasks.complete(task.id, user="ann")
    return ids


@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_everything_is_read_once_in_its_order(engine, limit):
    ids = _three(engine)
    found = _all(engine, limit)
    assert len(found) == 6
    assert {each.root_id for each in found} == set(ids)
    for root_id in ids:
        own = [each for each in found if each.root_id == root_id]
        assert [(each.seq, each.kind) for each in own] == [
            (1, "start-instance"),
            (2, "complete-task"),
        ]
        assert own[1].actor == "ann"
        assert own[0].events[0]["event"] == "instance-started"


def test_cursor_asks_for_what_comes_later(engine):
    _three(engine)
    end = engine.journal.end()
    assert not engine.journal.read(end)
    later = engine.start("p").id
    page = engine.journal.read(end)
    assert [each.root_id for each in page] == [later]
    assert not engine.journal.read(page.cursor)


def test_filters_leave_out_what_is_not_asked_for(engine):
    ids = _three(engine)
    engine.deploy(chain(_TASK, key="other"))
    other = engine.start("other").id
    assert {each.kind for each in _all(engine, 2, kinds=["complete-task"])} == {"complete-task"}
    assert [each.root_id for each in _all(engine, 2, definition_key="other")] == [other]
    assert [each.seq for each in _all(engine, 1, root_id=ids[1])] == [1, 2]


def test_what_is_no_cursor_is_refused(engine):
    with pytest.raises(InvalidInput) as error:
        engine.journal.read("nonsense")
    assert error.value.code == "journal/cursor"


def test_follower_goes_on_where_it_was(engine):
    _three(engine)
    heard = []
    following = engine.journal.follow("mine", heard.extend, in_background=False)
    assert following.catch_up() == 6
    following.stop()
    engine.start("p")
    assert engine.journal.lags()["mine"].entries == 1
    again = []
    following = engine.journal.follow("mine", again.extend, in_background=False)
    assert following.catch_up() == 1
    assert len(heard) == 6
    assert len(again) == 1
    assert engine.journal.lags()["mine"].entries == 0


def test_lag_of_a_follower_is_measured(engine):
    _three(engine)
    following = engine.journal.follow("mine", lambda _: None, in_background=False)
    following.catch_up()
    following.stop()
    engine.start("p")
    engine.advance("PT5S")
    measured = {(each.metric.name, *each.labels): each.value for each in engine.measures.read()}
    assert measured["trivium_journal_unread_entries", "mine"] == 1
    assert measured["trivium_journal_lag_seconds", "mine"] == 5


def test_follower_hears_of_commits_by_itself(engine):
    engine.deploy(chain(_TASK))
    heard = threading.Event()
    following = engine.journal.follow("mine", lambda _: heard.set())
    engine.start("p")
    assert heard.wait(30)
    following.stop()


def test_new_follower_may_begin_at_a_cursor(engine):
    _three(engine)
    heard = []
    end = engine.journal.end()
    following = engine.journal.follow("new", heard.extend, cursor=end, in_background=False)
    later = engine.start("p").id
    following.catch_up()
    assert [each.root_id for each in heard] == [later]


def test_handler_that_fails_is_given_the_same_again(engine):
    _three(engine)
    calls = []

    def handler(records):
        calls.append(len(records))
        if len(calls) == 1:
            raise ConnectionError

    following = engine.journal.follow("mine", handler, in_background=False)
    with pytest.raises(ConnectionError):
        following.catch_up()
    assert following.catch_up() == 6
    assert calls == [6, 6]


class _Rows:
    """Notes what it is given; `meanwhile` happens before the cursor is moved."""

    def __init__(self, meanwhile=lambda: None):
        self.seen = []
        self.meanwhile = meanwhile

    def prepare(self, _connection, rows):
        return [(row["root_id"], row["seq"]) for row in rows]

    def deliver(self, prepared):
        self.seen.extend(prepared)
        self.meanwhile()

    def write(self, cursor, prepared):
        pass


def test_one_node_reads_until_its_lease_runs_out(engine):
    _three(engine)
    clock, database = engine.test_clock, engine._database
    first = Reader(database, clock, "one", "shared", _Rows())
    second = Reader(database, clock, "two", "shared", _Rows())
    assert first.step() == 6
    assert second.step() is None
    clock.set_ms(clock.now_ms() + 11_000)
    engine.start("p")
    assert second.step() == 1
    assert first.step() is None
    second.give_back()
    assert first.step() == 0


def test_node_that_lost_its_lease_moves_nothing(engine):
    _three(engine)
    clock, database = engine.test_clock, engine._database
    second = Reader(database, clock, "two", "shared", _Rows())

    def meanwhile():
        clock.set_ms(clock.now_ms() + 11_000)
        assert second.step() == 6

    first = Reader(database, clock, "one", "shared", _Rows(meanwhile))
    with pytest.raises(Conflict) as error:
        first.step()
    assert error.value.code == "journal/lease-lost"
    assert second.step() == 0


# -- PostgreSQL: positions and transaction numbers are not the order of commits


def _transaction(url):
    connection = psycopg.connect(url)
    connection.execute("SELECT pg_current_xact_id()")
    return connection


def _insert(connection, root_id, seq):
    connection.execute(
        "INSERT INTO journal (root_id, seq, at, kind, entry, hash) VALUES (%s, %s, 0, 'x', '[]', '')",
        (root_id, seq),
    )


def _read(database, place, limit=10):
    with database.reading() as connection:
        rows, place = stored.read(connection, place, limit)
    return [(row["root_id"], row["seq"]) for row in rows], place


def test_entries_of_a_tree_come_in_order_though_its_transactions_began_in_another(postgresql_url):
    """The later entry has the lower transaction number, and one between the two is still running."""
    database = connect(postgresql_url)
    late, between, early = (_transaction(postgresql_url) for _ in range(3))
    _insert(between, "other", 1)
    _insert(early, "tree", 1)
    early.commit()
    _insert(late, "tree", 2)
    late.commit()
    found, place = _read(database, stored.Place())
    assert found == [("tree", 1), ("tree", 2)]
    assert _read(database, place)[0] == []
    between.commit()
    assert _read(database, place)[0] == [("other", 1)]
    for connection in (late, between, early):
        connection.close()
    database.close()


def test_long_transaction_holds_nobody_up(postgresql_url):
    database = connect(postgresql_url)
    with _transaction(postgresql_url) as long, psycopg.connect(postgresql_url) as quick:
        _insert(long, "long", 1)
        _insert(quick, "quick", 1)
        quick.commit()
        found, place = _read(database, stored.Place())
        assert found == [("quick", 1)]
        long.commit()
        assert _read(database, place)[0] == [("long", 1)]
    database.close()


def test_window_stays_the_same_while_it_is_read(postgresql_url):
    """What is committed meanwhile, with a lower position, is not lost behind the cursor."""
    database = connect(postgresql_url)
    with _transaction(postgresql_url) as late, psycopg.connect(postgresql_url) as quick:
        _insert(late, "late", 1)
        for seq in (1, 2, 3):
            _insert(quick, "quick", seq)
        quick.commit()
        first, place = _read(database, stored.Place(), 2)
        late.commit()
        second, place = _read(database, place, 2)
        third, place = _read(database, place, 2)
    assert first + second == [("quick", 1), ("quick", 2), ("quick", 3)]
    assert third == [("late", 1)]
    database.close()


def _write(url, number, counts, failures):
    dice = random.Random(number)  # noqa: S311  # dice
    with psycopg.connect(url) as connection:
        for _ in range(_ROUNDS):
            with connection.transaction():
                connection.execute("SELECT pg_current_xact_id()")
                trees = sorted(dice.sample(range(_TREES), dice.randint(1, 3)))
                for tree in trees:
                    connection.execute("SELECT pg_advisory_xact_lock(%s)", (tree,))
                fails = dice.randrange(6) == 0
                for tree in dice.sample(trees, len(trees)):
                    _insert(connection, f"tree-{tree}", counts[tree] + 1)
                    if not fails:
                        counts[tree] += 1
                if fails:
                    failures.append(number)
                    raise psycopg.Rollback


@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_concurrent_writers_are_read_without_gaps_and_in_order(postgresql_url, limit):
    database, counts, failures = connect(postgresql_url), [0] * _TREES, []
    writers = [
        threading.Thread(target=_write, args=(postgresql_url, n, counts, failures))
        for n in range(_WRITERS)
    ]
    for writer in writers:
        writer.start()
    seen, place = {}, stored.Place()
    while True:
        are_done = not any(writer.is_alive() for writer in writers)
        found, place = _read(database, stored.Place.parse(str(place)), limit)
        for root_id, seq in found:
            assert seq == seen.get(root_id, 0) + 1
            seen[root_id] = seq
        if are_done and not found:
            break
    assert seen == {f"tree-{tree}": count for tree, count in enumerate(counts)}
    assert failures
    database.close()


def test_journal_restored_on_another_server_is_told(postgresql_url):
    database = connect(postgresql_url)
    ahead = stored.Snapshot(1 << 50, 1 << 50, ())
    with pytest.raises(WrongState) as error:
        _read(database, stored.Place(ahead))
    assert error.value.code == "journal/restored"
    database.close()


def test_place_says_what_it_is_past():
    before, window = stored.Snapshot(10, 14, (12,)), stored.Snapshot(12, 20, (12, 15))
    place = stored.Place(before, window, position=5, last=9)
    assert place.is_past(9, 100)
    assert place.is_past(13, 100)
    assert place.is_past(14, 5)
    assert not place.is_past(14, 6)
    assert not place.is_past(12, 1)
    assert not place.is_past(20, 1)
    assert stored.Place.parse(str(place)) == place
    assert stored.Place(position=7).is_past(0, 7)
    assert not stored.Place(position=7).is_past(0, 8)
    assert not stored.Place().is_past(3, 1)


def test_engines_on_one_database_share_their_readers(postgresql_url):
    with TestEngine(postgresql_url) as one, TestEngine(postgresql_url, Clock()) as two:
        _three(one)
        heard = []
        here = one.journal.follow("shared", heard.extend, in_background=False)
        there = two.journal.follow("shared", heard.extend, in_background=False)
        assert here.catch_up() == 6
        assert there.catch_up() is None
        here.stop()
        two.start("p")
        assert there.catch_up() == 1
        assert len(heard) == 7


def test_rebuild_makes_a_restored_journal_readable(postgresql_url):
    with TestEngine(postgresql_url) as engine:
        _three(engine)
        heard = []
        following = engine.journal.follow("mine", heard.extend, in_background=False)
        following.catch_up()
        with engine._database.writing() as cursor:
            cursor.execute("UPDATE journal SET xact = xact + (1::bigint << 50)")
            far = stored.Place(stored.Snapshot(1 << 51, 1 << 51, ()))
            cursor.execute("UPDATE cursors SET content = ?, lease_until = 0", (str(far),))
        following.stop()
        following = engine.journal.follow("mine", heard.extend, in_background=False)
        with pytest.raises(WrongState):
            following.catch_up()
        assert engine.journal.rebuild() == 6
        engine.start("p")
        assert following.catch_up() == 7
        assert engine.journal.rebuild() == 7
