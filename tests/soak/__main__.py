"""The faults in their long forms, one after the other, for about ten minutes: `python -m tests.soak`.

Each round has a seed, which is printed; `--seed` plays it again. It ends with an exit code of 1 if any report
is not clean.
"""

from __future__ import annotations

import argparse
import random
import secrets
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

from trivium.store import fail_points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.reports import Report
    from tests.postgresql import Server


class Place:
    """Where a story plays."""

    def __init__(self, shared: Server, own: OwnServer, seed: int, scale: float) -> None:
        self.shared = shared
        self.own = own
        self.seed = seed
        self.scale = scale

    def many(self, count: int) -> int:
        """As many as are asked for, at full length."""
        return max(20, int(count * self.scale))


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
            kills=place.many(20) // 2,
        )


def _restarts(place: Place) -> Report:
    with _folder() as folder:
        return test_restarted_postgresql.story(
            place.own,
            place.own.create(),
            folder,
            place.seed,
            instances=place.many(1_500),
            restarts=place.many(16) // 2,
        )


def _races(place: Place) -> Report:
    races = place.many(100_000)
    return test_message_races.story(place.shared.create(), place.seed, races=races, threads=8)


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


_STORIES: dict[str, Callable[[Place], Report]] = {
    "one of three nodes killed, repeatedly": _killed_nodes,
    "PostgreSQL restarted and crashed under load": _restarts,
    "messages race with their catchers": _races,
    "messages race on a file": _races_on_a_file,
    "a million timers, a tenth due at once": _timers,
}


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


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of instances")
    parser.add_argument("--crashing-for", type=float, default=90.0, help="seconds, per database")
    parser.add_argument("--only", help="a part of the name of a story")
    asked = parser.parse_args()
    print(f"seed {asked.seed}: `make soak SEED={asked.seed}` plays the same again", flush=True)
    shared, own = postgresql.start(f"soak-{asked.seed}"), OwnServer()
    place = Place(shared, own, asked.seed, asked.scale)
    is_clean = True
    try:
        for name, story in _STORIES.items():
            if asked.only is None or asked.only in name:
                is_clean &= _told(name, lambda story=story: story(place))
        if asked.only is None or asked.only in "crashes":
            with _folder() as folder:
                for url in (shared.create(), f"sqlite:///{folder / 'work.db'}"):
                    began = time.monotonic()
                    count = _crash_points(url, asked.seed, asked.crashing_for)
                    taken = time.monotonic() - began
                    database = url.partition(":")[0]
                    print(
                        f"{taken:6.1f} s  {count} crashes and broken lines ({database})", flush=True
                    )
    finally:
        shared.drop_all()
        own.drop_all()
    return 0 if is_clean else 1


def _told(name: str, story: Callable[[], Report]) -> bool:
    began = time.monotonic()
    found = story()
    print(f"{time.monotonic() - began:6.1f} s  {name}: {found}", flush=True)
    return found.is_clean


if __name__ == "__main__":
    sys.exit(main())
