"""A node dies, or its line breaks, at each named place in turn, for each kind of command; another goes on."""

from __future__ import annotations

import multiprocessing
import random
import re
import signal
from itertools import count
from pathlib import Path

import pytest
from tests.faults.crash_kinds import KINDS, do
from tests.faults.nodes import Node, NodeLostError
from tests.models import chain

from trivium import Engine
from trivium.store import fail_points

_SOURCE = Path(__file__).parents[2] / "src"
_tags = count(1)


def _doomed(url: str, kind: str, tag: str, known: dict, spec: str, answer) -> None:
    """Runs in a process of its own, which ends at the place that `spec` names."""
    with Engine.open(url, scheduler=False) as engine:
        fail_points.arm(spec)
        do(engine, kind, tag, known)
        reached = fail_points.reached()
        fail_points.arm(None)
    answer.send(reached)


_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.faults.test_crash_points"])


class Crashes:
    """One database; who survives is this process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = Engine.open(url, scheduler=False)

    def close(self) -> None:
        broken = self._engine.audit.verify().broken
        self._engine.close()
        assert broken == ()

    def places(self, kind: str) -> dict[str, int]:
        """To which places a command of this kind comes, and how often."""
        code, reached = self._play(kind, "*:1:count")
        assert code == 0
        return reached

    def crash(self, kind: str, place: str, nth: int, act: str = "kill") -> None:
        """One crash, and what comes after it."""
        code, _ = self._play(kind, f"{place}:{nth}:{act}")
        # how often a place is come to depends on how many due jobs fit into a transaction
        assert code == (-signal.SIGKILL if act == "kill" else 0) or (nth > 1 and code == 0)

    def _play(self, kind: str, spec: str) -> tuple[int | None, dict[str, int]]:
        tag = f"k{next(_tags)}"
        known = KINDS[kind].prepare(self._engine, tag)
        receiver, sender = _processes.Pipe(duplex=False)
        process = _processes.Process(
            target=_doomed, args=(self._url, kind, tag, known, spec, sender)
        )
        process.start()
        sender.close()
        process.join(120)
        code = process.exitcode
        reached = receiver.recv() if code == 0 else {}
        receiver.close()
        process.close()
        try:
            do(self._engine, kind, tag, known)
            KINDS[kind].check(self._engine, tag, known)
        except AssertionError as error:
            raise AssertionError(f"{kind} after {spec}: {error}") from error
        return code, reached


@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_each_place_another_node_goes_on(postgresql_url, kind):
    crashes = Crashes(postgresql_url)
    for place in crashes.places(kind):
        crashes.crash(kind, place, 1)
    crashes.close()


@pytest.mark.parametrize("kind", KINDS)
def test_killed_somewhere_another_process_goes_on_with_the_file(tmp_path, kind, fault_seed):
    chance = random.Random(fault_seed)  # noqa: S311  # chance, not secrecy
    crashes = Crashes(f"sqlite:///{tmp_path / 'work.db'}")
    places = crashes.places(kind)
    for place in chance.sample(sorted(places), 4):
        crashes.crash(kind, place, chance.randint(1, places[place]))
    crashes.close()


@pytest.mark.parametrize("kind", KINDS)
def test_broken_line_at_any_place_is_nothing_that_callers_notice(postgresql_url, kind, fault_seed):
    chance = random.Random(fault_seed)  # noqa: S311  # chance, not secrecy
    crashes = Crashes(postgresql_url)
    places = {k: n for k, n in crashes.places(kind).items() if k in fail_points.IN_TRANSACTION}
    place = chance.choice(sorted(places))
    crashes.crash(kind, place, chance.randint(1, places[place]), "drop")
    crashes.crash(kind, "store.commit", chance.randint(1, places["store.commit"]), "drop")
    crashes.crash(kind, "store.commit", chance.randint(1, places["store.commit"]), "deafen")
    crashes.close()


def test_place_is_named_by_the_environment(postgresql_url, tmp_path):
    node = Node(
        postgresql_url, tmp_path / "record.txt", TRIVIUM_FAIL_POINT="deployments.stored:1:kill"
    ).wait_until_ready()
    model = tmp_path / "model.bpmn"
    model.write_bytes(chain('<userTask id="ask"/>'))
    with pytest.raises(NodeLostError):
        node.ask("deploy", str(model))
    assert node.process.wait(60) == -signal.SIGKILL
    node.kill()
    with Engine.open(postgresql_url, scheduler=False) as engine:
        assert not engine.definitions.query().items


def test_every_place_is_visited(tmp_path):
    """So the tests above, which take the places as they find them, leave none out."""
    crashes = Crashes(f"sqlite:///{tmp_path / 'work.db'}")
    visited = {place for kind in KINDS for place in crashes.places(kind)}
    crashes.close()
    assert visited == set(fail_points.POINTS)


def test_every_place_is_in_the_source_once():
    named = re.compile(r'reach\("([a-z.-]+)"\)')
    found: dict[str, set[str]] = {}
    for path in _SOURCE.rglob("*.py"):
        for place in named.findall(path.read_text(encoding="utf-8")):
            found.setdefault(place, set()).add(path.name)
    assert set(found) == set(fail_points.POINTS)
