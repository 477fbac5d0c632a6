"""`engine.definitions`: what was deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.acting import demand
from trivium.engine.areas.paging import asked, paged
from trivium.engine.deployments import Undeploy
from trivium.engine.infos import DefinitionInfo, ElementCounts, Page, TaskDefinition
from trivium.engine.moments import instant
from trivium.engine.operation import Operation
from trivium.engine.views.progress import picture
from trivium.errors import NotFound
from trivium.store import definitions as stored
from trivium.store import queries, tables
from trivium.store.cursors import cursor_of
from trivium.store.paging import Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import RowMapping

    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.engine.processor.batch import Batch
    from trivium.kernel.graph import Lane, Node, Work
    from trivium.store.database import Database

SORTABLE = {name: name for name in ("key", "name", "deployed_at", "version")}
_BY_KEY = Order(("key", "version"))


class Definitions:
    """Definitions by key and version."""

    def __init__(
        self, database: Database, processor: Processor, compiled: CompiledDefinitions
    ) -> None:
        self._database = database
        self._processor = processor
        self._compiled = compiled

    def query(  # noqa: PLR0913  # the filters of the list
        self,
        *,
        kind: str | None = None,
        key: str | None = None,
        latest_only: bool = False,
        deployment: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
        with_total: bool = False,
    ) -> Page[DefinitionInfo]:
        """Definitions in the order of their keys and versions, unless a `sort` is asked for."""
        paging = asked(limit, cursor, sort, SORTABLE, _BY_KEY)
        filters = stored.conditions(
            kind=kind, key=key, deployment_id=deployment, latest_only=latest_only
        )
        with self._database.reading() as connection:
            rows = stored.query(connection, filters, paging)
            total = queries.count(connection, tables.definitions, filters) if with_total else None
        return paged(rows, paging, _info, total)

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

    def picture(self, definition_id: str) -> str:
        """Its diagram as SVG.

        Raises:
            NotFound: the model is not BPMN, or has no diagram (`definition/no-diagram`).
        """
        found = picture(self.xml(definition_id))
        if found is None:
            raise NotFound(
                f"Expected a BPMN model with a diagram, but {definition_id} has none. Draw it in a modeller,"
                " and deploy it again.",
                code="definition/no-diagram",
                id=definition_id,
            )
        return found

    def start_form(self, definition_id: str) -> Any:
        """The form of its none start event; None without one."""
        forms = [
            getattr(node.behaviour, "form", None)
            for node in self._nodes(definition_id)
            if node.kind == "startEvent"
        ]
        return next((form for form in forms if form is not None), None)

    def tasks(self, definition_id: str) -> tuple[TaskDefinition, ...]:
        """The tasks in it, in the order of the model."""
        return tuple(
            TaskDefinition(
                element_id=node.id,
                kind=node.kind,
                name=node.name,
                documentation=node.documentation,
                form=getattr(node.behaviour, "form", None),
            )
            for node in self._nodes(definition_id)
            if node.kind.endswith("Task")
        )

    def documentation(self, definition_id: str) -> str | None:
        """What its author wrote about it."""
        return next((node.documentation for node in self._nodes(definition_id)), None)

    def extensions(self, definition_id: str) -> dict[str, dict[str, Any]]:
        """What the model says in the words of its dialect and the engine only keeps, by element.

        Properties, `historyTimeToLive`, candidate starters and the like (docs/reference/dialects.md).
        """
        found: dict[str, dict[str, Any]] = getattr(
            self._compiled_one(definition_id), "extensions", {}
        )
        return found

    def lanes(self, definition_id: str) -> tuple[Lane, ...]:
        """The lanes of a process, with what is in them."""
        return tuple(getattr(self._compiled_one(definition_id), "lanes", ()))

    def work(self, definition_id: str) -> tuple[Work, ...]:
        """What handlers or workers must be there for."""
        return tuple(getattr(self._compiled_one(definition_id), "work", ()))

    def _compiled_one(self, definition_id: str) -> Any:
        return self._compiled.get(self.get(definition_id).id)

    def _nodes(self, definition_id: str) -> Sequence[Node]:
        """What a process is made of, itself first; a decision has no such parts."""
        return getattr(self._compiled.get(self.get(definition_id).id), "nodes", ())

    def count_instances(self, definition_id: str) -> int:
        """How many instances of it there are, running and ended."""
        found = self.get(definition_id)
        with self._database.reading() as connection:
            return stored.count_instances(cursor_of(connection), found.id)

    def delete(self, definition_id: str, *, user: str | None = None) -> None:
        """Takes a definition away; the version before it becomes the newest again.

        Raises:
            NotFound: there is none. Conflict: it has instances (`definition/has-instances`).
        """
        info = self._administered(definition_id)
        self._processor.submit(Undeploy(info.id, self._compiled), user)

    def _administered(self, definition_id: str) -> DefinitionInfo:
        info = self.get(definition_id)
        demand("administer", info.kind, info.key)
        return info

    def statistics(self, definition_id: str) -> dict[str, ElementCounts]:
        """What is open at each element over all instances: tokens, tasks, jobs, incidents.

        A token is an element instance that waits; catchers on its boundary have none of their own.
        """
        info = self.get(definition_id)
        with self._database.reading() as connection:
            open_rows = queries.open_elements(connection, info.id)
            waiting = queries.waiting_elements(connection, info.id)
        found: dict[str, dict[str, int]] = {}
        for row in open_rows:
            found.setdefault(row["element_id"], {})[row["what"]] = row["count"]
        catchers = {n.id for n in self._nodes(info.id) if n.kind in {"boundaryEvent", "startEvent"}}
        for element_id, count in waiting.items():
            if element_id not in catchers:
                found.setdefault(element_id, {})["tokens"] = count
        return {element_id: ElementCounts(**counts) for element_id, counts in found.items()}

    def suspend(
        self, definition_id: str, *, user: str | None = None, idempotency_key: str | None = None
    ) -> None:
        """No new instances of it are started."""
        self._processor.submit(
            _Suspend(self._administered(definition_id).id, suspended=True), user, idempotency_key
        )

    def resume(
        self, definition_id: str, *, user: str | None = None, idempotency_key: str | None = None
    ) -> None:
        """New instances may be started again."""
        self._processor.submit(
            _Suspend(self._administered(definition_id).id, suspended=False), user, idempotency_key
        )


class _Suspend(Operation):
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
        deployed_by=row["deployed_by"],
        is_latest=bool(row["latest"]),
        is_suspended=bool(row["suspended"]),
    )
