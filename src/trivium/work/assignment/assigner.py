"""Finding somebody for the tasks that wait for it: the choice is kept first, and then carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from trivium.errors import NotFound, Refused
from trivium.kernel import codec
from trivium.store import readers
from trivium.store.cursors import cursor_of
from trivium.store.transactions import transaction
from trivium.store.visibility import as_engine
from trivium.store.work import assignments as stored
from trivium.store.work import following
from trivium.work.assignment.rule import Rule, Situation, Task, compiled, rule_for
from trivium.work.assignment.strategies import choose
from trivium.work.trees import Trees

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.areas.tasks import Tasks
    from trivium.engine.clock import Clock
    from trivium.store.database import Database
    from trivium.work.directory import Directory
    from trivium.work.shelf import Shelf
    from trivium.work.trees import Entry

ACTOR = "trivium:assignment"
_AT_ONCE = 100


class Assigner:
    """Finds people for tasks that came without an assignee and that a rule is for."""

    def __init__(  # what it reads, and what it tells
        self, database: Database, clock: Clock, tasks: Tasks, shelf: Shelf, directory: Directory
    ) -> None:
        self._database = database
        self._clock = clock
        self._tasks = tasks
        self._shelf = shelf
        self._directory = directory

    def follow(
        self,
        connection: Connection,
        entries: Sequence[Entry],
        open_tasks: Callable[[list[str]], Sequence[RowMapping]],
        new_id: Callable[[], str],
    ) -> int:
        """Notes the new tasks that somebody is to be found for; gives how many."""
        created = {
            event[2]: entry
            for entry in entries
            for event in entry.events
            if event[0] == "task-created" and not event[3] and self._shelf.rules(entry.tenant)
        }
        rows = []
        for row in open_tasks(list(created)) if created else ():
            entry = created[row["id"]]
            rules = {each.key: each for each in self._shelf.rules(entry.tenant)}
            rule = rule_for((each.value for each in rules.values()), row["key"], row["element_id"])
            if rule is not None and row["assignee"] is None:
                rows.append(_row(row, entry, rules[rule.key].id, rule.key, new_id()))
        stored.add(connection, rows)
        if any(event[0] == "task-completed" for entry in entries for event in entry.events):
            return len(rows) + stored.ask_again(connection, _AT_ONCE)  # somebody has time now
        return len(rows)

    @as_engine()
    def work_off(self) -> int:
        """Finds somebody for all that wait; gives how many tasks were looked at."""
        with self._database.reading() as connection:
            waiting = stored.waiting(connection, "open", _AT_ONCE)
            rules = {row["id"]: self._rule(connection, row) for row in waiting}
        variables = {
            row["id"]: self._variables(row["task_id"], rules[row["id"]]) for row in waiting
        }
        decided = 0
        if waiting:
            with transaction(self._database) as connection:
                cursor = cursor_of(connection)
                readers.locked(cursor, following.WORK)  # no other node counts loads now
                decided = self._decide(connection, variables)
        with self._database.reading() as connection:
            chosen = stored.waiting(connection, "chosen", _AT_ONCE)
        outcomes = [(row["id"], self._carry_out(row)) for row in chosen]
        if outcomes:
            with transaction(self._database) as connection:
                for assignment_id, values in outcomes:
                    stored.decide(connection, assignment_id, "chosen", values)
        return max(decided, len(outcomes))

    def _decide(self, connection: Connection, variables: dict[str, dict[str, Any]]) -> int:
        found = stored.waiting(connection, "open", _AT_ONCE)
        waiting = [row for row in found if row["id"] in variables]
        offered = stored.candidates(connection, [row["task_id"] for row in waiting])
        trees = Trees(connection)
        now = self._clock.now_ms()
        situations: dict[tuple[str, str], Situation] = {}
        for row in waiting:
            if row["open_id"] is None or row["assignee"] is not None:
                why = "The task was over, or somebody had it, before anybody was looked for."
                values = {"state": "refused", "why": why, "decided_at": now}
                stored.decide(connection, row["id"], "open", values)
                continue
            rule = self._rule(connection, row)
            place = (row["tenant_id"], rule.key)
            if place not in situations:
                situations[place] = self._situation(connection, *place, now)
            task = _task(row, rule, offered.get(row["task_id"], {}), trees, variables[row["id"]])
            choice = choose(rule, task, situations[place])
            if choice.user is not None:
                _count(situations, row["tenant_id"], place, choice.user, now)
            values = {
                "state": "nobody" if choice.user is None else "chosen",
                "user_id": choice.user,
                "strategy": choice.strategy,
                "why": choice.why,
                "considered": codec.encode(msgspec.to_builtins(choice.considered)),
                "decided_at": now,
            }
            stored.decide(connection, row["id"], "open", values)
        return len(waiting)

    def _situation(self, connection: Connection, tenant: str, rule_key: str, now: int) -> Situation:
        return Situation(
            now=now,
            people=self._directory.people(connection, tenant, now),
            loads=stored.loads(connection),
            last_chosen=stored.last_chosen(connection, rule_key, tenant),
        )

    def _rule(self, connection: Connection, row: RowMapping) -> Rule:
        rule: Rule = self._shelf.get(connection, row["rule_id"]).value
        return rule

    def _variables(self, task_id: str, rule: Rule) -> dict[str, Any]:
        if "expression" not in rule.strategies:
            return {}
        try:
            return self._tasks.variables(task_id, compiled(rule.expression or "null").free_names)
        except NotFound:  # it is over, as will be found
            return {}

    def _carry_out(self, row: RowMapping) -> dict[str, Any]:
        try:
            key = f"assignment {row['id']}"
            self._tasks.claim(row["task_id"], row["user_id"], by=ACTOR, idempotency_key=key)
        except NotFound:
            return {"state": "refused", "why": f"{row['why']} But the task is over."}
        except Refused as refusal:
            return {"state": "refused", "why": f"{row['why']} But: {refusal.message}"}
        return {"state": "assigned"}


def _count(
    situations: dict[tuple[str, str], Situation],
    tenant: str,
    place: tuple[str, str],
    user: str,
    now: int,
) -> None:
    """The next choice knows of this one, whatever rule it is by."""
    for other, situation in situations.items():
        if other[0] == tenant:
            loads = {**situation.loads, user: situation.load(user) + 1}
            situations[other] = msgspec.structs.replace(situation, loads=loads)
    here = situations[place]
    turn = max(now, *(at + 1 for at in here.last_chosen.values())) if here.last_chosen else now
    last = {**here.last_chosen, user: turn}
    situations[place] = msgspec.structs.replace(here, last_chosen=last)


def _task(
    row: RowMapping,
    rule: Rule,
    offered: dict[str, list[str]],
    trees: Trees,
    variables: dict[str, Any],
) -> Task:
    last = None
    if "last-assignee" in rule.strategies:
        last = trees.last_doer(row["root_id"], row["element_id"])
    return Task(
        id=row["task_id"],
        priority=row["priority"],
        candidate_users=tuple(offered.get("user", ())),
        candidate_groups=tuple(offered.get("group", ())),
        initiator=row["started_by"],
        last_assignee=last,
        variables=variables,
    )


def _row(row: RowMapping, entry: Entry, rule_id: str, rule_key: str, new_id: str) -> dict[str, Any]:
    return {
        "id": new_id,
        "tenant_id": entry.tenant,
        "task_id": row["id"],
        "instance_id": row["instance_id"],
        "key": row["key"],
        "element_id": row["element_id"],
        "rule_id": rule_id,
        "rule_key": rule_key,
        "state": "open",
        "created_at": entry.at,
    }
