"""What is cleaned up, as Parquet files: one for each table and month."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trivium.errors import InvalidInput, Unavailable
from trivium.kernel import codec
from trivium.store import history
from trivium.store.partitions import Month, started_in
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from trivium.store.database import Database
    from trivium.store.history import Archived

_WORTH_IT = 4
"""Parts are put into the file of their month when they are together so many times smaller than it at most."""


class Archive:
    """A folder with a folder for each table; all servers on one database must share it.

    Each transaction of the clean-up first leaves a part, named after the trees that are in it, so that
    what is done again writes the same. Parts are put into the file of their month now and then; what came
    twice is there once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        _polars()

    @as_engine()
    def keep(self, database: Database, root_ids: Iterable[str]) -> None:
        """Writes all that belongs to these trees; afterwards it is on the disk.

        Raises:
            Unavailable: it cannot be written (`journal/archive-failed`).
        """
        by_month: dict[Month, list[str]] = {}
        for root_id in sorted(root_ids):
            by_month.setdefault(started_in(root_id), []).append(root_id)
        for month, ids in by_month.items():
            name = hashlib.blake2b(codec.encode(ids), digest_size=8).hexdigest()
            for table in history.archived():
                with database.reading() as connection:
                    rows = history.rows_of(connection, table, ids)
                if rows:
                    self._write(table, f"{_name(month)}.{name}.part.parquet", _frame(table, rows))

    def gather(self) -> None:
        """Puts parts into the files of their months where it is worth it.

        Raises:
            Unavailable: these cannot be written (`journal/archive-failed`).
        """
        for table in history.archived():
            for month, parts in self._parts(table.name).items():
                whole = self._folder / table.name / f"{month}.parquet"
                size = whole.stat().st_size if whole.exists() else 0
                if sum(part.stat().st_size for part in parts) * _WORTH_IT >= size:
                    self._put_together(table, whole, parts)

    def _put_together(self, table: Archived, whole: Path, parts: list[Path]) -> None:
        found = [whole, *parts] if whole.exists() else parts
        frame = _polars().scan_parquet(found).unique(table.keys, keep="first").sort(table.keys)
        self._write(table, whole.name, frame.collect(engine="streaming"))
        with _reported(self._folder):
            for part in parts:
                part.unlink()

    def _parts(self, table: str) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in sorted((self._folder / table).glob("*.part.parquet")):
            found.setdefault(path.name.partition(".")[0], []).append(path)
        return found

    def _write(self, table: Archived, name: str, frame: pl.DataFrame) -> None:
        """Whole, or not at all."""
        folder = self._folder / table.name
        with _reported(self._folder):
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = folder / f"{name}.unfinished"
            with unfinished.open("wb") as file:
                frame.write_parquet(file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(folder / name)
            _sync(folder)


def entries(folder: Path, instance_id: str) -> list[Mapping[str, Any]]:
    """The journal of an instance tree in an archive, by the id of its root; no entries if it is not there.

    Raises:
        InvalidInput: there is no archive in that folder (`journal/no-archive`).
    """
    files = sorted((folder / "journal").glob("*.parquet"))
    if not files:
        raise InvalidInput(
            f"Expected an archive in {folder}, but there are no Parquet files in {folder / 'journal'}."
            " Name the folder that TRIVIUM_ARCHIVE_TO names.",
            code="journal/no-archive",
        )
    frames = _polars()
    scanned = frames.scan_parquet(files).filter(frames.col("root_id") == instance_id)
    rows = scanned.unique(["root_id", "seq"], keep="first").sort("seq").collect()
    found: list[Mapping[str, Any]] = rows.to_dicts()
    return found


def _frame(table: Archived, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    frames = _polars()
    kinds = {"text": frames.String, "number": frames.Int64, "data": frames.Binary}
    schema = {name: kinds[kind] for name, kind in table.columns.items()}
    found: pl.DataFrame = frames.DataFrame(rows, schema=schema, orient="row")
    return found


def _name(month: Month) -> str:
    return f"{month.year:04}-{month.number:02}"


def _sync(folder: Path) -> None:
    """The names in a folder, too, are on the disk."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(
            f"Expected to write the archive in {folder}, but: {error.strerror or error}. Nothing is"
            " taken away from the database until that works.",
            code="journal/archive-failed",
        ) from error


def _polars() -> Any:
    try:
        import polars as pl  # noqa: PLC0415  # it is an extra, and slow to load
    except ImportError as error:
        raise InvalidInput(
            f"Expected polars, which writes and reads the archive, but there is none: {error}."
            " Install trivium[archive].",
            code="journal/no-polars",
        ) from error
    return pl
