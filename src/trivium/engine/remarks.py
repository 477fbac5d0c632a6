"""Operations that say something of a task or an instance, and take it back."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Any

import msgspec

from trivium.engine.operation import Operation
from trivium.errors import NotFound
from trivium.kernel import codec, commands
from trivium.kernel.ids import IdSource
from trivium.store import remarks as stored
from trivium.store.remarks import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.engine.processor.batch import Batch

PIECE_BYTES = 256 * 1024
_SALT_BYTES = 16
_MOST_MENTIONS = 50
_MENTION = re.compile(r"(?<![\w@.])@(\w(?:[\w.\-]*\w)?)")
TABLES = {"comment": "comments", "attachment": "attachments"}
_UNKNOWN = {"comment": "comment/not-found", "attachment": "attachment/not-found"}
_CONTENTS = {"comment": ("content",), "attachment": ("name", "description", "url", "sha256")}
"""What of a row goes when it is deleted."""


def mentions_in(text: str) -> tuple[str, ...]:
    """Who is mentioned, as `@name`: each once, in the order of the text."""
    found = dict.fromkeys(match[1] for match in _MENTION.finditer(text))
    return tuple(found)[:_MOST_MENTIONS]


def digest_of(salt: bytes, content: Any) -> str:
    """What the journal has of a remark: without the salt nobody can tell what was said."""
    return hashlib.blake2b(codec.canonical(content), digest_size=32, key=salt).hexdigest()


class AddRemark(Operation):
    """A new comment or attachment; `content` is what the digest is of and the row has."""

    def __init__(
        self,
        kind: str,
        subject: Subject,
        content: dict[str, Any],
        *,
        mentions: tuple[str, ...] = (),
        data: bytes | None = None,
    ) -> None:
        self.kind = kind
        self.subject = subject
        self.content = content
        self.mentions = mentions
        self.data = data

    def run(self, batch: Batch, seed: int, user: str | None) -> str:
        remark_id = IdSource(batch.now, seed ^ 1).next()
        salt = secrets.token_bytes(_SALT_BYTES)
        command = commands.Remark(
            instance_id=self.subject.instance_id,
            remark_id=remark_id,
            kind=self.kind,
            action="add",
            digest=digest_of(salt, self.content),
            mentions=self.mentions,
        )
        _record(batch, command, self.subject, seed, user)
        row = {
            "id": remark_id,
            **self.subject._asdict(),
            "author": user,
            "at": batch.now,
            "salt": salt,
            **self.content,
        }
        stored.add(batch.cursor, TABLES[self.kind], row)
        if self.data is not None:
            stored.add_pieces(batch.cursor, _pieces(remark_id, self.subject.root_id, self.data))
        return remark_id


class EditComment(Operation):
    """Its author says it otherwise; what was said before is gone."""

    def __init__(self, comment_id: str, text: str) -> None:
        self.comment_id = comment_id
        self.text = text

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        row = _open(batch, "comment", self.comment_id)
        salt = secrets.token_bytes(_SALT_BYTES)
        content = {"content": self.text}
        command = commands.Remark(
            instance_id=row["instance_id"],
            remark_id=self.comment_id,
            kind="comment",
            action="edit",
            digest=digest_of(salt, content),
            author=row["author"],
            mentions=mentions_in(self.text),
        )
        _record(batch, command, _subject(row), seed, user)
        values = {**content, "salt": salt, "edited_at": batch.now}
        stored.change(batch.cursor, TABLES["comment"], self.comment_id, values)


class DeleteRemark(Operation):
    """What was said or attached goes, and with the salt the meaning of its digests."""

    def __init__(self, kind: str, remark_id: str) -> None:
        self.kind = kind
        self.remark_id = remark_id

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        row = _open(batch, self.kind, self.remark_id)
        command = commands.Remark(
            instance_id=row["instance_id"],
            remark_id=self.remark_id,
            kind=self.kind,
            action="delete",
            author=row["author"],
        )
        _record(batch, command, _subject(row), seed, user)
        gone = _CONTENTS[self.kind]
        values = {"deleted_at": batch.now, "deleted_by": user, "salt": None}
        values |= dict.fromkeys(gone)
        stored.change(batch.cursor, TABLES[self.kind], self.remark_id, values)
        stored.drop_pieces(batch.cursor, self.remark_id)


def _open(batch: Batch, kind: str, remark_id: str) -> Mapping[str, Any]:
    """A comment or attachment that was not deleted; its tree is locked then."""
    row = stored.find(batch.cursor, TABLES[kind], remark_id)
    if row is not None:
        batch.lock(row["instance_id"])
        row = stored.find(batch.cursor, TABLES[kind], remark_id)
    if row is None:
        raise no_remark(kind, remark_id)
    return row


def _subject(row: Mapping[str, Any]) -> Subject:
    return Subject(row["root_id"], row["instance_id"], row["task_id"])


def _record(
    batch: Batch, command: commands.Remark, subject: Subject, seed: int, user: str | None
) -> None:
    batch.lock(subject.instance_id)
    item = stored.place_of(batch.cursor, subject)
    whole = msgspec.structs.replace(command, task=subject.task_id, element_instance=item)
    batch.remark(whole, seed, user)


def _pieces(attachment_id: str, root_id: str, data: bytes) -> list[tuple[str, int, str, bytes]]:
    starts = range(0, len(data), PIECE_BYTES)
    return [
        (attachment_id, number, root_id, data[start : start + PIECE_BYTES])
        for number, start in enumerate(starts)
    ]


def no_remark(kind: str, remark_id: str) -> NotFound:
    """Nobody knows it, or it was deleted."""
    return NotFound(
        f"Expected the {kind} {remark_id}, but there is none: it was deleted, or never was.",
        code=_UNKNOWN[kind],
        id=remark_id,
    )
