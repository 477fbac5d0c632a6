"""Notifications on the command line."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.models import chain
from tests.work.mail_server import MailServer

from trivium import Engine
from trivium.cli.serving import Serving
from trivium.cli.settings import Settings
from trivium.cli.telling import setup
from trivium.errors import InvalidInput
from trivium.work import Work
from trivium.work.notifications import NotifyingSettings
from trivium.work.notifications.channels import Outcome

_MODEL = chain('<userTask id="a" name="Check" camunda:assignee="ada"/>')


class Deaf:
    def send(self, message):
        return Outcome("refused", "550 no such user")


@pytest.fixture
def told(program, model):
    """Somebody was told something, and mail was refused."""
    program("deploy", model(_MODEL))
    settings = NotifyingSettings(channels={"mail": Deaf()})
    with Engine.open(Settings().database, scheduler=False) as engine:
        work = Work(engine, notifying=settings)
        work.notifications.put_preferences("ada", {"addresses": {"mail": "ada@x.example"}})
        engine.start("p")
        engine.run_until_idle()


def test_list_shows_ones_own(told, asked, program):
    (found,) = asked("notifications", "list", "--user", "ada")["items"]
    assert (found["kind"], found["subject"]) == ("task-assigned", "Check (p)")
    assert "Nothing was told" in program("notifications", "list", "--user", "bob")
    assert "1 marked as read" in program("notifications", "read", "--user", "ada")
    assert "Nothing was told" in program("notifications", "list", "--unread", "--user", "ada")
    assert "--user" in program("notifications", "list", expected=2)


def test_deliveries_that_failed_are_tried_again(told, asked, program):
    (failed,) = asked("notifications", "deliveries", "--state", "failed")["items"]
    assert (failed["address"], failed["error"]) == ("ada@x.example", "550 no such user")
    assert "550 no such user" in program("notifications", "deliveries")
    assert "tried again" in program("notifications", "retry", failed["id"])
    assert "there is none" in program("notifications", "retry", failed["id"], expected=2)


def test_preferences_are_shown_and_changed(told, asked, program, tmp_path):
    wanted = tmp_path / "wanted.json"
    wanted.write_text(json.dumps({"zone": "Europe/Berlin"}))
    program("notifications", "preferences", wanted, "--user", "ada")
    assert asked("notifications", "preferences", "--user", "ada")["zone"] == "Europe/Berlin"
    assert "Europe/Berlin" in program("notifications", "preferences", "--user", "ada")


def test_rules_of_escalation_and_templates_are_loaded_from_a_file(asked, program, tmp_path):
    file = tmp_path / "work.toml"
    file.write_text(
        """
        [[targets]]
        key = "large"
        steps = [{ when = "amount > 10", action = "reassign", ladder = ["group:a", "role:b"] }]

        [[templates]]
        key = "mention.en"
        subject = "{{by}}"
        text = "{{text}}"
        """
    )
    loaded = asked("sla", "load", file)["items"]
    assert [(each["kind"], each["key"]) for each in loaded] == [
        ("target", "large"),
        ("template", "mention.en"),
    ]
    assert "large" in program("sla", "targets")


def test_channel_is_tried(program, monkeypatch):
    with MailServer() as server:
        monkeypatch.setenv("TRIVIUM_MAIL_URL", server.url)
        monkeypatch.setenv("TRIVIUM_MAIL_FROM", "trivium@t.example")
        said = program("notifications", "test", "mail", "ada@x.example")
        assert "should have it soon" in said
        assert [message["To"] for message in server.taken] == ["ada@x.example"]
        program("notifications", "test", "mail", "nobody", expected=1)
        assert "mail" in program("notifications", "test", "pager", "ada", expected=2)


def test_settings_are_looked_at_at_once(monkeypatch):
    monkeypatch.setenv("TRIVIUM_MAIL_URL", "smtp://me:s3cret@mail.example")
    with pytest.raises(InvalidInput):
        setup(Settings())
    monkeypatch.setenv("TRIVIUM_MAIL_FROM", "trivium@t.example")
    monkeypatch.setenv("TRIVIUM_PUBLIC_URL", "https://t.example")
    found = setup(Settings())
    assert found.settings().public_url == "https://t.example"
    assert list(found.settings().channels) == ["mail"]
    assert "s3cret" not in f"{found!r} {found.settings()!r} {Settings()!r}"
    monkeypatch.setenv("TRIVIUM_NOTIFY_URLS", "not json with s3cret")
    with pytest.raises(InvalidInput) as refusal:
        setup(Settings())
    assert "s3cret" not in str(refusal.value)


def test_what_processes_are_given_can_be_sent_to_them():
    import pickle  # noqa: PLC0415

    given = Serving(
        "sqlite://",
        "127.0.0.1",
        metrics_for="nobody",
        log_format="json",
        log_level="info",
        log_messages=False,
        keep_history_for=None,
        keep_answers_for=timedelta(days=7),
        archive_to=None,
        people=None,
        telling=setup(Settings()),
    )
    assert pickle.loads(pickle.dumps(given)) == given  # noqa: S301  # our own
