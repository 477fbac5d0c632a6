"""`engine.cases`: what people do to running cases, and what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.acting import acting_roles
from trivium.engine.areas.paging import asked, paged
from trivium.engine.infos import AddedPlanItem, CaseAction, Page, PlanItemInfo, PlanItemReason
from trivium.engine.moments import instant, instant_or_none
from trivium.engine.starting import Start
from trivium.engine.transitions import Addition, Transition
from trivium.engine.views import case_plan
from trivium.engine.views.state import StateReader
from trivium.errors import Finding, NotFound
from trivium.kernel import commands
from trivium.kernel.ids import IdSource
from trivium.kernel.step import Step
from trivium.store import queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import RowMapping

    from trivium.engine.areas.instances import Instances
    from trivium.engine.clock import Clock
    from trivium.engine.infos import InstanceInfo
    from trivium.engine.processor import Processor
    from trivium.engine.processor.environment import Environments
    from trivium.kernel.additions import NewPlanItem
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.tree import Tree
    from trivium.store.database import Database


class Cases:
    """Cases: the items of their plans, transitions, planning, and the case file. `user` is who does it."""

    def __init__(
        self,
        database: Database,
        processor: Processor,
        environments: Environments,
        clock: Clock,
        instances: Instances,
    ) -> None:
        self._instances = instances
        self._database = database
        self._processor = processor
        self._environments = environments
        self._clock = clock
        self._state = StateReader(database, environments.definition)

    def start(  # what a start says
        self,
        key: str,
        variables: Mapping[str, Any] | None = None,
        *,
        business_key: str | None = None,
        version: int | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> InstanceInfo:
        """Starts a case of the newest version, or of `version`.

        Raises:
            NotFound: no case is deployed under that key. WrongState: it is suspended.
        """
        operation = Start(key, dict(variables or {}), business_key, version, None, kind="case")
        case_id: str = self._processor.submit(operation, user, idempotency_key)
        return self._instances.get(case_id)

    def items(  # noqa: PLR0913  # the filters of the list
        self,
        case_id: str,
        *,
        element: str | None = None,
        state: str | None = None,
        kind: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        with_total: bool = False,
    ) -> Page[PlanItemInfo]:
        """The plan items of a case in the order of their creation, those that are over included."""
        paging = asked(limit, cursor, None, {})
        conditions = queries.plan_item_conditions(
            case_id, element_id=element, state=state, kind=kind
        )
        with self._database.reading() as connection:
            rows = queries.plan_item_page(connection, conditions, paging)
            total = queries.count_plan_items(connection, conditions) if with_total else None
        return paged(rows, paging, _info, total)

    def transition(  # noqa: PLR0913  # what a transition says
        self,
        case_id: str,
        transition: str,
        element: str | int | None = None,
        variables: Mapping[str, Any] | None = None,
        *,
        roles: Sequence[str] | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Asks a plan item for a transition, or the case itself if no element is said.

        An element is the id in the model (then the one open instance of it is meant) or the number of an
        element instance. `roles` are those of the user, where the model says who may; None is not asked.

        Raises:
            WrongState: the transition is not legal now; the error names those that are.
            NotFound: no such plan item is open.
        """
        operation = Transition(
            case_id, transition, element, dict(variables or {}), acting_roles(roles)
        )
        self._processor.submit(operation, user, idempotency_key)

    def plan(
        self,
        case_id: str,
        element: str,
        *,
        stage: int | None = None,
        roles: Sequence[str] | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Adds a discretionary item to the plan, in the stage instance `stage` if several offer it.

        Raises:
            WrongState: it is not offered now, or not to these roles.
        """
        command = commands.PlanItem(
            instance_id=case_id,
            element_id=element,
            stage=stage,
            roles=acting_roles(roles),
        )
        self._processor.submit(command, user, idempotency_key)

    def add(
        self,
        case_id: str,
        item: NewPlanItem,
        *,
        stage: str | int | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> AddedPlanItem:
        """Adds to the plan of a running case what its model did not foresee; it lives as what is modelled.

        A stage is the id in the model (then the one open instance of it is meant) or the number of an
        element instance; without one it is the plan of the case.

        Raises:
            InvalidInput: it does not fit the plan; the error says which field is wrong.
            WrongState: the stage is not active. NotFound: there is no such case or stage.
        """
        added = self._processor.submit(Addition(case_id, item, stage), user, idempotency_key)
        with self._database.reading() as connection:
            conditions = queries.plan_item_conditions(case_id, element_id=added["element"])
            rows = queries.plan_items_open(connection, conditions, ())
        (row,) = (each for each in rows if each["element_instance"] == added["element_instance"])
        warnings = tuple(Finding(**each) for each in added["warnings"])
        return AddedPlanItem(item=_info(row), warnings=warnings)

    def change_file(  # what an operation says
        self,
        case_id: str,
        item: str,
        operation: str,
        value: Any = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """An operation on a case file item.

        It is `create`, `update`, `replace`, `delete`, `addChild`, `removeChild`, `addReference` or
        `removeReference`.

        Raises:
            WrongState: the item is not in a state for it. NotFound: there is no such item.
        """
        command = commands.ChangeFile(
            instance_id=case_id, file_item=item, operation=operation, value=value
        )
        self._processor.submit(command, user, idempotency_key)

    # -- what may be done, and why something may not

    def actions(self, case_id: str, *, roles: Sequence[str] | None = None) -> list[CaseAction]:
        """All that can be done with a case now by who has these roles; None is not asked about roles.

        Raises:
            NotFound: there is no such case, or it is closed.
        """
        step, tree, case = self._looked_at(case_id)
        asked_for = acting_roles(roles)
        return list(case_plan.actions(step, tree, case, asked_for))

    def why(self, case_id: str, element: str) -> list[PlanItemReason]:
        """Why a plan item is not available: which on-part or condition of its criteria is missing.

        Raises:
            NotFound: there is no such case, or no such element in it.
        """
        step, tree, case = self._looked_at(case_id)
        found = case_plan.reasons(step, tree, case, element)
        if not found:
            raise NotFound(
                f"Expected a plan item {element!r} in the case {case_id}, but its model has none.",
                code="case/item-not-open",
                element=element,
            )
        return found

    def file(self, case_id: str) -> list[dict[str, Any]]:
        """The items of the case file with their states and values."""
        return case_plan.file_of(self._looked_at(case_id)[2])

    def _looked_at(self, case_id: str) -> tuple[Step, Tree, ElementInstance]:
        with self._database.reading() as connection:
            row = queries.instance(connection, case_id)
        found = None if row is None else self._state.whole(row)
        if found is None or found[1].node.kind != "case":
            raise NotFound(
                f"Expected a case {case_id} that is not closed, but there is none.",
                code="case/not-found",
                id=case_id,
            )
        tree, case = found
        environment = self._environments.make(self._clock.now_ms(), IdSource(0, 0))
        return Step(tree, environment, None), tree, case


def _info(row: RowMapping) -> PlanItemInfo:
    return PlanItemInfo(
        id=row["id"],
        case_id=row["instance_id"],
        element_id=row["element_id"],
        kind=row["kind"],
        name=row["name"],
        state=row["state"],
        item=row["element_instance"],
        stage=row["stage"],
        is_required=bool(row["is_required"]),
        created_at=instant(row["created_at"]),
        changed_at=instant_or_none(row["changed_at"]),
    )
