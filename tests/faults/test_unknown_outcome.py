"""The line breaks in the middle of a COMMIT: was it done or not?"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from tests.faults.proxy import Proxy
from tests.models import chain

from trivium import Engine

_MODEL = chain('<userTask id="ask"/>')


@pytest.fixture
def proxy(own_server, tmp_path):
    line = Proxy(own_server.url, tmp_path / "line")
    yield line
    line.close()


@pytest.mark.parametrize("cut", ["before", "after"])
def test_commit_with_a_broken_line_is_done_once(own_server, proxy, cut):
    url = own_server.create()
    with Engine.open(proxy.url(url), scheduler=False) as engine:
        engine.deploy(_MODEL)
        for _ in range(8):  # so that COMMIT is a prepared statement, too
            engine.start("p")
        for _ in range(3):
            answers = iter([cut])
            proxy.decide = partial(next, answers, None)
            engine.start("p")
        assert proxy.cuts == [cut] * 3
        assert engine.counts()["active_instances"] == 11


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda engine: engine.start("p").id, id="start"),
        pytest.param(
            lambda engine: engine.deploy(chain('<task id="a"/>', key="q")).id, id="deployment"
        ),
        pytest.param(lambda engine: engine.batches.set_variables([], {"a": 1}).id, id="batch"),
    ],
)
def test_what_a_crash_of_the_server_took_back_is_done_again(own_server, proxy, act):
    """The server forgets a transaction, and gives its number to another one that is committed."""
    url = own_server.create()
    with Engine.open(proxy.url(url), scheduler=False) as engine:
        engine.deploy(_MODEL)
        others = chain('<userTask id="ask"/>', key="others")
        with Engine.open(url, scheduler=False) as other, ThreadPoolExecutor() as pool:
            other.deploy(others)
            other.start("others")
            before = set()
            reached = threading.Event()

            def decide():
                proxy.shut()
                reached.set()
                return "before"

            proxy.decide = decide
            doing = pool.submit(act, engine)
            assert reached.wait(30)
            proxy.decide = lambda: None
            own_server.restart()
            for _ in range(4):  # one of them gets the number
                before.add(other.start("others").id)
            proxy.open()
            made = doing.result(60)
            found = {row[0] for row in own_server.execute(_EVERYTHING, url)}
            assert made in found
            assert before <= found


_EVERYTHING = (
    "SELECT id FROM instances UNION SELECT id FROM deployments UNION SELECT id FROM batches"
)
