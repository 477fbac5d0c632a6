"""The real server with the demo's people and work, and Chromium in front of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from examples import demo
from playwright.sync_api import sync_playwright
from tests.web.browser import PASSWORD, Seat
from tools.web import BROWSERS

from trivium.api.web_application import is_built


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Where it is; one has to sign in."""
    assert is_built(), "Expected a built web application. Run make web."
    folder = tmp_path_factory.mktemp("web")
    url = f"sqlite:///{folder / 'demo.db'}"
    assert demo.fill(url, password=PASSWORD)
    asked = ["serve", "--port", "0", "--json", "--sign-in", "required", "--database", url]
    log = folder / "server.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "trivium", *asked],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        said = ""
        for line in process.stdout:
            said += line
            if line == "}\n":
                break
        assert said, log.read_text()
        yield json.loads(said)["url"]
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="session")
def chromium():
    """Debian's own: none is downloaded."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "Expected Chromium: python tools/web.py browser installs it."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seats(server, chromium):
    """Where people sit: each signs in once, by keyboard, and stays."""
    taken: dict[str, Seat] = {}

    def seat(user: str) -> Seat:
        if user not in taken:
            taken[user] = Seat(chromium, server)
            taken[user].sign_in(user, PASSWORD)
        return taken[user]

    yield seat
    for each in taken.values():
        each.leave()


@pytest.fixture(scope="session")
def pictures():
    """Where screenshots are kept."""
    folder = Path(__file__).parents[2] / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
