"""Files as variables: a context that names the content by its digest, which is stored apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

FILE_TAG = "$file"
"""The member that holds the digest: the BLAKE2b-256 of the content, in hexadecimal digits."""
_MEMBERS = frozenset({FILE_TAG, "name", "media_type", "size_bytes"})
_DIGEST_LENGTH = 64


def file_value(digest: str, name: str, media_type: str, size_bytes: int) -> dict[str, Any]:
    """The value of a variable that is a file."""
    return {FILE_TAG: digest, "name": name, "media_type": media_type, "size_bytes": size_bytes}


def is_file(value: Any) -> bool:
    """Whether a value is a file."""
    if not isinstance(value, dict) or value.keys() != _MEMBERS:
        return False
    digest, size = value[FILE_TAG], value["size_bytes"]
    return (
        isinstance(digest, str)
        and len(digest) == _DIGEST_LENGTH
        and isinstance(value["name"], str)
        and isinstance(value["media_type"], str)
        and isinstance(size, int)
        and not isinstance(size, bool)
    )


def files_in(value: Any) -> Iterator[dict[str, Any]]:
    """The files anywhere in a value."""
    todo = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            if is_file(each):
                yield each
            else:
                todo.extend(each.values())
        elif isinstance(each, list | tuple):
            todo.extend(each)


def digests_in(value: Any) -> set[str]:
    """The digests of the files in a value."""
    return {each[FILE_TAG] for each in files_in(value)}
