"""`engine.forms`: forms with the values that there are, drafts of them, and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium import forms
from trivium.engine.acting import acting
from trivium.engine.files import NewFile, Store
from trivium.engine.infos import DraftInfo, FormInfo
from trivium.engine.moments import instant
from trivium.engine.operation import Operation
from trivium.engine.views.forms import form_info, scope_of
from trivium.engine.views.variables import VariablesAt
from trivium.errors import LimitExceeded, NotFound
from trivium.kernel import codec
from trivium.kernel.filled_forms import form_at, misfit, start_form
from trivium.store import drafts, queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

    from trivium.engine.clock import Clock
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.engine.processor.batch import Batch
    from trivium.kernel.filled_forms import Bound
    from trivium.kernel.graph import Definition
    from trivium.store.database import Database

MOST_DRAFT_BYTES = 256 * 1024


class Forms:
    """Forms of open tasks and of starts. `user` is who fills them in."""

    def __init__(
        self,
        database: Database,
        processor: Processor,
        definitions: CompiledDefinitions,
        clock: Clock,
    ) -> None:
        self._database = database
        self._processor = processor
        self._definitions = definitions
        self._clock = clock
        self._seen = VariablesAt(definitions)

    def of_task(self, task_id: str) -> FormInfo | None:
        """The form of an open task with the values of its fields; None without one.

        Raises:
            NotFound: it is not open. WrongState: its form is not deployed (`form/not-deployed`), or an
                expression of it has no value (`form/expression-failed`).
        """
        row, said, bound = self._at_task(task_id)
        return form_info(said, bound, self._scope(row, bound))

    def of_start(self, definition: Definition) -> FormInfo | None:
        """The form of a process's start; None without one.

        Raises:
            WrongState: the same as for a task.
        """
        said = start_form(definition) if getattr(definition, "nodes", None) else None
        bound = form_at(said, definition, self._definitions) if said else None
        return form_info(said, bound, self._scope(None, bound))

    # -- drafts

    def draft(self, task_id: str, *, user: str | None = None) -> DraftInfo:
        """What this user has entered into the form of an open task so far.

        Raises:
            NotFound: the task is not open, or there is no draft of theirs (`draft/not-found`).
        """
        found = self.draft_if_any(task_id, user=user)
        if found is None:
            raise NotFound(
                f"Expected a draft of yours of the task {task_id}, but there is none.",
                code="draft/not-found",
                id=task_id,
            )
        return found

    def draft_if_any(self, task_id: str, *, user: str | None = None) -> DraftInfo | None:
        """Like `draft`; None where this user has entered nothing.

        Raises:
            NotFound: the task is not open.
        """
        with self._database.reading() as connection:
            self._root(task_id, "read")
            row = drafts.draft(connection, task_id, _author(user))
        if row is None:
            return None
        return DraftInfo(
            task_id=task_id,
            values=codec.decode(row["content"]),
            updated_at=instant(row["updated_at"]),
        )

    def save_draft(
        self, task_id: str, values: Mapping[str, Any], *, user: str | None = None
    ) -> None:
        """Keeps what this user has entered so far in place of what was kept before.

        Raises:
            InvalidInput: a value is not of the type of its field (`form/invalid`); nothing else is asked.
            LimitExceeded: it is larger than 256 KB (`draft/too-large`). NotFound: the task is not open.
        """
        row, _, bound = self._at_task(task_id)
        if bound is not None:
            scope = self._scope(row, bound)
            _, faults = forms.check(bound.form, values, scope, only_types=True)
            if faults:
                raise misfit(row["name"] or row["element_id"], faults)
        content = codec.encode(dict(values))
        if codec.has_tag(content):
            codec.decode(content)
        if len(content) > MOST_DRAFT_BYTES:
            raise LimitExceeded(
                f"Expected a draft of at most {MOST_DRAFT_BYTES:,} bytes, but found {len(content):,}."
                " Upload files, and name them in the draft.",
                code="draft/too-large",
                size_bytes=len(content),
            )
        self._processor.submit(_SaveDraft(task_id, content, _author(user)))

    def delete_draft(self, task_id: str, *, user: str | None = None) -> None:
        """Forgets what this user has entered, if anything was kept.

        Raises:
            NotFound: the task is not open.
        """
        self._root(task_id, "read")
        self._processor.submit(_DeleteDraft(task_id, _author(user)))

    # -- files

    def upload(self, task_id: str, file: NewFile) -> dict[str, Any]:
        """Keeps a file for the form of an open task; gives the value for its field.

        It stays with the instance, until its history goes.

        Raises:
            NotFound: the task is not open, or not for who asks to work on.
        """
        self._processor.submit(Store(self._root(task_id, "work"), file.digest, file.content))
        return file.value

    def file_of_task(self, task_id: str, digest: str) -> bytes:
        """The content of a file that the instance of an open task refers to.

        Raises:
            NotFound: it does not refer to such a file (`file/not-found`), or the task is not open.
        """
        return self._content(digest, self._root(task_id, "read"))

    def file_of_instance(self, instance_id: str, digest: str) -> bytes:
        """The content of a file that an instance refers to, running or ended.

        Raises:
            NotFound: it does not (`file/not-found`), or there is no such instance.
        """
        with self._database.reading() as connection:
            row = queries.instance(connection, instance_id)
        if row is None:
            raise NotFound(
                f"Expected an instance {instance_id}, but there is none.",
                code="instance/not-found",
                id=instance_id,
            )
        return self._content(digest, row["root_id"])

    def _content(self, digest: str, root_id: str) -> bytes:
        with self._database.reading() as connection:
            found = drafts.content(connection, digest, root_id)
        if found is None:
            raise NotFound(
                f"Expected a file {digest} of the instance, but it refers to none such.",
                code="file/not-found",
                file=digest,
            )
        return found

    # -- inside

    def _root(self, task_id: str, permission: str) -> str:
        with self._database.reading() as connection:
            found = drafts.root_of_task(connection, task_id, permission)
        if found is None:
            raise no_task(task_id)
        return found

    def _at_task(self, task_id: str) -> tuple[RowMapping, Any, Bound | None]:
        with self._database.reading() as connection:
            row = queries.task(connection, task_id)
        if row is None:
            raise no_task(task_id)
        said = None if row["form"] is None else codec.decode(row["form"])
        definition = self._definitions.get(row["definition_id"])
        return row, said, form_at(said, definition, self._definitions)

    def _scope(self, row: RowMapping | None, bound: Bound | None) -> forms.Scope:
        variables: dict[str, Any] = {}
        if row is not None and bound is not None:
            names = bound.form.names()
            with self._database.reading() as connection:
                variables = self._seen.read(
                    connection, row["root_id"], row["element_instance"], names
                )
        return scope_of(row, variables, self._clock.now_ms(), _author(None) or None)


def _author(user: str | None) -> str:
    who = acting()
    return (user or "") if who is None else who.user


def no_task(task_id: str) -> NotFound:
    """Nobody knows this task, any more or ever, or it is not for who asks."""
    return NotFound(
        f"Expected an open task {task_id}, but there is none: it was completed, or never was.",
        code="task/not-found",
        id=task_id,
    )


class _SaveDraft(Operation):
    def __init__(self, task_id: str, content: bytes, author: str) -> None:
        self._task_id = task_id
        self._content = content
        self._author = author

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        if not drafts.put(batch.cursor, self._task_id, self._author, self._content, batch.now):
            raise no_task(self._task_id)


class _DeleteDraft(Operation):
    def __init__(self, task_id: str, author: str) -> None:
        self._task_id = task_id
        self._author = author

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        drafts.delete(batch.cursor, self._task_id, self._author)
