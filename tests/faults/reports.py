"""What every fault ends with: nothing lost, nothing done twice, the hash chain whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from trivium import Engine
from trivium.kernel import codec
from trivium.store import journal


@dataclass(frozen=True)
class Report:
    """`done_twice` are steps of the journal, effects of handlers, and starts; each should be empty."""

    started: int
    ended: int
    lost: tuple[str, ...]
    done_twice: tuple[str, ...]
    broken: tuple[str, ...]
    note: str = ""

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.done_twice or self.broken)

    def __str__(self) -> str:
        chain = "whole" if not self.broken else f"BROKEN {self.broken[:5]}"
        return (
            f"started {self.started}, ended {self.ended}, lost {_told(self.lost)},"
            f" done twice {_told(self.done_twice)}, hash chain {chain}{self.note and '; '}{self.note}"
        )


def _told(names: tuple[str, ...]) -> str:
    return f"{len(names)} {list(names[:5])}" if names else "0"


def report(
    url: str,
    acknowledged: set[str],
    *,
    record: Path | None = None,
    killed: frozenset[int] | set[int] = frozenset(),
    waiting: frozenset[str] | set[str] = frozenset(),
    note: str = "",
) -> Report:
    """Looks at every instance: `acknowledged` are the ids that callers were told, and that are to have ended.

    Those that are `waiting` are to be active still.
    """
    with Engine.open(url, scheduler=False) as engine:
        states, keys = _instances(engine)
        steps = _steps(engine)
        verified = engine.audit.verify()
    lost = [i for i in acknowledged if states.get(i) != "completed"]
    known = waiting | acknowledged
    lost += [i for i, state in states.items() if state == "active" and i not in known]
    lost += [i for i in waiting if states.get(i) != "active"]
    twice = [f"{step} {count} times" for step, count in steps.items() if count > 1]
    twice += [f"start of {key}" for key, count in keys.items() if key is not None and count > 1]
    if record is not None:
        twice += _repeated(record, set(killed))
    ended = sum(state != "active" for state in states.values())
    return Report(len(states), ended, tuple(lost), tuple(twice), verified.broken, note)


def _instances(engine: Engine) -> tuple[dict[str, str], Counter]:
    with engine._database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, state, business_key FROM instances").all()
    return {row[0]: row[1] for row in rows}, Counter(row[2] for row in rows)


_ONCE = frozenset({"completed", "task-completed", "event-caught", "instance-ended"})


def _steps(engine: Engine) -> Counter:
    """Each step by what may happen once only: the events name element instances or rows."""
    found: Counter = Counter()
    position = 0
    while True:
        with engine._database.reading() as connection:
            rows = journal.by_position(connection, position, 2000)
        if not rows:
            return found
        for row in rows:
            _, events = codec.decode(row["entry"])
            for event in events:
                if event[0] in _ONCE:
                    found[f"{row['root_id']} {event[0]} {event[1:3]}"] += 1
                elif event[0] == "job-completed":
                    found[f"job {event[2]}"] += 1
        position = rows[-1]["position"]


def _repeated(record: Path, killed: set[int]) -> list[str]:
    """Work that was done again although nobody who did it was killed, or twice under one lease."""
    done: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in record.read_text(encoding="utf-8").splitlines() if record.exists() else ():
        pid, job_id, lease, _ = line.split()
        done[job_id].append((int(pid), lease))
    return [
        f"effect of job {job_id}: {times}"
        for job_id, times in done.items()
        if sum(pid not in killed for pid, _ in times) > 1
        or len({lease for _, lease in times}) < len(times)
    ]
