"""Deploying: reading, checking, compiling, and making it the newest version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trivium.engine.acting import acting
from trivium.engine.definitions import CompiledDefinitions, compile_file
from trivium.engine.infos import DefinitionInfo, Deployment
from trivium.engine.moments import instant
from trivium.engine.operation import Operation
from trivium.errors import Conflict, Finding, InvalidInput
from trivium.kernel import codec
from trivium.kernel.ids import IdSource
from trivium.kernel.moments import from_ms, to_ms
from trivium.store import definitions as stored
from trivium.store.fail_points import reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trivium.engine.processor.batch import Batch
    from trivium.kernel.graph import Definition

_MODEL_SUFFIXES = (
    *(".bpmn", ".bpmn20.xml", ".cmmn", ".cmmn.xml", ".dmn", ".dmn11.xml"),
    *(".form", ".schema.json"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A model file: its name and bytes."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """The BLAKE2b-256 of its bytes."""
        return hashlib.blake2b(self.content, digest_size=32).hexdigest()


def files_of(models: Any) -> list[File]:
    """The files meant by a path, a folder, bytes, or several of these.

    Raises:
        InvalidInput: a path names nothing that can be read.
    """
    if isinstance(models, File):
        return [models]
    if isinstance(models, bytes):
        return [File("model.bpmn", models)]
    if isinstance(models, str | Path):
        return list(_read(Path(models)))
    return [file for each in models for file in files_of(each)]


def _read(path: Path) -> Iterable[File]:
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.name.endswith(_MODEL_SUFFIXES))
        return [File(each.name, each.read_bytes()) for each in found]
    try:
        return [File(path.name, path.read_bytes())]
    except OSError as error:
        raise InvalidInput(
            f"Expected a model file at {path}, but it cannot be read: {error.strerror}.",
            code="deployment/unreadable",
        ) from error


def compiled(files: list[File]) -> list[tuple[File, list[Definition], list[Finding]]]:
    """The definitions in each file, and warnings.

    Raises:
        InvalidModel: one of them cannot run.
        InvalidXml: one of them is no XML.
    """
    return [(file, *compile_file(file.content, file.name)) for file in files]


def refuse_ours(key: str) -> None:
    """Keys that begin as ours do are not for others.

    Raises:
        InvalidInput: this does (`definition/reserved-key`).
    """
    if key.startswith(stored.OURS):
        raise InvalidInput(
            f"Expected a key that does not begin with `{stored.OURS}`, but found {key!r}. Rename it.",
            code="definition/reserved-key",
            key=key,
        )


class Deploy(Operation):
    """The operation that stores compiled files as newest versions."""

    def __init__(
        self,
        parts: list[tuple[File, list[Definition], list[Finding]]],
        name: str | None,
        definitions: CompiledDefinitions,
    ) -> None:
        self._parts = parts
        self._name = name
        self._definitions = definitions

    @property
    def locks(self) -> Sequence[str]:
        return ("deploy",)

    def run(self, batch: Batch, seed: int, user: str | None) -> Deployment:
        cursor = batch.cursor
        ids = IdSource(batch.now, seed)
        deployment_id = ids.next()
        is_new = False
        infos: list[DefinitionInfo] = []
        unchanged: list[str] = []
        for file, definitions, _ in self._parts:
            for definition in definitions:
                definition.tenant = _tenant_for(cursor, definition.key)
                known = stored.latest(cursor, definition.kind, definition.key)
                if known is not None and known[2] == file.digest:
                    infos.append(self._info(cursor, known[0]))
                    unchanged.append(known[0])
                    continue
                _refuse_taken_names(cursor, definition)
                if not is_new:
                    stored.insert_deployment(cursor, (deployment_id, self._name, batch.now, user))
                    is_new = True
                stored.insert_resource(cursor, file.digest, file.content)
                version = 1 if known is None else known[1] + 1
                self._insert(batch, ids, definition, version, file, deployment_id)
                infos.append(self._info(cursor, definition.id))
                reach("deployments.stored")
        if infos and not is_new:
            deployment_id = infos[0].deployment_id
        findings = tuple(finding for _, _, found in self._parts for finding in found)
        return Deployment(
            id=deployment_id,
            definitions=tuple(infos),
            findings=findings,
            unchanged=tuple(unchanged),
        )

    def _insert(  # what a row is made of
        self,
        batch: Batch,
        ids: IdSource,
        definition: Definition,
        version: int,
        file: File,
        deployment_id: str,
    ) -> None:
        definition.id = ids.next()
        definition.version = version
        stored.insert_definition(
            batch.cursor,
            {
                "id": definition.id,
                "kind": definition.kind,
                "key": definition.key,
                "version": version,
                "version_tag": definition.version_tag,
                "name": definition.name,
                "deployment_id": deployment_id,
                "resource_name": file.name,
                "resource_digest": file.digest,
                "deployed_at": batch.now,
                "tenant_id": definition.tenant,
            },
        )
        listen(batch, ids, definition)
        self._definitions.keep(definition)

    def _info(self, cursor: Any, definition_id: str) -> DefinitionInfo:
        cursor.execute(
            "SELECT d.id, kind, key, version, d.name, version_tag, deployment_id, resource_name,"
            " d.deployed_at, deployed_by, latest, suspended FROM definitions d"
            " LEFT JOIN deployments ON deployments.id = deployment_id WHERE d.id = ?",
            (definition_id,),
        )
        row = cursor.fetchone()
        return DefinitionInfo(
            id=row[0],
            kind=row[1],
            key=row[2],
            version=row[3],
            name=row[4],
            version_tag=row[5],
            deployment_id=row[6],
            resource_name=row[7],
            deployed_at=instant(row[8]),
            deployed_by=row[9],
            is_latest=bool(row[10]),
            is_suspended=bool(row[11]),
        )


def listen(batch: Batch, ids: IdSource, definition: Definition) -> None:
    """From now on the start events of this definition are those of its key."""
    for trigger in definition.start_triggers:
        if trigger.kind == "message":
            batch.messages_awaited.add(trigger.name)
        if trigger.kind != "timer":
            listener = (ids.next(), definition.id, trigger.node.id, trigger.kind, trigger.name)
            stored.insert_listener(batch.cursor, listener)
            continue
        due = trigger.node.behaviour.schedule.first(from_ms(batch.now))  # type: ignore[attr-defined]  # a start event
        if due is not None:
            stored.insert_start_timer(
                batch.cursor,
                ids.next(),
                definition.id,
                trigger.node.id,
                to_ms(due),
                codec.encode({"fired": 0}),
            )


class Undeploy(Operation):
    """The operation that takes a definition away which nobody has ever used."""

    def __init__(self, definition_id: str, definitions: CompiledDefinitions) -> None:
        self.definition_id = definition_id
        self._definitions = definitions

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del user
        count = stored.count_instances(batch.cursor, self.definition_id)
        if count:
            raise Conflict(
                f"Expected the definition {self.definition_id} to have no instances, but it has"
                f" {count}, and their history needs it. Suspend it instead.",
                code="definition/has-instances",
                id=self.definition_id,
                instances=count,
            )
        before = stored.delete(batch.cursor, self.definition_id)
        self._definitions.forget(self.definition_id)
        if before is not None:
            listen(batch, IdSource(batch.now, seed), self._definitions.get(before))


def _tenant_for(cursor: Any, key: str) -> str:
    """The tenant of a key: it belongs to the one that deployed it first.

    Raises:
        Conflict: it is another's than of who acts (`definition/key-taken`).
    """
    who = acting()
    mine = None if who is None else who.tenant
    known = stored.tenant_of_key(cursor, key)
    if known is not None and mine is not None and known != mine:
        raise Conflict(
            f"Expected a key that no other tenant uses, but {key!r} is taken. Choose another.",
            code="definition/key-taken",
            key=key,
        )
    return known or mine or ""


def _refuse_taken_names(cursor: Any, definition: Definition) -> None:
    """A message starts one definition: two of them would be ambiguous for ever."""
    for trigger in definition.start_triggers:
        if trigger.kind != "message":
            continue
        for _, element_id, key in stored.listeners(
            cursor, "message", trigger.name, definition.tenant
        ):
            if key != definition.key:
                raise Conflict(
                    f"Expected the message {trigger.name!r} to start one process, but {element_id}"
                    f" of {key} listens to it already. Rename the message of {definition.key}.",
                    code="deployment/message-taken",
                    element=trigger.node.id,
                )
