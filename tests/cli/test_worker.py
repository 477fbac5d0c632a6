"""`trivium worker`: a module's handlers at work, told line by line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
from tests.client.server import Lines, Server
from tests.models import chain

from trivium.client import Client

_MODULE = """
from trivium.client import JobFailed, Worker

worker = Worker("http://nowhere.invalid", name="shop")


@worker.job("TOPIC")
def charge(job):
    if job.variables["total"] > 10:
        raise JobFailed("over the limit", retries=0)
    if job.variables["total"] < 0:
        raise ValueError("negative")
    return {"receipt": "R-1"}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    found = Server(tmp_path_factory.mktemp("server"))
    yield found
    found.kill()


@pytest.fixture
def topic(request):
    """A topic, and a process, of this test alone."""
    return request.node.name


@pytest.fixture
def begin(server, topic):
    """Starts an instance with a piece of work; gives its id."""
    pay = f'<serviceTask id="pay" camunda:type="external" camunda:topic="{topic}"/>'
    with Client(server.url) as client:
        client.deploy_definitions({"p.bpmn": chain(pay, key=topic)})
        yield (
            lambda total: (
                client.start_instance(process_definition_key=topic, variables={"total": total}).id
            )
        )


@pytest.fixture
def at_work(environment, tmp_path, topic):
    """Runs `trivium worker`; gives its process and what it prints."""
    (tmp_path / "shop.py").write_text(_MODULE.replace("TOPIC", topic), encoding="utf-8")
    begun = []

    def run(*options, **more):
        process = subprocess.Popen(
            [sys.executable, "-m", "trivium", "worker", "shop:worker", *options],
            env=environment | more,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(Lines(process))
        return process, begun[-1]

    yield run
    for lines in begun:
        lines.close()


def _end(process, lines):
    process.send_signal(signal.SIGTERM)
    said, complained = lines.rest()
    assert process.returncode == 0, complained
    return said, complained


def test_each_job_is_told_in_a_line(server, begin, topic, at_work):
    process, lines = at_work("--url", server.url)
    begin(5)
    assert lines.until("✓")[-1].startswith(f"✓ {topic} ")
    begin(50)
    line = lines.until("✗")[-1]
    assert "over the limit" in line
    assert "(0 retries left)" in line
    said, complained = _end(process, lines)
    assert said.endswith("· stopped\n")
    assert complained == ""


def test_json_has_an_object_a_line_and_tracebacks_are_on_standard_error(server, begin, at_work):
    process, lines = at_work("--json", TRIVIUM_URL=server.url)
    instance = begin(-1)
    told = [json.loads(line) for line in lines.until('"failed"')]
    assert [each["kind"] for each in told] == ["ready", "failed"]
    assert told[1]["instance_id"] == instance
    assert told[1]["message"] == "ValueError: negative"
    said, complained = _end(process, lines)
    kinds = [json.loads(line)["kind"] for line in said.splitlines()]
    assert "stopping" in kinds
    assert kinds[-1] == "stopped"
    assert 'raise ValueError("negative")' in complained


def test_token_that_is_refused_ends_it_without_being_shown(server, at_work):
    process, lines = at_work(TRIVIUM_URL=server.url, TRIVIUM_TOKEN="hush-4111")
    said, complained = lines.rest()
    assert process.returncode == 2
    assert complained.startswith("error: Expected an access token")
    assert "hush" not in said + complained


def test_who_acts_is_named(server, begin, at_work):
    _, lines = at_work("--url", server.url, "--user", "shop")
    instance = begin(5)
    lines.until("✓")
    with Client(server.url) as client:
        assert [e.user for e in client.get_instance_audit.each(instance)][-1] == "shop"


@pytest.mark.parametrize(
    ("place", "content", "said"),
    [
        ("none_here:worker", "", "ModuleNotFoundError"),
        ("broken_one", "1 / 0", "ZeroDivisionError"),
        ("without", "", "found NoneType"),
        ("other:x", "x = 5", "found int"),
    ],
)
def test_place_without_a_worker_is_told(program, tmp_path, place, content, said):
    module = place.partition(":")[0]
    if module != "none_here":
        (tmp_path / f"{module}.py").write_text(content, encoding="utf-8")
    assert said in program("worker", place, expected=2)


def test_worker_without_handlers_is_told(program, tmp_path):
    content = "from trivium.client import Worker\nworker = Worker()\n"
    (tmp_path / "idle.py").write_text(content, encoding="utf-8")
    assert "there is none" in program("worker", "idle", expected=2)
