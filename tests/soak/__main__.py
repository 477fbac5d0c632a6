"""The faults in their long forms, one after the other, for about ten minutes: `python -m tests.soak`.

Each round has a seed, which is printed; `--seed` plays it again. Every story is a process of its own with
servers of its own, so that what breaks one does not keep the others from being told. It ends with all reports
once more, and with an exit code of 1 if any is not clean.
"""

from __future__ import annotations

import argparse
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests import postgresql
from tests.faults import (
    test_crash_points,
    test_killed_nodes,
    test_many_timers,
    test_message_races,
    test_restarted_postgresql,
)
from tests.faults.crash_kinds import KINDS
from tests.faults.own_postgresql import OwnServer
from tests.faults.reports import Report

from trivium.store import fail_points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.postgresql import Server


_PATIENCE_SECONDS = 900.0
"""No story takes longer on a machine that has nothing else to do."""


class Place:
    """Where a story plays."""

    def __init__(self, shared: Server, asked: argparse.Namespace) -> None:
        self.shared = shared
        self.seed: int = asked.seed
        self.scale: float = asked.scale
        self.crashing_for: float = asked.crashing_for

    def many(self, count: int, least: int = 20) -> int:
        """As many as are asked for, at full length."""
        return max(least, int(count * self.scale))


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="trivium-soak-") as name:
        yield Path(name)


def _killed_nodes(place: Place) -> Report:
    with _folder() as folder:
        return test_killed_nodes.story(
            place.shared.create(),
            folder,
            place.seed,
            instances=place.many(2_000),
            kills=place.many(10, least=2),
        )


def _restarts(place: Place) -> Report:
    own = OwnServer()
    try:
        with _folder() as folder:
            return test_restarted_postgresql.story(
                own,
                own.create(),
                folder,
                place.seed,
                instances=place.many(1_500),
                restarts=place.many(8, least=2),
            )
    finally:
        own.drop_all()


def _races(place: Place) -> Report:
    races = place.many(100_000)
    return test_message_races.story(place.shared.create(), place.seed, races=races, threads=32)


def _races_on_a_file(place: Place) -> Report:
    with _folder() as folder:
        races = place.many(10_000)
        url = f"sqlite:///{folder / 'work.db'}"
        return test_message_races.story(url, place.seed, races=races, nodes=1, threads=8)


def _timers(place: Place) -> Report:
    with _folder() as folder:
        due = place.many(100_000)
        found, _ = test_many_timers.story(
            place.shared.create(), folder, place.seed, waiting=due * 9, due=due
        )
        return found


def _crash_points(url: str, seed: int, seconds: float) -> int:
    """Crashes and broken lines anywhere, any time that a command comes there; how many."""
    chance = random.Random(seed)  # noqa: S311  # chance, not secrecy
    crashes = test_crash_points.Crashes(url)
    until = time.monotonic() + seconds
    count = 0
    while time.monotonic() < until:
        kind = chance.choice(list(KINDS))
        places = crashes.places(kind)
        for place, times in chance.sample(sorted(places.items()), 5):
            acts = ["kill"]
            if url.startswith("postgresql") and place in fail_points.IN_TRANSACTION:
                acts += ["drop", "deafen"]
            crashes.crash(kind, place, chance.randint(1, times), chance.choice(acts))
            count += 1
    crashes.close()
    return count


def _crashes(place: Place) -> Report:
    with _folder() as folder:
        counts = {}
        for url in (place.shared.create(), f"sqlite:///{folder / 'work.db'}"):
            counts[url.partition(":")[0]] = _crash_points(url, place.seed, place.crashing_for)
    note = ", ".join(f"{count} on {database}" for database, count in counts.items())
    return Report(0, 0, (), (), (), note=f"every crash and broken line recovered: {note}")


_STORIES: dict[str, Callable[[Place], Report]] = {
    "one of three nodes killed, repeatedly": _killed_nodes,
    "PostgreSQL restarted and crashed under load": _restarts,
    "messages race with their catchers": _races,
    "messages race on a file": _races_on_a_file,
    "a million timers, a tenth due at once": _timers,
    "crashes at every fail point": _crashes,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of instances")
    parser.add_argument("--crashing-for", type=float, default=60.0, help="seconds, per database")
    parser.add_argument("--only", default="", help="a part of the name of a story")
    parser.add_argument("--here", action="store_true", help="one story, in this process")
    asked = parser.parse_args()
    names = [name for name in _STORIES if asked.only in name]
    if asked.here:
        return 0 if _told(names[0], asked) else 1
    print(f"seed {asked.seed}: `make soak SEED={asked.seed}` plays the same again", flush=True)
    began = time.monotonic()
    told = [_apart(name, asked) for name in names]
    print(f"\nseed {asked.seed}, scale {asked.scale:g}, {time.monotonic() - began:.0f} s")
    print("\n".join(line for _, line in told))
    return 0 if all(is_clean for is_clean, _ in told) else 1


def _apart(name: str, asked: argparse.Namespace) -> tuple[bool, str]:
    """Whether a story in a process of its own ends well, and what it tells."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.soak", "--here", "--only", name]
    for option in ("seed", "scale", "crashing_for"):
        command += [f"--{option.replace('_', '-')}", str(getattr(asked, option))]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            text, _ = process.communicate(timeout=_PATIENCE_SECONDS)
            broke = f"BROKEN: it ended with {process.returncode}"
        except subprocess.TimeoutExpired:
            process.terminate()
            text, broke = "", f"BROKEN: it did not end within {_PATIENCE_SECONDS:.0f} s"
    line = f"{time.monotonic() - began:6.1f} s  {name}: {text.strip() or broke}"
    print(line, flush=True)
    return process.returncode == 0, line


def _told(name: str, asked: argparse.Namespace) -> bool:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that its servers go with it
    shared = postgresql.start(f"soak-{asked.seed}-{list(_STORIES).index(name)}")
    try:
        found = _STORIES[name](Place(shared, asked))
    finally:
        shared.drop_all()
    print(found)
    return found.is_clean


if __name__ == "__main__":
    sys.exit(main())
