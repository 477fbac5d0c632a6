"""Comments and attachments on the command line."""

from __future__ import annotations

import pytest
from tests.models import chain


@pytest.fixture
def task(asked, program, tmp_path):
    (tmp_path / "work.bpmn").write_bytes(chain('<userTask id="ask"/>', key="work"))
    program("deploy", "work.bpmn")
    program("start", "work")
    return asked("tasks")["items"][0]


def test_comment_is_said_listed_changed_and_deleted(asked, program, task):
    said = asked("comment", "add", task["id"], "Ask @joe", "--user", "tom")
    assert (said["author"], said["mentions"]) == ("tom", ["joe"])
    assert "Ask @joe" in program("comment", "list", task["instance_id"], "--instance")
    program("comment", "edit", said["id"], "Ask @ann")
    assert asked("comment", "list", task["id"])["items"][0]["text"] == "Ask @ann"
    program("comment", "delete", said["id"])
    assert "(deleted)" in program("comment", "list", task["id"])


def test_comment_that_is_only_tried_is_not_made(asked, program, task):
    assert "remark" in program("comment", "add", task["id"], "x", "--dry-run")
    assert asked("comment", "list", task["id"])["items"] == []


def test_file_is_attached_and_saved_again(asked, program, task, tmp_path):
    (tmp_path / "a.txt").write_text("Hello")
    made = asked("attachment", "add", task["id"], "a.txt", "--description", "a word")
    assert (made["name"], made["media_type"], made["size_bytes"]) == ("a.txt", "text/plain", 5)
    program("attachment", "save", made["id"], "b.txt")
    assert (tmp_path / "b.txt").read_text() == "Hello"
    assert "File exists" in program("attachment", "save", made["id"], "b.txt", expected=2)
    program("attachment", "delete", made["id"])
    assert "(deleted)" in program("attachment", "list", task["id"])


def test_link_is_attached_and_too_large_a_file_is_not(asked, program, task, tmp_path, monkeypatch):
    made = asked("attachment", "add", task["id"], "https://example.org/plan.pdf")
    assert (made["url"], made["name"]) == ("https://example.org/plan.pdf", "plan.pdf")
    (tmp_path / "a.txt").write_text("Hello")
    monkeypatch.setenv("TRIVIUM_LARGEST_ATTACHMENT_BYTES", "4")
    assert "at most 4 bytes" in program("attachment", "add", task["id"], "a.txt", expected=2)
