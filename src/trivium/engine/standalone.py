"""Tasks that no model has: instances of a process of ours with nothing in it but a task."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from trivium.engine.acting import acting_as, acting_tenant
from trivium.engine.deployments import Deploy, File, compiled
from trivium.engine.operation import Operation
from trivium.errors import InvalidInput
from trivium.kernel import commands
from trivium.kernel.ids import IdSource
from trivium.store import definitions as stored
from trivium.store import queries, tables
from trivium.store import tasks as stored_tasks
from trivium.store.cursors import cursor_of

if TYPE_CHECKING:
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.engine.processor.batch import Batch
    from trivium.store.database import Database

KEY = f"{stored.OURS}task"
"""What grants call it, in every tenant."""
_MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="trivium">
<process id="{key}" name="Task" isExecutable="true"><startEvent id="start"/>
<sequenceFlow id="begin" sourceRef="start" targetRef="task"/><userTask id="task"/>
<sequenceFlow id="finish" sourceRef="task" targetRef="end"/><endEvent id="end"/></process></definitions>"""


def key_of(tenant: str) -> str:
    """The key of the process in a tenant: keys belong to one each."""
    if not tenant:
        return KEY
    return f"{KEY}.{hashlib.blake2b(tenant.encode(), digest_size=8).hexdigest()}"


def deployed(
    database: Database, processor: Processor, definitions: CompiledDefinitions, tenant: str
) -> str:
    """The key of the process, which is deployed when it is needed for the first time."""
    key = key_of(tenant)
    with database.reading() as connection:
        is_there = stored.latest(cursor_of(connection), "process", key) is not None
    if not is_there:
        parts = compiled([File("task.bpmn", _MODEL.format(key=key).encode())])
        processor.submit(Deploy(parts, "trivium", definitions))
        database.known_keys.forget()
    return key


def new_task(name: str, maker: str | None, fields: dict[str, Any]) -> commands.NewTask:
    """The task that is wanted; one that is nobody's and offered to nobody is its maker's.

    Raises:
        InvalidInput: there is no such field, or it cannot have that value (`task/unknown-field`).
    """
    try:
        task = msgspec.convert({"owner": maker, **fields, "name": name}, _Checked)
    except msgspec.ValidationError as error:
        raise InvalidInput(
            f"Expected the fields of a task, but: {error}.", code="task/unknown-field"
        ) from error
    if task.assignee or task.candidate_users or task.candidate_groups:
        return task
    return msgspec.structs.replace(task, assignee=maker)


class _Checked(commands.NewTask, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As somebody says it: what is not a field is refused."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    priority: Annotated[int, msgspec.Meta(ge=0, le=2**31)] = 50


class CreateTask(Operation):
    """Starts an instance that is one task, or makes one a part of another."""

    def __init__(
        self,
        key: str,
        task: commands.NewTask,
        variables: dict[str, Any],
        business_key: str | None,
        parent: str | None,
    ) -> None:
        self.key = key
        self.task = task
        self.variables = variables
        self.business_key = business_key
        self.parent = parent

    def run(self, batch: Batch, seed: int, user: str | None) -> tuple[str, str]:
        """The ids of the instance and of the task."""
        instance_id = IdSource(batch.now, seed ^ 1).next()
        if self.parent is not None:
            self._add(batch, self.parent, instance_id, seed, user)
        else:
            self._start(batch, instance_id, seed, user)
        batch.flush()
        task_id = stored_tasks.task_of(batch.cursor, instance_id)
        return instance_id, task_id

    def _add(
        self, batch: Batch, parent: str, instance_id: str, seed: int, user: str | None
    ) -> None:
        command = commands.AddSubTask(
            task_id=parent,
            key=self.key,
            instance_id=instance_id,
            task=self.task,
            variables=self.variables,
        )
        batch.carry_out(command, seed, user)

    def _start(self, batch: Batch, instance_id: str, seed: int, user: str | None) -> None:
        command = commands.StartInstance(
            definition_id=batch.startable(self.key, None, "process"),
            instance_id=instance_id,
            variables=self.variables,
            business_key=self.business_key,
            task=self.task,
        )
        with acting_as(None):  # whether they may was asked before, under the name that grants have
            batch.carry_out(command, seed, user)


def tenant_of_task(database: Database, task_id: str) -> str:
    """The tenant of a task: its parts are of the same."""
    with database.reading() as connection:
        row = queries.by_id(connection, tables.tasks, task_id)
        if row is None:
            return acting_tenant() or ""
        return stored.tenant_of_instance(cursor_of(connection), row["instance_id"]) or ""
