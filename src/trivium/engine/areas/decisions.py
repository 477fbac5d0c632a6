"""`engine.decisions`: asking deployed decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium import dmn
from trivium.engine.acting import acting_tenant, demand
from trivium.engine.areas.paging import NEWEST_FIRST, asked, paged
from trivium.engine.infos import EvaluationInfo, Page
from trivium.engine.moments import instant
from trivium.engine.operation import Operation
from trivium.kernel import codec
from trivium.kernel.ids import IdSource
from trivium.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import RowMapping

    from trivium.engine.decisions import DeployedDecisions
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.engine.processor.batch import Batch
    from trivium.errors import Finding
    from trivium.store.database import Database


class Decisions:
    """Deployed decisions by key: evaluating, testing, and what they were asked before."""

    def __init__(
        self,
        database: Database,
        processor: Processor,
        compiled: CompiledDefinitions,
        deployed: DeployedDecisions,
    ) -> None:
        self._database = database
        self._processor = processor
        self._compiled = compiled
        self._deployed = deployed

    def evaluate(
        self,
        key: str,
        inputs: Mapping[str, Any] | None = None,
        *,
        version: int | None = None,
        user: str | None = None,
    ) -> dict[str, Any]:
        """The value of a decision with its explanation; it is kept in the decision's history.

        Raises:
            EvaluationFailed: `decision/unknown`, or it went over a limit.
        """
        demand("start", "decision", key)
        definition = self._compiled.find("decision", key, version=version, tenant=acting_tenant())
        result = self._deployed.result(definition, dict(inputs or {})).as_dict()
        self._processor.submit(_Keep(key, result), user)
        return result

    def test(self, key: str, rows: Iterable[Any]) -> dict[str, Any]:
        """Runs a table of cases, mappings with `inputs` and `expected`; nothing is kept.

        Raises:
            InvalidInput: `dmn/invalid-case` for a row that is no such mapping.
        """
        demand("start", "decision", key)
        definition: Any = self._compiled.find("decision", key, tenant=acting_tenant())
        cases = dmn.cases_from_data(rows, definition.key)
        return dmn.run_cases(definition.model, cases).as_dict()

    def check(self, key: str) -> tuple[Finding, ...]:
        """What is suspicious in the newest version: gaps, overlaps, rules that never decide."""
        demand("read", "decision", key)
        definition: Any = self._compiled.find("decision", key, tenant=acting_tenant())
        return dmn.check(definition.model)

    def history(
        self, key: str, *, limit: int = 50, cursor: str | None = None
    ) -> Page[EvaluationInfo]:
        """What the decision was asked, by users and by processes, the newest first."""
        paging = asked(limit, cursor, None, {}, NEWEST_FIRST)
        with self._database.reading() as connection:
            rows = queries.evaluation_page(connection, key, paging)
        return paged(rows, paging, _info)


class _Keep(Operation):
    """Stores what a user asked."""

    needs_flush = False

    def __init__(self, key: str, result: dict[str, Any]) -> None:
        self._key = key
        self._result = result

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        row_id = IdSource(batch.now, seed).next()
        columns = (row_id, None, None, None, self._key, batch.now, user)
        batch.writing.evaluation(columns, self._result)


def _info(row: RowMapping) -> EvaluationInfo:
    return EvaluationInfo(
        id=row["id"],
        key=row["key"],
        at=instant(row["at"]),
        actor=row["actor"],
        instance_id=row["instance_id"],
        element_id=row["element_id"],
        content=codec.decode(row["content"]),
    )
