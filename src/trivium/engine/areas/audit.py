"""`engine.audit`: whether the journal is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.engine.acting import demand
from trivium.engine.infos import VerifyReport
from trivium.engine.processor.batch import chained
from trivium.store import journal, queries
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, RowMapping

    from trivium.store.database import Database

_AT_ONCE = 2000


class Audit:
    """Recomputes the hash chains of the journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @as_engine()
    def verify(self, progress: Callable[[int], None] | None = None) -> VerifyReport:
        """Goes through the whole journal; every entry that does not fit its chain is named.

        `progress` is told the number of entries done from time to time.
        """
        demand("read", "operation", "audit")
        with self._database.reading() as connection:  # one moment, whatever is written meanwhile
            return _verify(connection, progress)


def _verify(connection: Connection, progress: Callable[[int], None] | None) -> VerifyReport:
    ends: dict[str, tuple[int, bytes]] = {}
    broken: list[str] = []
    count, position = 0, 0
    while rows := journal.by_position(connection, position, _AT_ONCE):
        for row in rows:
            seq, digest = ends.get(row["root_id"], (0, b""))
            if row["seq"] != seq + 1 or _expected(digest, row) != row["hash"]:
                broken.append(f"instance {row['root_id']}, entry {row['seq']}")
            ends[row["root_id"]] = (row["seq"], row["hash"])
        position = rows[-1]["position"]
        count += len(rows)
        if progress is not None:
            progress(count)
    broken.extend(_cut_off(connection, ends))
    return VerifyReport(trees=len(ends), entries=count, broken=tuple(broken))


def _cut_off(connection: Connection, ends: dict[str, tuple[int, bytes]]) -> list[str]:
    """Trees whose journal does not end where their root says that it does."""
    found = []
    ids = list(ends)
    for start in range(0, len(ids), 500):
        known = queries.root_ends(connection, ids[start : start + 500])
        for root_id in ids[start : start + 500]:
            if root_id in known and known[root_id] != ends[root_id]:
                found.append(
                    f"instance {root_id}: the journal ends at entry {ends[root_id][0]}, but the"
                    f" instance says {known[root_id][0]}"
                )
    return found


def _expected(digest: bytes, row: RowMapping) -> bytes:
    entry = row["entry"]
    content = (
        entry if isinstance(entry, bytes) else str(entry).encode()
    )  # someone wrote text into it
    return chained(digest, row["root_id"], row["seq"], row["at"], row["actor"], content)
