"""Saved filters: over fields and variables, counted, paged, and bounded."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.models import chain

from trivium import testing
from trivium.engine.areas import filters
from trivium.engine.task_filters import _OPERATORS, Condition, fits
from trivium.errors import InvalidInput, NotFound
from trivium.store import tables
from trivium.store import task_filters as stored

_WORK = chain(
    '<userTask id="ask" name="Ask them" camunda:candidateGroups="clerks" camunda:candidateUsers="eve"'
    ' camunda:priority="${rank}"/>',
    key="work",
)


@pytest.fixture
def tasks(engine):
    engine.deploy(_WORK)
    for number in range(6):
        engine.start(
            "work",
            {"rank": number * 10 + 1, "amount": Decimal(number) / 2, "name": f"N{number}"},
            business_key=f"order-{number}",
        )
        engine.clock.advance(timedelta(hours=1))
    return [each.id for each in engine.tasks.query(sort="priority")]


@pytest.fixture
def shown(engine, tasks):
    """The numbers of the tasks that a filter with these conditions shows."""

    def run(*conditions, user="tom", **content):
        made = engine.filters.add("f", {"conditions": list(conditions), **content}, user=user)
        found = engine.tasks.query(filter=made.id, by=user)
        assert engine.filters.query(counts=True, user=user)[0].count == len(found)
        engine.filters.remove(made.id)
        return [tasks.index(each.id) for each in found]

    return run


def _field(name, operator, value=None):
    return {"field": name, "operator": operator, "value": value}


def _variable(name, operator, value=None):
    return {"variable": name, "operator": operator, "value": value}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (_field("name", "is", "Ask them"), 6),
        (_field("name", "contains", "ASK"), 6),
        (_field("name", "contains", "%"), 0),
        (_field("name", "in", ["a", "Ask them"]), 6),
        (_field("assignee", "is-set"), 1),
        (_field("assignee", "is", "@me"), 1),
        (_field("assignee", "is-not", "@me"), 5),
        (_field("priority", "above", 30), 3),
        (_field("priority", "to", 30), 3),
        (_field("created", "after", "-PT150M"), 2),
        (_field("created", "before", "2026-01-01T13:30:00Z"), 2),
        (_field("candidate_group", "is", "clerks"), 6),
        (_field("candidate_group", "is-not", "clerks"), 0),
        (_field("candidate_user", "in", ["eve", "adam"]), 6),
        (_field("business_key", "is", "order-3"), 1),
        (_field("process_definition_key", "is", "work"), 6),
        (_field("suspended", "is", True), 0),
        (_field("sla_status", "is-not-set"), 6),
        (_variable("amount", "above", 1), 3),
        (_variable("amount", "is", 1), 1),
        (_variable("name", "contains", "n"), 6),
        (_variable("name", "above", "N3"), 2),
        (_variable("none", "is-not-set"), 6),
        (_variable("amount", "in", [0, Decimal("0.5"), "1"]), 2),
    ],
)
def test_filter_shows_what_fits(engine, tasks, shown, condition, expected):
    engine.tasks.claim(tasks[0], "tom")
    assert len(shown(condition)) == expected


def test_all_conditions_hold_or_any(shown):
    high, low = _field("priority", "from", 50), _field("priority", "to", 1)
    assert shown(high, low) == []
    assert shown(high, low, match="any", sort="-priority") == [5, 0]


def test_fields_and_variables_are_asked_for_together(shown):
    assert shown(
        _field("priority", "above", 10), _variable("amount", "below", 2), sort="-priority"
    ) == [3, 2, 1]


@pytest.mark.parametrize("name", stored.FIELDS)
def test_every_field_answers_every_operator(engine, shown, name):
    kind = stored.FIELDS[name].kind
    value = {"text": "a", "names": "a", "number": 1, "time": "P1D", "flag": True}[kind]
    for operator in _OPERATORS[kind]:
        shown(_field(name, operator, [value] if operator == "in" else value))


def test_filter_of_variables_is_paged_and_bounded(engine, tasks, monkeypatch):
    monkeypatch.setattr(filters, "MOST_LOOKED_AT", 3)
    monkeypatch.setattr(filters, "_AT_ONCE", 2)
    condition = _variable("amount", "from", 1)
    made = engine.filters.add("f", {"conditions": [condition], "sort": "priority"}, user="tom")
    pages, cursor = [], None
    while True:
        page = engine.tasks.query(filter=made.id, limit=2, cursor=cursor)
        pages.append([tasks.index(each.id) for each in page])
        cursor = page.next_cursor
        if cursor is None:
            break
    assert [number for page in pages for number in page] == [2, 3, 4, 5]
    assert pages[0] == [2]  # three were looked at
    counted = engine.filters.query(counts=True)[0]
    assert (counted.count, counted.is_counted) == (1, False)


def test_counts_of_all_filters_are_one_query(engine, tasks, monkeypatch):
    for number in range(5):
        made = {"conditions": [_field("priority", "from", number * 10)]}
        engine.filters.add(f"{number}", made, user="tom")
    found = engine.filters.query(counts=True)
    assert [each.count for each in found] == [6, 5, 4, 3, 2]
    monkeypatch.setattr(stored, "MOST_COUNTED", 4)
    found = engine.filters.query(counts=True)
    assert [(e.count, e.is_counted) for e in found] == [(4, False)] * 3 + [(3, True), (2, True)]


def test_filter_is_changed_and_removed(engine, tasks):
    made = engine.filters.add("one", {"columns": ["a"]}, user="tom")
    changed = engine.filters.change(made.id, "two", {"sort": "-due"}, groups=["g"])
    assert (changed.name, changed.groups, changed.content) == ("two", ("g",), {"sort": "-due"})
    assert (changed.owner, changed.created_at) == ("tom", made.created_at)
    engine.filters.remove(made.id)
    for attempt in (engine.filters.get, engine.filters.remove):
        with pytest.raises(NotFound):
            attempt(made.id)
    with pytest.raises(NotFound):
        engine.tasks.query(filter=made.id)


@pytest.mark.parametrize(
    "content",
    [
        {"conditions": [{"operator": "is"}]},
        {"conditions": [{"field": "name", "variable": "x", "operator": "is", "value": "a"}]},
        {"conditions": [_field("nothing", "is", "a")]},
        {"conditions": [_field("name", "above", "a")]},
        {"conditions": [_field("name", "is", 1)]},
        {"conditions": [_field("priority", "is", True)]},
        {"conditions": [_field("priority", "is", 2**63)]},
        {"conditions": [_field("due", "before", "tomorrow")]},
        {"conditions": [_field("due", "before", "2026-01-01T00:00:00")]},
        {"conditions": [_field("due", "before", "P9000Y")]},
        {"conditions": [_field("name", "in", [])]},
        {"conditions": [_variable("x", "above", True)]},
        {"conditions": [_variable("x", "is", {"a": 1})]},
        {"conditions": [_variable("x", "is", 1)], "match": "any"},
        {"match": "none"},
        {"sort": "nothing"},
        {"conditions": "x"},
    ],
)
def test_filter_that_is_not_right_is_refused(engine, content):
    with pytest.raises(InvalidInput) as refusal:
        engine.filters.add("f", content, user="tom")
    assert refusal.value.code == "filter/invalid"


@pytest.mark.parametrize(
    ("operator", "value", "found", "expected"),
    [
        ("is", 1, True, False),
        ("is", True, True, True),
        ("is", 1, Decimal("1.0"), True),
        ("is", None, None, True),
        ("is-not", 1, None, True),
        ("above", 1, "2", False),
        ("above", 1, True, False),
        ("contains", "X", 1, False),
        ("to", "b", "a", True),
    ],
)
def test_values_are_compared_as_what_they_are(operator, value, found, expected):
    condition = Condition(operator=operator, variable="v", value=value)
    assert fits(condition, {"v": found}) is expected


@pytest.mark.parametrize(
    ("name", "index"),
    [("assignee", "ix_tasks_assignee_id"), ("process_definition_key", "ix_tasks_key_element_id")],
)
def test_filter_uses_an_index(name, index):
    with testing.engine() as engine, engine.database.reading() as connection:
        tests = [stored.Test(name, "is", "x")]
        statement = tables.tasks.select().where(*stored.condition(tests, match_any=False))
        compiled = statement.compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
    assert index in str(plan)
