"""`engine.migrations`: moving running instances to another version of their process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import msgspec

from trivium.engine.acting import acting_tenant, demand
from trivium.errors import NotFound, Refused
from trivium.kernel import commands, migration
from trivium.kernel.deciders.cases import refuse_definition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.kernel.graph import Definition


_Problems = tuple[dict[str, Any], ...]


class MigrationPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Which element of the source becomes which of the target, and what is wrong with that.

    `left_out` are elements of the source that are not mapped: an instance that is active at one of them
    cannot be migrated.
    """

    source: str
    target: str
    elements: dict[str, str]
    left_out: tuple[str, ...]
    problems: _Problems


class Migrated(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one instance: migrated, or why not."""

    instance_id: str
    is_migrated: bool
    message: str | None = None
    problems: _Problems = ()


class Migrations:
    """Plans, and carrying them out. Definitions are named by their ids."""

    def __init__(self, processor: Processor, definitions: CompiledDefinitions) -> None:
        self._processor = processor
        self._definitions = definitions

    def plan(
        self, source: str, target: str, elements: Mapping[str, str | None] | None = None
    ) -> MigrationPlan:
        """A plan: what has the same id, kind and place is mapped; `elements` adds, changes, or takes out.

        Raises:
            NotFound: there is no such definition. WrongState: one of them is no process.
        """
        before, after = self._seen(source), self._seen(target)
        for definition in (before, after):
            refuse_definition(definition, "migrate")
        mapping = migration.proposed(before, after)
        for name, other in (elements or {}).items():
            if other is None:
                mapping.pop(name, None)
            else:
                mapping[name] = other
        left_out = [n for n in before.by_id if n not in mapping and n != before.root.id]
        problems = migration.plan_problems(before, after, mapping)
        return MigrationPlan(
            source=source,
            target=target,
            elements=mapping,
            left_out=tuple(left_out),
            problems=tuple(problem._asdict() for problem in problems),
        )

    def _seen(self, definition_id: str) -> Definition:
        """A definition, if who acts may know of it."""
        found = self._definitions.get(definition_id)
        tenant = acting_tenant()
        if tenant is not None and found.tenant != tenant:
            raise NotFound(
                f"Expected a definition {definition_id}, but there is none.",
                code="definition/not-found",
            )
        demand("read", found.kind, found.key)
        return found

    def migrate(
        self,
        plan: MigrationPlan,
        instance_id: str,
        *,
        update_triggers: bool = False,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Moves one instance; with `update_triggers` its timers and subscriptions are set anew.

        Raises:
            WrongState: `migration/not-possible`; the problems are its facts, and nothing has changed.
        """
        command = commands.MigrateInstance(
            instance_id=instance_id,
            definition_id=plan.target,
            elements=plan.elements,
            update_triggers=update_triggers,
        )
        self._processor.submit(command, user, idempotency_key)

    def migrate_all(
        self,
        plan: MigrationPlan,
        instance_ids: Iterable[str],
        *,
        update_triggers: bool = False,
        user: str | None = None,
    ) -> list[Migrated]:
        """Moves each instance by itself; one that cannot be moved does not hold up the others."""
        found = []
        for instance_id in instance_ids:
            try:
                self.migrate(plan, instance_id, update_triggers=update_triggers, user=user)
            except Refused as refusal:
                found.append(
                    Migrated(
                        instance_id=instance_id,
                        is_migrated=False,
                        message=refusal.message,
                        problems=cast("_Problems", refusal.facts.get("problems", ())),
                    )
                )
            else:
                found.append(Migrated(instance_id=instance_id, is_migrated=True))
        return found
