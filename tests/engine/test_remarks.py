"""What people say of tasks and instances, running and over."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from tests.models import chain

from trivium.engine.remarks import PIECE_BYTES, digest_of, mentions_in
from trivium.errors import InvalidInput, LimitExceeded, NotFound
from trivium.store import history, tables

_WORK = chain('<userTask id="ask"/>', key="work")
_CALLED = chain('<userTask id="inner"/>', key="called")
_CALLING = chain(
    '<callActivity id="call" calledElement="called"/>', '<userTask id="after"/>', key="calling"
)


@pytest.fixture
def task(engine):
    engine.deploy(_WORK)
    return engine.tasks.query(engine.start("work").id)[0]


def _row(engine, table, remark_id):
    with engine.database.reading() as connection:
        found = connection.execute(table.select().where(table.c.id == remark_id))
        return found.mappings().one()


def _remarked(engine, instance):
    events = [each for entry in engine.instances.history(instance) for each in entry.events]
    return [(e["kind"], e["action"], e["task_id"]) for e in events if e["event"] == "remarked"]


def test_comment_stands_with_its_task_and_its_instance(engine, task):
    said = engine.comments.add(" Ask @joe.b, not a@b.c ", task=task.id, user="tom")
    assert (said.text, said.author, said.mentions) == ("Ask @joe.b, not a@b.c", "tom", ("joe.b",))
    engine.comments.add("Of the whole", instance=task.instance_id, user="ann")
    of_task = engine.comments.query(task=task.id)
    of_instance = engine.comments.query(instance=task.instance_id)
    assert [each.id for each in of_task] == [said.id]
    assert {each.text for each in of_instance} == {said.text, "Of the whole"}
    assert engine.tasks.get(task.id).comments == 1


def test_comments_come_in_pages_either_way_round(engine, task):
    texts = []
    for number in range(5):
        texts.append(engine.comments.add(f"no {number}", task=task.id).text)
        engine.clock.advance(timedelta(seconds=1))
    for newest_first, expected in ((False, texts), (True, texts[::-1])):
        found, cursor = [], None
        while True:
            page = engine.comments.query(
                task=task.id, limit=2, cursor=cursor, newest_first=newest_first
            )
            found += [each.text for each in page]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert found == expected


def test_edited_comment_has_but_its_new_text(engine, task):
    said = engine.comments.add("this", task=task.id, user="tom")
    changed = engine.comments.edit(said.id, "that @ann", user="tom")
    assert (changed.text, changed.mentions) == ("that @ann", ("ann",))
    assert changed.edited_at is not None
    assert _remarked(engine, task.instance_id) == [
        ("comment", "add", task.id),
        ("comment", "edit", task.id),
    ]


def test_deleted_comment_is_gone_but_for_its_mention_in_the_history(engine, task):
    said = engine.comments.add("my secret illness", task=task.id, user="tom")
    engine.comments.delete(said.id, user="tom")
    found = engine.comments.get(said.id)
    assert (found.text, found.deleted_by) == (None, "tom")
    assert _row(engine, tables.comments, said.id)["salt"] is None
    assert engine.tasks.get(task.id).comments == 0
    assert _remarked(engine, task.instance_id)[-1] == ("comment", "delete", task.id)
    told = str([entry.command for entry in engine.instances.history(task.instance_id)])
    assert "illness" not in told
    assert engine.audit.verify().is_whole
    for again in (engine.comments.edit, engine.comments.delete):
        with pytest.raises(NotFound) as refusal:
            again(said.id, *(["x"] if again == engine.comments.edit else []))
        assert refusal.value.code == "comment/not-found"


def test_journal_has_the_salted_digest_of_what_is_shown(engine, task):
    said = engine.comments.add("this", task=task.id)
    engine.comments.edit(said.id, "that")
    salt = _row(engine, tables.comments, said.id)["salt"]
    digest = engine.instances.history(task.instance_id).items[-1].command["digest"]
    assert digest == digest_of(salt, {"content": "that"})
    assert digest != digest_of(b"", {"content": "that"})


def test_task_that_is_over_is_commented_on(engine, task):
    engine.tasks.complete(task.id, user="tom")
    assert engine.instances.get(task.instance_id).state == "completed"
    said = engine.comments.add("Too fast", task=task.id, user="ann")
    whole = engine.comments.add("Well done", instance=task.instance_id)
    engine.comments.edit(said.id, "Fast", user="ann")
    engine.comments.delete(whole.id)
    assert [each.text for each in engine.comments.query(task=task.id)] == ["Fast"]
    assert len(_remarked(engine, task.instance_id)) == 4
    assert engine.audit.verify().is_whole
    assert engine.instances.get(task.instance_id).state == "completed"


def test_called_instance_that_is_over_is_commented_on_while_its_caller_goes_on(engine):
    engine.deploy([_CALLED, _CALLING])
    root = engine.start("calling").id
    inner = engine.tasks.query(root)[0]
    engine.tasks.complete(inner.id)
    engine.comments.add("of the task", task=inner.id)
    engine.comments.add("of the instance", instance=inner.instance_id)
    assert len(engine.comments.query(instance=inner.instance_id)) == 2
    assert engine.tasks.query(root)[0].element_id == "after"
    assert len(_remarked(engine, root)) == 2


def test_suspended_instance_is_commented_on(engine, task):
    engine.instances.suspend(task.instance_id)
    engine.comments.add("Why?", task=task.id)
    assert len(engine.comments.query(task=task.id)) == 1


def test_remark_that_comes_twice_with_a_key_is_made_once(engine, task):
    for _ in range(2):
        engine.comments.add("once", task=task.id, idempotency_key="k")
        engine.attachments.add("a", b"b", task=task.id, idempotency_key="l")
    assert engine.tasks.get(task.id).comments == 1
    assert engine.tasks.get(task.id).attachments == 1


def test_dry_run_says_what_it_would_do_and_keeps_nothing(engine, task):
    with engine.dry_run() as preview:
        engine.comments.add("maybe", task=task.id)
    assert preview.events[-1]["event"] == "remarked"
    assert not engine.comments.query(task=task.id).items


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, 2 * PIECE_BYTES + 1])
def test_attachment_comes_back_as_it_was(engine, task, size):
    content = bytes(number % 251 for number in range(size))
    found = engine.attachments.add(
        "../up/a.bin", content, media_type="Image/PNG; x=y", task=task.id, user="tom"
    )
    assert (found.name, found.media_type, found.size_bytes) == ("a.bin", "image/png", size)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(engine.attachments.content(found.id)) == content
    assert engine.tasks.get(task.id).attachments == 1


def test_deleted_attachment_leaves_no_piece(engine, task):
    found = engine.attachments.add("sick note of tom.pdf", b"x" * 10, task=task.id)
    engine.attachments.delete(found.id, user="tom")
    left = engine.attachments.get(found.id)
    assert (left.name, left.sha256, left.size_bytes, left.deleted_by) == (None, None, 10, "tom")
    with pytest.raises(NotFound):
        engine.attachments.content(found.id)
    with engine.database.reading() as connection:
        assert not connection.execute(tables.attachment_pieces.select()).all()


def test_link_is_attached_and_has_no_content(engine, task):
    found = engine.attachments.add(
        "plan", url="https://example.org/plan", instance=task.instance_id
    )
    assert (found.url, found.sha256) == ("https://example.org/plan", None)
    with pytest.raises(NotFound):
        engine.attachments.content(found.id)


def test_what_cannot_be_attached_is_refused(engine, task):
    engine.attachments.largest_bytes = 3
    with pytest.raises(LimitExceeded) as refusal:
        engine.attachments.add("a", b"1234", task=task.id)
    assert refusal.value.facts["largest_bytes"] == 3
    for wrong in ({"url": "javascript:alert(1)"}, {"url": "file:///etc/passwd"}, {}):
        with pytest.raises(InvalidInput) as refusal:
            engine.attachments.add("a", task=task.id, **wrong)
        assert refusal.value.code == "attachment/url"
    for name in ("", "a/", "..", "a\nb", "x" * 256):
        with pytest.raises(InvalidInput) as refusal:
            engine.attachments.add(name, b"1", task=task.id)
        assert refusal.value.code == "attachment/name"


def test_nothing_is_said_of_what_nobody_knows(engine, task):
    for subject in ({"task": "no"}, {"instance": "no"}):
        with pytest.raises(NotFound):
            engine.comments.add("x", **subject)
    for subject in ({}, {"task": task.id, "instance": task.instance_id}):
        with pytest.raises(InvalidInput) as refusal:
            engine.comments.add("x", **subject)
        assert refusal.value.code == "remark/no-subject"
    for text in ("", "  ", "x" * 20_001, "a\0b"):
        with pytest.raises(InvalidInput) as refusal:
            engine.comments.add(text, task=task.id)
        assert refusal.value.code == "comment/text"


def test_clean_up_takes_remarks_along():
    wanted = {"comments", "attachments", "attachment_pieces"}
    assert wanted <= set(history.tables_of_trees())


def test_mentions_are_names_after_an_at_sign():
    text = "@ann, @ann (@bob-b) @c.d. e@f @@g @ü"
    assert mentions_in(text) == ("ann", "bob-b", "c.d", "ü")
