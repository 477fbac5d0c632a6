"""Service levels on the command line."""

from __future__ import annotations

from tests.models import chain

_FILE = """
[[calendars]]
key = "office"
zone = "Europe/Berlin"
hours.monday-friday = ["09:00-12:00", "13:00-17:00"]

[[calendars.days]]
name = "Moving"
date = 2026-03-02

[[targets]]
key = "analysis"
target = "PT4H"
measure = "working"
calendar = "office"

[[rules]]
key = "turns"
strategies = ["round-robin"]
users = ["eva"]
"""


def test_targets_are_loaded_held_and_reported(program, asked, model, tmp_path):
    file = tmp_path / "work.toml"
    file.write_text(_FILE)
    loaded = asked("sla", "load", file, "--user", "ada")["items"]
    assert [(each["kind"], each["version"]) for each in loaded] == [
        ("calendar", 1),
        ("target", 1),
        ("rule", 1),
    ]
    assert asked("sla", "load", file)["items"] == loaded
    assert "analysis  PT4H     working     office" in program("sla", "targets")
    assert "office    office  Europe/Berlin" in program("calendar", "list")
    end = asked("calendar", "add", "office", "PT8H", "--start", "2026-02-27T16:00+01:00")["end"]
    assert end == "2026-03-03T16:00:00Z"
    assert "3 Mar" in program("calendar", "add", "office", "PT8H", "--start", "2026-02-27T15:00")
    assert "No clock counts" in program("sla", "clocks")
    assert "Nothing was assigned" in program("assignments")
    assert "No target was met" in program("sla", "report")
    program("deploy", model(chain('<userTask id="a"/>')))
    program("start", "p")
    follow(tmp_path)
    (clock,) = asked("sla", "clocks")["items"]
    assert clock["status"] == "on-track"
    assert "stands still: person:customer" in program("sla", "hold", clock["id"], "customer")
    assert "held: person:customer" in program("sla", "clocks", "--status", "on-track")
    assert "runs; it is due" in program("sla", "release", clock["id"], "customer")
    assert "reason person:customer" in program("sla", "show", clock["id"])
    assert "Of 1 person eva waits longest" in program("assignments", "--user", "eva")
    (task,) = asked("tasks")["items"]
    program("complete", task["id"])
    follow(tmp_path)
    assert "100.0 %" in program("sla", "report", "--by", "definition", "--by", "day")
    assert asked("sla", "clocks", "--status", "met")["items"][0]["id"] == clock["id"]


def follow(folder):
    from trivium import Engine  # noqa: PLC0415
    from trivium.work import Work  # noqa: PLC0415

    with Engine.open(f"sqlite:///{folder / 'cli.db'}", scheduler=False) as engine:
        Work(engine).catch_up()


def test_wrong_files_and_times_are_told(program, tmp_path):
    file = tmp_path / "work.toml"
    assert "cannot be read" in program("sla", "load", file, expected=2)
    file.write_text("calendars = 3")
    assert "found something else" in program("sla", "load", file, expected=2)
    file.write_text("[[calendars")
    assert "Expected a TOML or JSON file" in program("sla", "load", file, expected=2)
    file.write_text('[[calendars]]\nkey = "x"\nhours.monday = "nine to five"')
    assert "Expected hours such as" in program("sla", "load", file, expected=2)
    file.write_text(_FILE)
    program("sla", "load", file)
    assert "PT36H" in program("calendar", "add", "office", "P1D", expected=2)
    wrong = program("calendar", "add", "office", "PT1H", "--start", "soon", expected=2)
    assert "2026-01-31T09:00+01:00" in wrong
