"""The program, run as people run it."""

from __future__ import annotations

import json
import os
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from trivium.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(tmp_path):
    """The environment of a process that runs the program."""
    return {**os.environ, **_settings(tmp_path), "PYTHONPATH": str(ROOT / "src")}


def _settings(folder):
    return {"TRIVIUM_DATABASE": f"sqlite:///{folder / 'cli.db'}", "COLUMNS": "200"}


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Runs a command, in this process to save its start; gives what it printed.

    Both streams if it did not succeed. The README's commands and the server run as processes of their own.
    """
    monkeypatch.chdir(tmp_path)
    for name, value in _settings(tmp_path).items():
        monkeypatch.setenv(name, value)

    def run(*arguments, stdin="", expected=0):
        printed, complained = StringIO(), StringIO()
        monkeypatch.setattr("sys.argv", ["trivium", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", StringIO(stdin))
        with redirect_stdout(printed), redirect_stderr(complained):
            code = main()
        both = printed.getvalue() + complained.getvalue()
        assert code == expected, both
        return printed.getvalue() if expected == 0 else both

    return run


@pytest.fixture
def asked(program):
    """Runs a command with --json; gives what it answered."""

    def run(*arguments, **options):
        return json.loads(program(*arguments, "--json", **options))

    return run


@pytest.fixture
def model(tmp_path):
    """Writes a model to a file."""

    def write(content, name="p.bpmn"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write
