"""`engine.definitions`: what was deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.areas.paging import checked
from trivium.engine.infos import DefinitionInfo, Page
from trivium.engine.moments import instant
from trivium.errors import NotFound
from trivium.store import definitions as stored
from trivium.store import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import RowMapping

    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.engine.processor.batch import Batch
    from trivium.store.database import Database


class Definitions:
    """Definitions by key and version."""

    def __init__(
        self, database: Database, processor: Processor, compiled: CompiledDefinitions
    ) -> None:
        self._database = database
        self._processor = processor
        self._compiled = compiled

    def query(
        self,
        *,
        kind: str | None = None,
        key: str | None = None,
        latest_only: bool = False,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[DefinitionInfo]:
        """Definitions in the order of their keys and versions."""
        after = None
        if cursor is not None:
            name, _, version = cursor.rpartition(":")
            after = (name, int(version) if version.isdigit() else 0)
        with self._database.reading() as connection:
            rows: Sequence[RowMapping] = stored.query(
                connection,
                kind=kind,
                key=key,
                latest_only=latest_only,
                after=after,
                limit=checked(limit) + 1,
            )
        shown = tuple(_info(row) for row in rows[:limit])
        more = f"{shown[-1].key}:{shown[-1].version}" if len(rows) > limit else None
        return Page(shown, more)

    def get(self, definition_id: str) -> DefinitionInfo:
        """One definition by its id, or the newest version of a key.

        Raises:
            NotFound: there is neither.
        """
        with self._database.reading() as connection:
            row = stored.one(connection, definition_id)
        if row is not None:
            return _info(row)
        newest = self.query(key=definition_id, latest_only=True, limit=1)
        if not newest.items:
            raise NotFound(
                f"Expected a definition {definition_id}, but there is none. `trivium definitions`"
                " lists what is deployed.",
                code="definition/not-found",
                id=definition_id,
            )
        return newest[0]

    def xml(self, definition_id: str) -> bytes:
        """The file that it was deployed from, byte for byte."""
        info = self.get(definition_id)
        with self._database.reading() as connection:
            return stored.content(connection, info.id) or b""

    def start_form(self, definition_id: str) -> Any:
        """The form of its none start event; None without one."""
        definition = self._compiled.get(self.get(definition_id).id)
        forms = [
            getattr(node.behaviour, "form", None)
            for node in definition.nodes
            if node.kind == "startEvent"
        ]
        return next((form for form in forms if form is not None), None)

    def statistics(self, definition_id: str) -> dict[str, dict[str, int]]:
        """Open tasks, jobs and incidents per element."""
        info = self.get(definition_id)
        found: dict[str, dict[str, int]] = {}
        with self._database.reading() as connection:
            for row in queries.open_elements(connection, info.id):
                found.setdefault(row["element_id"], {})[row["what"]] = row["count"]
        return found

    def suspend(self, definition_id: str, *, user: str | None = None) -> None:
        """No new instances of it are started."""
        self._processor.submit(_Suspend(self.get(definition_id).id, suspended=True), user)

    def resume(self, definition_id: str, *, user: str | None = None) -> None:
        """New instances may be started again."""
        self._processor.submit(_Suspend(self.get(definition_id).id, suspended=False), user)


class _Suspend:
    needs_flush = True

    def __init__(self, definition_id: str, *, suspended: bool) -> None:
        self._definition_id = definition_id
        self._suspended = suspended

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        batch.cursor.execute(
            "UPDATE definitions SET suspended = ? WHERE id = ?",
            (int(self._suspended), self._definition_id),
        )


def _info(row: RowMapping) -> DefinitionInfo:
    return DefinitionInfo(
        id=row["id"],
        kind=row["kind"],
        key=row["key"],
        version=row["version"],
        name=row["name"],
        version_tag=row["version_tag"],
        deployment_id=row["deployment_id"],
        resource_name=row["resource_name"],
        deployed_at=instant(row["deployed_at"]),
        is_latest=bool(row["latest"]),
        is_suspended=bool(row["suspended"]),
    )
