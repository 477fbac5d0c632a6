"""Files as variables: their content comes with a command and is stored with what it decides."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from trivium.engine.operation import Operation
from trivium.errors import InvalidInput
from trivium.forms import FILE_TAG, file_value, files_in
from trivium.store import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.engine.processor.batch import Batch


class NewFile:
    """A file to be stored, as the value of a variable or an item of a list."""

    __slots__ = ("content", "media_type", "name")

    def __init__(
        self, name: str, content: bytes, media_type: str = "application/octet-stream"
    ) -> None:
        self.name = name
        self.content = content
        self.media_type = media_type

    @property
    def digest(self) -> str:
        """The BLAKE2b-256 of its content."""
        return hashlib.blake2b(self.content, digest_size=32).hexdigest()

    @property
    def value(self) -> dict[str, Any]:
        """What the variable holds of it."""
        return file_value(self.digest, self.name, self.media_type, len(self.content))


def attached(variables: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Variables with new files by their values, and the contents of these by digest."""
    plain = dict(variables or {})
    brought: dict[str, bytes] = {}
    for name, value in plain.items():
        if isinstance(value, NewFile):
            brought[value.digest], plain[name] = value.content, value.value
        elif isinstance(value, list) and any(isinstance(each, NewFile) for each in value):
            files = [each for each in value if isinstance(each, NewFile)]
            brought |= {each.digest: each.content for each in files}
            plain[name] = [each.value if isinstance(each, NewFile) else each for each in value]
    return plain, brought


def bringing(command: Any, brought: Mapping[str, bytes]) -> Any:
    """A command or operation, with the contents of files that come with it."""
    return WithFiles(command, brought) if brought else command


class WithFiles(Operation):
    """Carries out what has files among its variables: all of them are there, or come with it."""

    __slots__ = ("brought", "command")  # what tells it apart under an idempotency key is the rest

    def __init__(self, command: Any, brought: Mapping[str, bytes]) -> None:
        self.command = command
        self.brought = dict(brought)
        self.kind = type(command).__name__
        self.asked = vars(command) if isinstance(command, Operation) else command
        self.digests = sorted(brought)

    def run(self, batch: Batch, seed: int, user: str | None) -> Any:
        """Decides the command, and stores the contents.

        Raises:
            InvalidInput: a file was never uploaded, or is not as large as it says (`file/unknown`).
        """
        command = self.command
        self._demand(batch)
        if isinstance(command, Operation):
            result = command.run(batch, seed, user)
            root_id = str(result)  # what starts an instance gives its id
        else:
            root_id = batch.target(command).root_id
            result = batch.carry_out(command, seed, user)
        for digest, content in self.brought.items():
            batch.writing.value(digest, content, root_id)
        return result

    def _demand(self, batch: Batch) -> None:
        named = list(files_in(self.command.variables))
        others = {each[FILE_TAG] for each in named} - self.brought.keys()
        known = drafts.sizes(batch.cursor, others) if others else {}
        known |= {digest: len(content) for digest, content in self.brought.items()}
        for each in named:
            if known.get(each[FILE_TAG]) != each["size_bytes"]:
                raise InvalidInput(
                    f"Expected the file {each['name']!r} to be uploaded before, but it is not there."
                    " Upload it, and send what that answers.",
                    code="file/unknown",
                    file=each["name"],
                )


class Store(Operation):
    """Keeps a file that somebody has uploaded for a task."""

    needs_flush = False

    def __init__(self, root_id: str, digest: str, content: bytes) -> None:
        self.root_id = root_id
        self.digest = digest
        self.content = content

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        batch.writing.value(self.digest, self.content, self.root_id)
