"""Remarks, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def list_task_comments(
    task_id: str, *, newest_first: bool = False, limit: int = 50, cursor: str | None = None
) -> Listing[shapes.CommentPage, shapes.Comment]:
    """List what was said of a task, open or over, the oldest first.

    Refusals: `task/not-found`, `input/cursor`.
    """
    return Listing(
        operation="listTaskComments",
        method="GET",
        path=f"/api/processes/tasks/{segment(task_id)}/comments",
        answer=shapes.CommentPage,
        query=given(newest_first=newest_first, limit=limit, cursor=cursor),
    )


def add_task_comment(
    task_id: str, *, text: str, idempotency_key: str | None = None
) -> Call[shapes.Comment]:
    """Comment on a task, open or over.

    Refusals: `task/not-found`, `comment/text`.
    """
    return Call(
        operation="addTaskComment",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/comments",
        answer=shapes.Comment,
        body=given(text=text),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def list_task_attachments(
    task_id: str, *, limit: int = 50, cursor: str | None = None
) -> Listing[shapes.AttachmentPage, shapes.Attachment]:
    """List what is attached to a task, open or over, the oldest first.

    Refusals: `task/not-found`, `input/cursor`.
    """
    return Listing(
        operation="listTaskAttachments",
        method="GET",
        path=f"/api/processes/tasks/{segment(task_id)}/attachments",
        answer=shapes.AttachmentPage,
        query=given(limit=limit, cursor=cursor),
    )


def add_task_attachment(
    task_id: str,
    *,
    name: str,
    description: str | None = None,
    media_type: str | None = None,
    content: str | None = None,
    url: str | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.Attachment]:
    """Attach a file or a link to a task, open or over.

    Refusals: `task/not-found`, `attachment/too-large`, `attachment/name`, `attachment/url`.
    """
    return Call(
        operation="addTaskAttachment",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/attachments",
        answer=shapes.Attachment,
        body=given(
            name=name, description=description, media_type=media_type, content=content, url=url
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def list_instance_comments(
    instance_id: str, *, newest_first: bool = False, limit: int = 50, cursor: str | None = None
) -> Listing[shapes.CommentPage, shapes.Comment]:
    """List what was said of an instance and its tasks, the oldest first.

    Refusals: `instance/not-found`, `input/cursor`.
    """
    return Listing(
        operation="listInstanceComments",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/comments",
        answer=shapes.CommentPage,
        query=given(newest_first=newest_first, limit=limit, cursor=cursor),
    )


def add_instance_comment(
    instance_id: str, *, text: str, idempotency_key: str | None = None
) -> Call[shapes.Comment]:
    """Comment on an instance, running or over.

    Refusals: `instance/not-found`, `comment/text`.
    """
    return Call(
        operation="addInstanceComment",
        method="POST",
        path=f"/api/processes/instances/{segment(instance_id)}/comments",
        answer=shapes.Comment,
        body=given(text=text),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def list_instance_attachments(
    instance_id: str, *, limit: int = 50, cursor: str | None = None
) -> Listing[shapes.AttachmentPage, shapes.Attachment]:
    """List what is attached to an instance and its tasks, the oldest first.

    Refusals: `instance/not-found`, `input/cursor`.
    """
    return Listing(
        operation="listInstanceAttachments",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/attachments",
        answer=shapes.AttachmentPage,
        query=given(limit=limit, cursor=cursor),
    )


def add_instance_attachment(
    instance_id: str,
    *,
    name: str,
    description: str | None = None,
    media_type: str | None = None,
    content: str | None = None,
    url: str | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.Attachment]:
    """Attach a file or a link to an instance, running or over.

    Refusals: `instance/not-found`, `attachment/too-large`, `attachment/name`, `attachment/url`.
    """
    return Call(
        operation="addInstanceAttachment",
        method="POST",
        path=f"/api/processes/instances/{segment(instance_id)}/attachments",
        answer=shapes.Attachment,
        body=given(
            name=name, description=description, media_type=media_type, content=content, url=url
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_comment(comment_id: str) -> Call[shapes.Comment]:
    """Get a comment.

    Refusals: `comment/not-found`.
    """
    return Call(
        operation="getComment",
        method="GET",
        path=f"/api/processes/comments/{segment(comment_id)}",
        answer=shapes.Comment,
    )


def edit_comment(
    comment_id: str, *, text: str, idempotency_key: str | None = None
) -> Call[shapes.Comment]:
    """Say it otherwise: what was said before is gone, that it was edited is in the history.

    Refusals: `comment/not-found`, `comment/text`.
    """
    return Call(
        operation="editComment",
        method="PUT",
        path=f"/api/processes/comments/{segment(comment_id)}",
        answer=shapes.Comment,
        body=given(text=text),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def delete_comment(comment_id: str, *, idempotency_key: str | None = None) -> Call[None]:
    """Delete a comment: its text is gone for good, that it was there is in the history.

    Refusals: `comment/not-found`.
    """
    return Call(
        operation="deleteComment",
        method="DELETE",
        path=f"/api/processes/comments/{segment(comment_id)}",
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_attachment(attachment_id: str) -> Call[shapes.Attachment]:
    """Get what is known of an attachment.

    Refusals: `attachment/not-found`.
    """
    return Call(
        operation="getAttachment",
        method="GET",
        path=f"/api/processes/attachments/{segment(attachment_id)}",
        answer=shapes.Attachment,
    )


def delete_attachment(attachment_id: str, *, idempotency_key: str | None = None) -> Call[None]:
    """Delete an attachment: it is gone for good, that it was there is in the history.

    Refusals: `attachment/not-found`.
    """
    return Call(
        operation="deleteAttachment",
        method="DELETE",
        path=f"/api/processes/attachments/{segment(attachment_id)}",
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_attachment_content(attachment_id: str) -> Call[bytes]:
    """Download an attachment. It comes as bytes to be saved, whatever it says it is.

    Refusals: `attachment/not-found`.
    """
    return Call(
        operation="getAttachmentContent",
        method="GET",
        path=f"/api/processes/attachments/{segment(attachment_id)}/content",
        answer=bytes,
    )
