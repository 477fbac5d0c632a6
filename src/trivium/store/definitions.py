"""Deployments and definitions: writing and finding them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from trivium.store.paging import Paging, page
from trivium.store.tables import definitions, deployments, resources
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from trivium.store.cursors import Cursor

OURS = "trivium."
"""With this begin the keys of what we deploy ourselves: lists leave it out."""
_LATEST = (
    "SELECT id, version, resource_digest FROM definitions WHERE kind = ? AND key = ? AND latest = 1"
)


_KEYS_CHANGE = "UPDATE identity_revision SET number = number + 1 WHERE id = 1"
"""What nodes know of keys is as of a revision of rights."""


def latest(cursor: Cursor, kind: str, key: str) -> tuple[str, int, str] | None:
    """Id, version and resource digest of the newest version of a key."""
    cursor.execute(_LATEST, (kind, key))
    found: tuple[str, int, str] | None = cursor.fetchone()
    return found


def tenant_of_key(cursor: Cursor, key: str) -> str | None:
    """The tenant that a key belongs to; None if nothing was deployed under it yet."""
    cursor.execute("SELECT tenant_id FROM definitions WHERE key = ? LIMIT 1", (key,))
    row = cursor.fetchone()
    return None if row is None else str(row[0])


def tenant_of_instance(cursor: Cursor, instance_id: str) -> str | None:
    """The tenant of the definition of an instance."""
    cursor.execute(
        "SELECT d.tenant_id FROM instances i JOIN definitions d ON d.id = i.definition_id WHERE i.id = ?",
        (instance_id,),
    )
    row = cursor.fetchone()
    return None if row is None else str(row[0])


def find(
    cursor: Cursor,
    kind: str,
    key: str,
    *,
    version: int | None = None,
    tag: str | None = None,
    beside: str | None = None,
) -> str | None:
    """The id of the newest definition that fits; None if there is none. A form may be named by its file."""
    sql = "SELECT id FROM definitions WHERE kind = ? AND key = ?"
    parameters: list[Any] = [kind, key]
    if kind == "form":
        sql = "SELECT id FROM definitions WHERE kind = ? AND (key = ? OR resource_name = ?)"
        parameters.append(key)
    if version is not None:
        sql, parameters = f"{sql} AND version = ?", [*parameters, version]
    if tag is not None:
        sql, parameters = f"{sql} AND version_tag = ?", [*parameters, tag]
    if beside is not None:
        sql = f"{sql} AND deployment_id = (SELECT deployment_id FROM definitions WHERE id = ?)"
        parameters = [*parameters, beside]
    cursor.execute(f"{sql} ORDER BY version DESC LIMIT 1", parameters)
    row = cursor.fetchone()
    return None if row is None else str(row[0])


def startable(
    cursor: Cursor, kinds: Sequence[str], key: str, version: int | None
) -> tuple[str, bool] | None:
    """The newest (or this) version of the first of these kinds that there is, and whether it is suspended."""
    which, parameters = ("latest = 1", []) if version is None else ("version = ?", [version])
    cursor.execute(
        f"SELECT kind, id, suspended FROM definitions WHERE kind IN ?? AND key = ? AND {which}",
        [list(kinds), key, *parameters],
    )
    found = {row[0]: (str(row[1]), bool(row[2])) for row in cursor.fetchall()}
    return next((found[kind] for kind in kinds if kind in found), None)


def with_resource(
    cursor: Cursor, definition_id: str
) -> tuple[str, str, int, str, bytes, str] | None:
    """Kind, key, version, tenant and file of a definition, and the file's name."""
    cursor.execute(
        "SELECT d.kind, d.key, d.version, d.tenant_id, r.content, d.resource_name FROM definitions d "
        "JOIN resources r ON r.digest = d.resource_digest WHERE d.id = ?",
        (definition_id,),
    )
    found: tuple[str, str, int, str, bytes, str] | None = cursor.fetchone()
    return found


def insert_deployment(cursor: Cursor, row: Sequence[Any]) -> None:
    """A deployment: id, name, time, who."""
    cursor.execute(
        "INSERT INTO deployments (id, name, deployed_at, deployed_by) VALUES (?, ?, ?, ?)", row
    )


def insert_resource(cursor: Cursor, digest: str, content: bytes) -> None:
    """A file, unless it is there."""
    cursor.execute(
        "INSERT INTO resources (digest, content) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (digest, content),
    )


def insert_definition(cursor: Cursor, row: dict[str, Any]) -> None:
    """A new newest version; the one before it is no longer that, and its start events fall silent."""
    cursor.execute(
        "DELETE FROM start_listeners WHERE definition_id IN "
        "(SELECT id FROM definitions WHERE kind = ? AND key = ? AND latest = 1)",
        (row["kind"], row["key"]),
    )
    cursor.execute(
        "DELETE FROM jobs WHERE kind = 'start-timer' AND topic IN "
        "(SELECT id FROM definitions WHERE kind = ? AND key = ? AND latest = 1)",
        (row["kind"], row["key"]),
    )
    cursor.execute(
        "UPDATE definitions SET latest = 0 WHERE kind = ? AND key = ? AND latest = 1",
        (row["kind"], row["key"]),
    )
    marks = ", ".join("?" * len(row))
    cursor.execute(
        f"INSERT INTO definitions ({', '.join(row)}) VALUES ({marks})",  # our own names
        list(row.values()),
    )
    if row["version"] == 1:
        cursor.execute(_KEYS_CHANGE)


def insert_listener(cursor: Cursor, row: Sequence[Any]) -> None:
    """A start event that listens: id, definition, element, kind, name."""
    cursor.execute(
        "INSERT INTO start_listeners (id, definition_id, element_id, kind, name) "
        "VALUES (?, ?, ?, ?, ?)",
        row,
    )


def insert_start_timer(
    cursor: Cursor, job_id: str, definition_id: str, element_id: str, due_at: int, payload: bytes
) -> None:
    """A timer that starts instances; the definition is its topic."""
    cursor.execute(
        "INSERT INTO jobs (id, kind, topic, element_id, due_at, priority, retries, payload) "
        "VALUES (?, 'start-timer', ?, ?, ?, 0, 1, ?)",
        (job_id, definition_id, element_id, due_at, payload),
    )


def listeners(
    cursor: Cursor, kind: str, name: str, tenant: str | None = None
) -> list[tuple[str, str, str]]:
    """Definition, element and key of the start events that listen to this, in a tenant or in all."""
    sql = (
        "SELECT l.definition_id, l.element_id, d.key FROM start_listeners l "
        "JOIN definitions d ON d.id = l.definition_id "
        "WHERE l.kind = ? AND l.name = ? AND d.suspended = 0"
    )
    parameters = [kind, name]
    if tenant is not None:
        sql, parameters = f"{sql} AND d.tenant_id = ?", [*parameters, tenant]
    cursor.execute(sql, parameters)
    return list(cursor.fetchall())


_DEFINITIONS = select(definitions, deployments.c.deployed_by).outerjoin(
    deployments, deployments.c.id == definitions.c.deployment_id
)


def conditions(
    *, kind: str | None, key: str | None, deployment_id: str | None, latest_only: bool
) -> list[ColumnElement[bool]]:
    """The filters of the list of definitions."""
    c = definitions.c
    pairs = ((c.kind, kind), (c.key, key), (c.deployment_id, deployment_id))
    found = [column == value for column, value in pairs if value is not None]
    if key is None:
        found.append(c.key.not_like(f"{OURS}%"))
    return [*found, c.latest == 1] if latest_only else found


def query(
    connection: Connection, filters: list[ColumnElement[bool]], paging: Paging
) -> Sequence[RowMapping]:
    """Definitions, with who deployed them."""
    return page(connection, _DEFINITIONS, definitions, filters, paging)


def one(connection: Connection, definition_id: str) -> RowMapping | None:
    """A definition by its id."""
    statement = _DEFINITIONS.where(definitions.c.id == definition_id, *restricted(definitions))
    return connection.execute(statement).mappings().one_or_none()


def content(connection: Connection, definition_id: str) -> bytes | None:
    """The file of a definition."""
    statement = (
        select(resources.c.content)
        .join(definitions, definitions.c.resource_digest == resources.c.digest)
        .where(definitions.c.id == definition_id, *restricted(definitions))
    )
    return connection.execute(statement).scalar_one_or_none()


def count_instances(cursor: Cursor, definition_id: str) -> int:
    """How many instances of it there are, running and ended."""
    cursor.execute("SELECT COUNT(*) FROM instances WHERE definition_id = ?", (definition_id,))
    found: int = cursor.fetchone()[0]
    return found


def delete(cursor: Cursor, definition_id: str) -> str | None:
    """Takes a definition away; gives the version before it, if that has become the newest."""
    cursor.execute(
        "DELETE FROM definitions WHERE id = ?"
        " RETURNING kind, key, latest, resource_digest, deployment_id",
        (definition_id,),
    )
    kind, key, was_latest, digest, deployment_id = cursor.fetchone()
    cursor.execute("DELETE FROM start_listeners WHERE definition_id = ?", (definition_id,))
    cursor.execute("DELETE FROM jobs WHERE kind = 'start-timer' AND topic = ?", (definition_id,))
    cursor.execute(
        "DELETE FROM resources WHERE digest = ? AND NOT EXISTS"
        " (SELECT 1 FROM definitions WHERE resource_digest = digest)",
        (digest,),
    )
    cursor.execute(
        "DELETE FROM deployments WHERE id = ? AND NOT EXISTS"
        " (SELECT 1 FROM definitions WHERE deployment_id = deployments.id)",
        (deployment_id,),
    )
    before = find(cursor, kind, key) if was_latest else None
    if before is not None:
        cursor.execute("UPDATE definitions SET latest = 1 WHERE id = ?", (before,))
    elif was_latest:
        cursor.execute(_KEYS_CHANGE)  # whoever deploys it next has it
    return before
