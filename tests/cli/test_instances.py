"""Operating instances from the command line."""

from __future__ import annotations

import sqlite3

import pytest
from tests.models import bpmn, chain

_ASK = '<userTask id="ask" name="Ask the clerk" camunda:candidateGroups="clerks"/>'


@pytest.fixture
def instance(program, asked, model):
    """The end of the id of an instance that waits for a clerk."""
    program("deploy", model(chain(_ASK)))
    started = asked("start", "p", "--var", "amount=1.50", "--business-key", "K-1", "--user", "mary")
    return started["instance"]["id"][-8:]


def test_show_says_why_until_whom_and_what_to_type(program, instance):
    said = program("show", instance)
    for part in (
        "p  active",
        "by mary",
        "business key K-1",
        "● Ask the clerk userTask ask",
        "the task “Ask the clerk” is open",
        "until a member of clerks",
        "trivium complete ",
        "amount = 1.50",
        "start → ask",
    ):
        assert part in said


def test_lists_show_ends_of_ids_that_name_the_thing(program, instance):
    shown = program("instances", "--state", "active", "--business-key", "K-1")
    assert instance in shown
    end = program("tasks", "--group", "clerks").splitlines()[1].split()[0]
    assert "completed" in program("complete", end)
    assert program("tasks") == "No open tasks.\n"


def test_claimed_task_is_in_its_users_list(program, asked, instance):
    (task,) = asked("tasks", "--instance", instance)["items"]
    program("claim", task["id"], "--user", "joe")
    assert asked("tasks", "--user", "joe")["items"][0]["assignee"] == "joe"
    assert asked("tasks", "--user", "ann", "--group", "clerks")["items"] == []
    assert "but joe has it" in program("claim", task["id"], "--user", "ann", expected=2)
    assert "--user" in program("claim", task["id"], expected=2)


def test_suspended_instance_is_resumed_and_terminated(program, asked, instance):
    assert asked("suspend", instance)["state"] == "suspended"
    assert "is suspended" in program("suspend", instance, expected=2)
    assert asked("resume", instance)["state"] == "active"
    program("terminate", instance, "--reason", "no longer needed")
    assert "no longer needed" in program("history", instance)
    assert asked("instances", "--state", "terminated")["items"][0]["key"] == "p"


def test_variables_are_set_as_numbers_lists_and_text(program, asked, instance, tmp_path):
    file = tmp_path / "more.json"
    file.write_text('{"big": 12345678901234567890.10}', encoding="utf-8")
    pairs = ["amount=2", "list=[1, null]", "text=hello world", 'quoted="7"', "flag=true", "nan=NaN"]
    options = [part for pair in pairs for part in ("--var", pair)]
    program("set", instance, *options, "--vars", file)
    shown = program("show", instance)
    for line in (
        "amount = 2",
        "list   = [1,null]",
        'text   = "hello world"',
        'quoted = "7"',
        "flag   = true",
        'nan    = "NaN"',
        "big    = 12345678901234567890.10",
    ):
        assert line in shown
    assert "found none" in program("set", instance, expected=2)


def test_end_of_an_id_that_fits_several_or_none_is_refused(program, asked, instance):
    for _ in range(17):
        asked("start", "p")
    found = [each["id"] for each in asked("instances")["items"]]
    ends = [identifier[-1] for identifier in found]
    twice = next(end for end in ends if ends.count(end) > 1)
    assert "Type more of it" in program("show", twice, expected=2)
    assert "`trivium instances` lists them" in program("show", "zzzz", expected=2)


def test_incident_is_shown_and_retried_with_a_corrected_variable(program, asked, model):
    program(
        "deploy",
        model(
            bpmn(
                '<startEvent id="start"/><exclusiveGateway id="choose"/><endEvent id="end"/>'
                '<endEvent id="never"/>\nstart -> choose\nchoose -> end : amount > 10\n'
                "choose -> never : amount > 100"
            )
        ),
    )
    said = program("start", "p", "--var", "amount=1")
    assert "✗ choose:" in said
    retry = next(line for line in said.splitlines() if "trivium retry" in line).split()
    assert "none of 2 is" in program("incidents")
    assert "✗ choose" in program(*retry[1:])
    (incident,) = asked("incidents")["items"]
    assert "tried again" in program("retry", incident["id"], "--var", "amount=11")
    assert program("incidents") == "No open incidents.\n"


def test_incident_is_skipped_and_listed_as_over(program, asked, model):
    choice = bpmn(
        '<startEvent id="start"/><exclusiveGateway id="choose"/><endEvent id="end"/>'
        '<endEvent id="never"/>\nstart -> choose\nchoose -> end : amount > 10\n'
        "choose -> never : amount > 100"
    )
    program("deploy", model(choice))
    program("start", "p", "--var", "amount=1")
    (incident,) = asked("incidents")["items"]
    assert "choose-never" in program("resolve", incident["id"], "skip", expected=2)
    said = program("resolve", incident["id"], "skip", "--flow", "choose-never", "-m", "as agreed")
    assert "choose is resolved: skip" in said
    assert program("incidents") == "No open incidents.\n"
    (over,) = asked("incidents", "--all")["items"]
    assert (over["resolution"], over["resolution_message"]) == ("skip", "as agreed")


def test_worker_s_job_is_done_failed_and_ended_in_an_error_by_hand(program, asked, model):
    work = (
        '<serviceTask id="charge" camunda:type="external" camunda:topic="charge-card"/>'
        '<boundaryEvent id="caught" attachedToRef="charge"><errorEventDefinition errorRef="e"/>'
        '</boundaryEvent><endEvent id="declined"/>'
    )
    program(
        "deploy",
        model(
            bpmn(
                f'<startEvent id="start"/>{work}<endEvent id="end"/>\nstart -> charge\n'
                "charge -> end\ncaught -> declined",
                roots='<error id="e" errorCode="declined"/>',
            )
        ),
    )
    said = program("start", "p")
    assert "charge: work for charge-card" in said
    job = asked("jobs", "--topic", "charge-card")["items"][0]["id"]
    program("work", job, "--fail", "timeout")
    assert asked("jobs")["items"][0]["retries"] == 2
    assert "has" not in asked("work", job[-12:], "--var", "receipt=R-1")["instance"]["state"]
    second = asked("start", "p")["jobs"][0]["id"]
    assert asked("work", second, "--error", "declined")["instance"]["state"] == "completed"
    both = ("work", second, "--error", "x", "--fail", "y")
    assert "Choose one" in program(*both, expected=2)


def test_messages_and_signals_are_sent(program, asked, model):
    roots = '<message id="m" name="paid now"/><signal id="s" name="stop"/>'
    caught = "".join(
        f'<intermediateCatchEvent id="{name}"><{name}EventDefinition {name}Ref="{name[0]}"/>'
        "</intermediateCatchEvent>"
        for name in ("message",)
    )
    halted = (
        '<intermediateCatchEvent id="signal"><signalEventDefinition signalRef="s"/>'
        "</intermediateCatchEvent>"
    )
    program("deploy", model(chain(caught, halted, roots=roots)))
    instance = asked("start", "p", "--business-key", "K")["instance"]["id"]
    assert "trivium message 'paid now'" in program("show", instance)
    sent = program("message", "paid now", "--business-key", "K", "--var", "amount=5")
    assert f"reached p {instance}" in sent
    assert "trivium signal stop" in program("show", instance)
    assert program("signal", "stop") == "✓ received by 1\n"
    assert "nobody waits" in program("message", "paid now", "--keep", "60")
    assert "nobody waits for it" in program("message", "other", expected=2)


def test_journal_that_was_tampered_with_is_found_out(program, instance, tmp_path):
    assert "the journal is whole" in program("audit", "verify")
    with sqlite3.connect(tmp_path / "cli.db") as connection:
        connection.execute("UPDATE journal SET actor = 'joe'")
    connection.close()
    assert "✗ broken: instance" in program("audit", "verify", expected=2)


def test_nothing_is_shown_where_nothing_is(program, model):
    program("deploy", model(chain()))
    assert program("instances") == "No instances.\n"
    assert program("jobs") == "No jobs.\n"


def test_tokens_are_moved_by_hand(program, instance):
    would = program("modify", instance, "--cancel", "ask", "--before", "end", "--dry-run")
    for part in ("would modify instance", "terminated  element ask", "Nothing was changed"):
        assert part in would
    assert "Ask the clerk" in program("show", instance)
    assert "is completed" in program("modify", instance, "--cancel", "ask", "--after", "ask")
    assert "--before" in program("modify", instance, expected=2)


def test_commands_can_be_tried_out(program, asked, instance):
    (task,) = asked("tasks", "--instance", instance)["items"]
    for command in (
        ("terminate", instance),
        ("suspend", instance),
        ("set", instance, "--var", "amount=2"),
        ("complete", task["id"]),
        ("claim", task["id"], "--user", "joe"),
        ("start", "p"),
    ):
        assert "would" in program(*command, "--dry-run"), command
        assert asked(*command, "--dry-run")["dry_run"] is True
    assert len(asked("instances")["items"]) == 1
    assert "amount = 1.50" in program("show", instance)
    missing = program("complete", "nothing", "--dry-run", expected=2)
    assert "nothing" in missing


def test_instances_move_to_another_version(program, instance, model):
    changed = _ASK.replace("Ask the clerk", "Ask again")
    program("deploy", model(chain(changed, '<userTask id="more"/>')))
    versions = ("--from", "1", "--to", "2")
    plan = program("migrate", "p", *versions)
    assert "becomes" in plan
    assert "1 of 1 instances would be done" in program(
        "migrate", "p", *versions, "--all", "--dry-run"
    )
    assert "1 of 1 were moved" in program("migrate", "p", *versions, instance)
    assert "version 9" in program("migrate", "p", "--from", "9", "--to", "2", expected=2)
    assert "OLD=NEW" in program("migrate", "p", *versions, "--map", "x", expected=2)


def test_ended_instance_is_started_again(program, asked, instance):
    assert "has ended" not in program("restart", instance, expected=2)
    program("terminate", instance)
    assert "would start instance" in program("restart", instance, "--dry-run")
    assert "runs again as" in program("restart", instance, "--var", "amount=2")
    assert len(asked("instances")["items"]) == 2


def test_many_instances_are_operated_on_at_once(program, asked, model):
    program("deploy", model(chain('<userTask id="a"/>')))
    for _ in range(3):
        program("start", "p")
    assert "--process" in program("batch", "run", "suspend", expected=2)
    tried = program("batch", "run", "suspend", "--process", "p", "--dry-run")
    assert "suspend: 3 of 3 instances would be done" in tried
    assert "suspend: 3 of 3 done" in program("batch", "run", "suspend", "--process", "p")
    first = asked("instances")["items"][0]["id"]
    program("resume", first)
    said = program("batch", "run", "suspend", "--process", "p", expected=2)
    assert "1 of 3 done" in said
    assert "✗ 2 ×" in said
    (newest, _) = asked("batch", "list")["items"]
    assert "1 of 3 done" in program("batch", "show", newest["id"])
    assert "1 of 3 done" in program("batch", "retry", newest["id"], expected=2)
    assert "completed" in program("batch", "cancel", newest["id"], expected=2)
    program("batch", "run", "resume", "--process", "p", "--state", "suspended", "--detach")
    detached = asked("batch", "list")["items"][0]["id"]
    assert "paused" in program("batch", "pause", detached)
    assert "resume: 3 of 3 done" in program("batch", "resume", detached)
