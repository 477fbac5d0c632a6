"""What is kept: exact numbers, large values, pages of large instances, the journal."""

from __future__ import annotations

import sqlite3
from decimal import Decimal

import pytest
from sqlalchemy import inspect
from tests.models import bpmn, chain

from trivium.errors import InvalidInput, InvalidModel
from trivium.store.database import connect
from trivium.store.tables import metadata
from trivium.testing import TestEngine, expect

_TASK = chain('<userTask id="work"/>')
_MANY = chain(
    '<userTask id="each"><multiInstanceLoopCharacteristics camunda:collection="items" '
    'camunda:elementVariable="item"/></userTask>'
)


def test_numbers_are_kept_digit_for_digit(engine):
    engine.deploy(_TASK)
    numbers = {
        "pi": Decimal("3.14159265358979323846264338327950288"),
        "big": 2**200,
        "cents": Decimal("1.10"),
    }
    instance = engine.start("p", numbers)
    assert engine.instances.variables(instance.id) == numbers
    assert str(engine.instances.variables(instance.id)["cents"]) == "1.10"


def test_dates_of_scripts_survive(engine):
    engine.deploy(
        chain(
            '<scriptTask id="s" camunda:resultVariable="d"><script>date("2026-02-28") + duration("P1D")</script></scriptTask>',
            '<userTask id="work"/>',
            '<scriptTask id="t" camunda:resultVariable="weekday"><script>day of week(d)</script></scriptTask>',
        )
    )
    instance = engine.start("p")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).has_variable("weekday", "Sunday")


def test_variable_of_100_megabytes_works_and_is_not_read_by_lists(engine):
    engine.deploy(_TASK)
    large = "x" * 100_000_000
    instance = engine.start("p", {"large": large, "small": 1})
    assert engine.instances.variable_sizes(instance.id) == {"large": len(large) + 2, "small": None}
    assert engine.instances.variables(instance.id, ["small"]) == {"small": 1}
    assert engine.instances.variables(instance.id, ["large"])["large"] == large
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    assert len(str(engine.instances.history(instance.id))) < 10_000


def test_large_value_is_seen_by_expressions(engine):
    engine.deploy(
        chain(
            '<userTask id="work"/>',
            '<scriptTask id="s" camunda:resultVariable="size"><script>string length(text)</script></scriptTask>',
        )
    )
    instance = engine.start("p", {"text": "y" * 70_000})
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).has_variable("size", 70_000)


def test_large_instance_is_kept_in_pages(engine):
    engine.deploy(_MANY)
    instance = engine.start("p", {"items": list(range(300))})
    tasks = engine.tasks.query(instance.id, limit=1000)
    assert len(tasks) == 300
    with engine._database.reading() as connection:
        pages = connection.exec_driver_sql("SELECT COUNT(*) FROM pages").scalar_one()
    assert pages >= 4
    for task in reversed(tasks.items):
        engine.tasks.complete(task.id)
    expect(engine, instance).is_completed()
    with engine._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM pages").scalar_one() == 0


def test_interrupting_a_large_scope_ends_everything_in_it(engine):
    engine.deploy(
        bpmn(
            """
            <startEvent id="start"/>
            <userTask id="each"><multiInstanceLoopCharacteristics><loopCardinality>200</loopCardinality></multiInstanceLoopCharacteristics></userTask>
            <boundaryEvent id="late" attachedToRef="each"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
            <endEvent id="end"/>
            start -> each
            each -> end
            late -> end
            """
        )
    )
    instance = engine.start("p")
    engine.advance("PT1H")
    expect(engine, instance).is_completed().has_passed("late")
    assert not engine.tasks.query().items


def test_tampering_is_found(tmp_path):
    path = tmp_path / "t.db"
    with TestEngine(f"sqlite:///{path}") as engine:
        engine.deploy(_TASK)
        instance = engine.start("p", {"amount": 10})
        engine.start("p")
        assert engine.audit.verify().is_whole
    database = sqlite3.connect(path)
    database.execute(
        "UPDATE journal SET entry = replace(entry, '10', '99') WHERE root_id = ?", (instance.id,)
    )
    database.commit()
    database.close()
    with TestEngine(f"sqlite:///{path}") as engine:
        report = engine.audit.verify()
    assert report.broken == (f"instance {instance.id}, entry 1",)


def test_cut_off_journal_is_found(tmp_path):
    path = tmp_path / "t.db"
    with TestEngine(f"sqlite:///{path}") as engine:
        engine.deploy(_TASK)
        instance = engine.start("p")
        engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    database = sqlite3.connect(path)
    database.execute("DELETE FROM journal WHERE seq = 2")
    database.commit()
    database.close()
    with TestEngine(f"sqlite:///{path}") as engine:
        assert not engine.audit.verify().is_whole


def test_unchanged_model_keeps_its_version(engine):
    first = engine.deploy(_TASK).definitions[0]
    assert engine.deploy(_TASK).definitions[0].id == first.id
    changed = engine.deploy(_TASK.replace(b"work", b"job")).definitions[0]
    assert changed.version == 2
    assert {d.version for d in engine.definitions.query(key="p")} == {1, 2}


def test_running_instances_keep_their_version(engine):
    engine.deploy(_TASK)
    old = engine.start("p")
    engine.deploy(_TASK.replace(b"work", b"job"))
    new = engine.start("p")
    expect(engine, old).is_waiting_at("work")
    expect(engine, new).is_waiting_at("job")


def test_refused_model_lists_every_fault_with_its_line(engine):
    model = bpmn(
        """
        <startEvent id="start"/>
        <choreographyTask id="complex"/>
        <scriptTask id="script" scriptFormat="groovy"><script>1</script></scriptTask>
        <userTask id="task" camunda:assignee="${broken"/>
        start -> complex
        complex -> nowhere
        """
    )
    with pytest.raises(InvalidModel) as refusal:
        engine.deploy(model)
    codes = {finding.code for finding in refusal.value.findings}
    assert {
        "bpmn/unsupported-element",
        "bpmn/unsupported-script-language",
        "bpmn/unknown-reference",
    } <= codes
    assert all(finding.line for finding in refusal.value.findings)
    assert not engine.definitions.query().items


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'm.db'}"
    return request.getfixturevalue("postgresql_server").create()


def test_migrations_make_the_schema_that_the_code_has(new_database):
    database = connect(new_database)
    database.migrate()
    database.migrate()
    seen = inspect(database.engine)
    for table in metadata.sorted_tables:
        assert {each["name"] for each in seen.get_columns(table.name)} == set(table.columns.keys())
        indexes = {each["name"] for each in seen.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= indexes
    database.close()


def test_tree_says_why_everything_waits(engine):
    engine.deploy(chain('<userTask id="work" name="Do it" camunda:candidateGroups="team"/>'))
    instance = engine.start("p")
    (element,) = engine.instances.tree(instance.id).root.children
    (wait,) = element.waits
    assert "Do it" in wait.why
    assert "a member of team" in wait.released_by
    assert wait.id in wait.released_by


@pytest.mark.parametrize("value", [{"$feel": "nonsense"}, object(), {"deep": [{"$feel": 1}]}])
def test_what_cannot_be_stored_is_refused_before_anything_changes(engine, value):
    engine.deploy(_TASK)
    with pytest.raises(InvalidInput):
        engine.start("p", {"odd": value})
    assert not engine.instances.query().items
    expect(engine, engine.start("p", {"odd": {"feel": 1}})).is_waiting_at("work")
