"""Comments and attachments of tasks and instances."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from trivium.api.dependencies import Actor, Cursor, IdempotencyKey, Limit, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.remarks import (
    Attachment,
    AttachmentPage,
    Comment,
    CommentPage,
    CommentText,
    NewAttachment,
)

_TAGS: dict[str, Any] = {"tags": ["remarks"], "route_class": ExactRoute}
tasks = APIRouter(prefix="/api/processes/tasks", **_TAGS)
instances = APIRouter(prefix="/api/processes/instances", **_TAGS)
router = APIRouter(prefix="/api/processes", **_TAGS)
NewestFirst = Annotated[bool, Query(description="The newest first.")]
_NO_TASK = "404 task/not-found"
_NO_INSTANCE = "404 instance/not-found"
_NO_COMMENT = "404 comment/not-found"
_NO_ATTACHMENT = "404 attachment/not-found"
_NOT_YOURS = "403 identity/not-permitted"
_CURSOR = "422 input/cursor"
_ATTACHED = ("413 attachment/too-large", "422 attachment/name", "422 attachment/url")
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, byte for byte.",
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "example": "Hello!",
            }
        },
    }
}


@tasks.get(
    "/{task_id}/comments",
    response_model=CommentPage,
    responses=reads(_NO_TASK, _CURSOR),
    operation_id="listTaskComments",
)
def list_task_comments(  # query parameters
    engine: TheEngine,
    task_id: str,
    *,
    newest_first: NewestFirst = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List what was said of a task, open or over, the oldest first."""
    page = engine.comments.query(
        task=task_id, newest_first=newest_first, limit=limit, cursor=cursor
    )
    return Exact(CommentPage(items=list(map(Comment.of, page)), next_cursor=page.next_cursor))


@tasks.post(
    "/{task_id}/comments",
    status_code=201,
    response_model=Comment,
    responses=writes(_NO_TASK, "422 comment/text"),
    operation_id="addTaskComment",
)
def add_task_comment(
    engine: TheEngine,
    task_id: str,
    body: CommentText,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Comment on a task, open or over."""
    info = engine.comments.add(body.text, task=task_id, user=actor, idempotency_key=idempotency_key)
    return Exact(Comment.of(info), status_code=201)


@tasks.get(
    "/{task_id}/attachments",
    response_model=AttachmentPage,
    responses=reads(_NO_TASK, _CURSOR),
    operation_id="listTaskAttachments",
)
def list_task_attachments(
    engine: TheEngine, task_id: str, limit: Limit = 50, cursor: Cursor = None
) -> Exact:
    """List what is attached to a task, open or over, the oldest first."""
    page = engine.attachments.query(task=task_id, limit=limit, cursor=cursor)
    items = list(map(Attachment.of, page))
    return Exact(AttachmentPage(items=items, next_cursor=page.next_cursor))


@tasks.post(
    "/{task_id}/attachments",
    status_code=201,
    response_model=Attachment,
    responses=writes(_NO_TASK, *_ATTACHED),
    operation_id="addTaskAttachment",
)
def add_task_attachment(
    engine: TheEngine,
    task_id: str,
    body: NewAttachment,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Attach a file or a link to a task, open or over."""
    info = engine.attachments.add(
        **body.members(), task=task_id, user=actor, idempotency_key=idempotency_key
    )
    return Exact(Attachment.of(info), status_code=201)


@instances.get(
    "/{instance_id}/comments",
    response_model=CommentPage,
    responses=reads(_NO_INSTANCE, _CURSOR),
    operation_id="listInstanceComments",
)
def list_instance_comments(  # query parameters
    engine: TheEngine,
    instance_id: str,
    *,
    newest_first: NewestFirst = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List what was said of an instance and its tasks, the oldest first."""
    page = engine.comments.query(
        instance=instance_id, newest_first=newest_first, limit=limit, cursor=cursor
    )
    return Exact(CommentPage(items=list(map(Comment.of, page)), next_cursor=page.next_cursor))


@instances.post(
    "/{instance_id}/comments",
    status_code=201,
    response_model=Comment,
    responses=writes(_NO_INSTANCE, "422 comment/text"),
    operation_id="addInstanceComment",
)
def add_instance_comment(
    engine: TheEngine,
    instance_id: str,
    body: CommentText,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Comment on an instance, running or over."""
    info = engine.comments.add(
        body.text, instance=instance_id, user=actor, idempotency_key=idempotency_key
    )
    return Exact(Comment.of(info), status_code=201)


@instances.get(
    "/{instance_id}/attachments",
    response_model=AttachmentPage,
    responses=reads(_NO_INSTANCE, _CURSOR),
    operation_id="listInstanceAttachments",
)
def list_instance_attachments(
    engine: TheEngine, instance_id: str, limit: Limit = 50, cursor: Cursor = None
) -> Exact:
    """List what is attached to an instance and its tasks, the oldest first."""
    page = engine.attachments.query(instance=instance_id, limit=limit, cursor=cursor)
    items = list(map(Attachment.of, page))
    return Exact(AttachmentPage(items=items, next_cursor=page.next_cursor))


@instances.post(
    "/{instance_id}/attachments",
    status_code=201,
    response_model=Attachment,
    responses=writes(_NO_INSTANCE, *_ATTACHED),
    operation_id="addInstanceAttachment",
)
def add_instance_attachment(
    engine: TheEngine,
    instance_id: str,
    body: NewAttachment,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Attach a file or a link to an instance, running or over."""
    info = engine.attachments.add(
        **body.members(), instance=instance_id, user=actor, idempotency_key=idempotency_key
    )
    return Exact(Attachment.of(info), status_code=201)


@router.get(
    "/comments/{comment_id}",
    response_model=Comment,
    responses=reads(_NO_COMMENT),
    operation_id="getComment",
)
def get_comment(engine: TheEngine, comment_id: str) -> Exact:
    """Get a comment."""
    return Exact(Comment.of(engine.comments.get(comment_id)))


@router.put(
    "/comments/{comment_id}",
    response_model=Comment,
    responses=writes(_NO_COMMENT, _NOT_YOURS, "422 comment/text"),
    operation_id="editComment",
)
def edit_comment(
    engine: TheEngine,
    comment_id: str,
    body: CommentText,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Say it otherwise: what was said before is gone, that it was edited is in the history."""
    info = engine.comments.edit(comment_id, body.text, user=actor, idempotency_key=idempotency_key)
    return Exact(Comment.of(info))


@router.delete(
    "/comments/{comment_id}",
    status_code=204,
    responses=writes(_NO_COMMENT, _NOT_YOURS),
    operation_id="deleteComment",
)
def delete_comment(
    engine: TheEngine, comment_id: str, actor: Actor, idempotency_key: IdempotencyKey
) -> None:
    """Delete a comment: its text is gone for good, that it was there is in the history."""
    engine.comments.delete(comment_id, user=actor, idempotency_key=idempotency_key)


@router.get(
    "/attachments/{attachment_id}",
    response_model=Attachment,
    responses=reads(_NO_ATTACHMENT),
    operation_id="getAttachment",
)
def get_attachment(engine: TheEngine, attachment_id: str) -> Exact:
    """Get what is known of an attachment."""
    return Exact(Attachment.of(engine.attachments.get(attachment_id)))


@router.get(
    "/attachments/{attachment_id}/content",
    responses=_CONTENT | reads(_NO_ATTACHMENT),
    operation_id="getAttachmentContent",
    response_class=Response,
)
def get_content(engine: TheEngine, attachment_id: str) -> Response:
    """Download an attachment. It comes as bytes to be saved, whatever it says it is."""
    info = engine.attachments.get(attachment_id)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(info.name or 'file', safe='')}",
        "content-length": str(info.size_bytes or 0),
        "content-security-policy": "default-src 'none'; sandbox",
    }
    pieces = engine.attachments.content(attachment_id)
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


@router.delete(
    "/attachments/{attachment_id}",
    status_code=204,
    responses=writes(_NO_ATTACHMENT, _NOT_YOURS),
    operation_id="deleteAttachment",
)
def delete_attachment(
    engine: TheEngine, attachment_id: str, actor: Actor, idempotency_key: IdempotencyKey
) -> None:
    """Delete an attachment: it is gone for good, that it was there is in the history."""
    engine.attachments.delete(attachment_id, user=actor, idempotency_key=idempotency_key)
