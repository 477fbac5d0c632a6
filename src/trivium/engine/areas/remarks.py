"""`engine.comments` and `engine.attachments`: what people say of tasks and instances, running or over."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from trivium.engine.acting import acting
from trivium.engine.areas.instances import no_instance
from trivium.engine.areas.paging import asked, paged
from trivium.engine.infos import AttachmentInfo, CommentInfo, Page
from trivium.engine.moments import instant, instant_or_none
from trivium.engine.remarks import AddRemark, DeleteRemark, EditComment, mentions_in, no_remark
from trivium.errors import InvalidInput, LimitExceeded, NotFound
from trivium.store import remarks as stored
from trivium.store import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import RowMapping

    from trivium.engine.areas.journal import Journal
    from trivium.engine.processor import Processor
    from trivium.store.database import Database
    from trivium.store.paging import Paging
    from trivium.store.remarks import Subject

LARGEST_ATTACHMENT_BYTES = 25 * 1024 * 1024
_LONGEST_TEXT = 20_000
_LONGEST_NAME = 255
_LONGEST_URL = 2_000
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_OCTETS = "application/octet-stream"


class _Remarks:
    """What comments and attachments share."""

    def __init__(
        self, database: Database, processor: Processor, catch_up: Callable[[], None]
    ) -> None:
        self._database = database
        self._processor = processor
        self._catch_up = catch_up

    def _subject(self, task: str | None, instance: str | None) -> Subject:
        """What is meant, if who asks may see it.

        Raises:
            NotFound: there is no such thing. InvalidInput: it is not one task or one instance.
        """
        if (task is None) == (instance is None):
            raise InvalidInput(
                "Expected either a task or an instance, but found both or neither.",
                code="remark/no-subject",
            )
        if instance is not None:
            with self._database.reading() as connection:
                found = stored.instance(connection, instance)
            if found is None:
                raise no_instance(instance)
            return found
        return self._task(str(task))

    def _task(self, task_id: str) -> Subject:
        with self._database.reading() as connection:
            found = stored.open_task(connection, task_id)
        if found is not None:
            return found
        self._catch_up()  # of what is over the history knows
        who = acting()
        with self._database.reading() as connection:
            found = stored.ended_task(connection, task_id, None if who is None else who.user)
        if found is None:
            raise NotFound(
                f"Expected a task {task_id}, open or over, but there is none.",
                code="task/not-found",
                id=task_id,
            )
        return found

    def _rows(
        self, table: Any, task: str | None, instance: str | None, paging: Paging
    ) -> Sequence[RowMapping]:
        subject = self._subject(task, instance)
        conditions = stored.of_subject(table, subject)
        with self._database.reading() as connection:
            return stored.remark_page(connection, table, conditions, paging)

    def _row(self, kind: str, table: Any, remark_id: str) -> RowMapping:
        with self._database.reading() as connection:
            row = stored.remark(connection, table, remark_id)
        if row is None:
            raise no_remark(kind, remark_id)
        return row


class Comments(_Remarks):
    """What people say. `user` is who says it; `@name` in a text mentions somebody."""

    def add(
        self,
        text: str,
        *,
        task: str | None = None,
        instance: str | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> CommentInfo:
        """Says something of a task, open or over, or of an instance.

        Raises:
            NotFound: there is no such thing. InvalidInput: there is no text, or too much.
        """
        content = {"content": _text(text)}
        mentions = mentions_in(content["content"])
        operation = AddRemark("comment", self._subject(task, instance), content, mentions=mentions)
        comment_id: str = self._processor.submit(operation, user, idempotency_key)
        return self.get(comment_id)

    def query(
        self,
        *,
        task: str | None = None,
        instance: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        newest_first: bool = False,
    ) -> Page[CommentInfo]:
        """What was said, the oldest first; of an instance also what was said of its tasks.

        Raises:
            NotFound: there is no such task or instance.
        """
        paging = asked(limit, cursor, None, {})
        paging = paging._replace(order=paging.order._replace(descending=newest_first))
        rows = self._rows(tables.comments, task, instance, paging)
        return paged(rows, paging, _comment)

    def get(self, comment_id: str) -> CommentInfo:
        """One comment, also one that was deleted.

        Raises:
            NotFound: there is none.
        """
        return _comment(self._row("comment", tables.comments, comment_id))

    def edit(
        self,
        comment_id: str,
        text: str,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> CommentInfo:
        """Says it otherwise; what was said before is gone, that it was edited is in the history.

        Raises:
            NotFound: it was deleted. NotPermitted: somebody else has said it.
        """
        self.get(comment_id)
        self._processor.submit(EditComment(comment_id, _text(text)), user, idempotency_key)
        return self.get(comment_id)

    def delete(
        self, comment_id: str, *, user: str | None = None, idempotency_key: str | None = None
    ) -> None:
        """Takes it back for good; that it was there is in the history.

        Raises:
            NotFound: it was deleted. NotPermitted: somebody else has said it.
        """
        self.get(comment_id)
        self._processor.submit(DeleteRemark("comment", comment_id), user, idempotency_key)


class Attachments(_Remarks):
    """Files and links. `largest_bytes` is how large a file may be."""

    def __init__(
        self, database: Database, processor: Processor, catch_up: Callable[[], None]
    ) -> None:
        super().__init__(database, processor, catch_up)
        self.largest_bytes = LARGEST_ATTACHMENT_BYTES

    def add(  # noqa: PLR0913  # what an attachment is made of
        self,
        name: str,
        data: bytes | None = None,
        *,
        url: str | None = None,
        media_type: str | None = None,
        description: str | None = None,
        task: str | None = None,
        instance: str | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> AttachmentInfo:
        """Attaches content, or a link to it, to a task, open or over, or to an instance.

        Raises:
            NotFound: there is no such thing. InvalidInput: it is neither content nor a link of the web.
            LimitExceeded: it is too large.
        """
        content: dict[str, Any] = {"name": _name(name), "description": description or None}
        if data is None:
            content |= {"url": _url(url), "media_type": media_type}
        else:
            self._refuse_large(data)
            content |= {
                "media_type": _media_type(media_type),
                "size_bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        operation = AddRemark("attachment", self._subject(task, instance), content, data=data)
        attachment_id: str = self._processor.submit(operation, user, idempotency_key)
        return self.get(attachment_id)

    def _refuse_large(self, data: bytes) -> None:
        if len(data) > self.largest_bytes:
            raise LimitExceeded(
                f"Expected an attachment of at most {self.largest_bytes} bytes, but found {len(data)}."
                " Attach a link to it instead.",
                code="attachment/too-large",
                largest_bytes=self.largest_bytes,
            )

    def query(
        self,
        *,
        task: str | None = None,
        instance: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[AttachmentInfo]:
        """What is attached, the oldest first; to an instance also what is to its tasks.

        Raises:
            NotFound: there is no such task or instance.
        """
        paging = asked(limit, cursor, None, {})
        rows = self._rows(tables.attachments, task, instance, paging)
        return paged(rows, paging, _attachment)

    def get(self, attachment_id: str) -> AttachmentInfo:
        """One attachment, also one that was deleted.

        Raises:
            NotFound: there is none.
        """
        return _attachment(self._row("attachment", tables.attachments, attachment_id))

    def content(self, attachment_id: str) -> Iterator[bytes]:
        """What was attached, piece by piece.

        Raises:
            NotFound: there is no such thing, it was deleted, or it is a link.
        """
        info = self.get(attachment_id)
        if info.sha256 is None:
            raise no_remark("attachment", attachment_id)
        return self._pieces(attachment_id)

    def _pieces(self, attachment_id: str) -> Iterator[bytes]:
        number = 0
        while True:
            with self._database.reading() as connection:
                piece = stored.piece(connection, attachment_id, number)
            if piece is None:
                return
            yield piece
            number += 1

    def delete(
        self, attachment_id: str, *, user: str | None = None, idempotency_key: str | None = None
    ) -> None:
        """Takes it back for good; that it was there is in the history.

        Raises:
            NotFound: it was deleted. NotPermitted: somebody else has attached it.
        """
        self.get(attachment_id)
        self._processor.submit(DeleteRemark("attachment", attachment_id), user, idempotency_key)


def remarks(
    database: Database, processor: Processor, journal: Journal
) -> tuple[Comments, Attachments]:
    """The two areas; the journal knows of tasks that are over."""
    shared = (database, processor, journal.catch_up)
    return Comments(*shared), Attachments(*shared)


def _text(text: str) -> str:
    found = text.strip()
    if not 0 < len(found) <= _LONGEST_TEXT or "\0" in found:
        raise InvalidInput(
            f"Expected a comment of 1 to {_LONGEST_TEXT} characters, but found {len(found)}.",
            code="comment/text",
        )
    return found


def _name(name: str) -> str:
    """The last part of a file name: folders are nobody's business."""
    found = re.split(r"[/\\]", name)[-1].strip()
    is_clean = found.isprintable() and found not in {"", ".", ".."}
    if not is_clean or len(found) > _LONGEST_NAME:
        raise InvalidInput(
            f"Expected the name of a file of 1 to {_LONGEST_NAME} characters, but found {name[:300]!r}.",
            code="attachment/name",
        )
    return found


def _url(url: str | None) -> str:
    parts = urlsplit(url or "")
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(url or "") > _LONGEST_URL:
        raise InvalidInput(
            f"Expected content, or a link with http or https, but found {(url or '')[:300]!r}.",
            code="attachment/url",
        )
    return str(url)


def _media_type(given: str | None) -> str:
    """As it was said, without parameters; what is no media type is just bytes."""
    found = (given or "").partition(";")[0].strip().lower()
    return found if _MEDIA_TYPE.fullmatch(found) else _OCTETS


def _comment(row: RowMapping) -> CommentInfo:
    return CommentInfo(
        id=row["id"],
        instance_id=row["instance_id"],
        task_id=row["task_id"],
        author=row["author"],
        text=row["content"],
        mentions=mentions_in(row["content"] or ""),
        at=instant(row["at"]),
        edited_at=instant_or_none(row["edited_at"]),
        deleted_at=instant_or_none(row["deleted_at"]),
        deleted_by=row["deleted_by"],
    )


def _attachment(row: RowMapping) -> AttachmentInfo:
    names = ("id", "instance_id", "task_id", "author", "name", "description", "media_type")
    return AttachmentInfo(
        **{name: row[name] for name in (*names, "size_bytes", "sha256", "url", "deleted_by")},
        at=instant(row["at"]),
        deleted_at=instant_or_none(row["deleted_at"]),
    )
