"""The table of commands says what the commands say, and costs nothing."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import import_module

import pytest

from trivium.cli.commands import SUBJECTS, Commands

ENTRIES = {name: entry for found in SUBJECTS.values() for name, entry in found.items()}


def _simple(command):
    """The command, or those of its group."""
    return list(getattr(command, "commands", {}).values()) or [command]


@pytest.mark.parametrize("name", ENTRIES)
def test_help_of_a_command_begins_as_the_table_says(name):
    command = Commands()[name]
    assert command.help.splitlines()[0] == ENTRIES[name].help


@pytest.mark.parametrize("name", [name for name in ENTRIES if name != "serve"])
def test_command_prints_json_if_asked_to(name):
    for command in _simple(Commands()[name]):
        assert "--json" in {option for each in command.params for option in each.opts}


@pytest.mark.parametrize("name", ENTRIES)
def test_every_option_is_explained(name):
    for command in _simple(Commands()[name]):
        for parameter in command.params:
            assert parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize("name", ENTRIES)
def test_command_has_a_file_of_its_own_name_or_subject(name):
    module, _, attribute = ENTRIES[name].place.partition(":")
    assert inspect.getdoc(import_module(f"trivium.cli.{module}"))
    own = name.replace("-", "_")
    assert attribute in {own, "group", f"{own}_variables"}


def test_help_loads_neither_the_engine_nor_a_command():
    code = (
        "import sys; sys.argv = ['trivium', '--help']\n"
        "from trivium.cli import main\n"
        "main()\n"
        "print([m for m in sys.modules if m.startswith(('sqlalchemy', 'rich', 'pydantic'))"
        " or m in ('trivium.engine', 'trivium.cli.tasks')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    for subject in SUBJECTS:
        assert f"{subject}:" in done.stdout
