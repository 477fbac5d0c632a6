"""Answers to commands that callers may send twice, by idempotency key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from trivium.errors import Conflict
from trivium.kernel import codec
from trivium.store import prefetch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trivium.engine.processor.batch import Batch


def fingerprint(command: Any, user: str | None) -> str:
    """What tells two commands apart that come with the same key."""
    content = vars(command) if hasattr(command, "__dict__") else command
    asked = codec.canonical([type(command).__name__, content, user])
    return hashlib.blake2b(asked, digest_size=16).hexdigest()


class Answers:
    """The answers that the commands of a batch may repeat, and those that it gives."""

    def __init__(self, batch: Batch, keys: Iterable[str]) -> None:
        self._batch = batch
        self._by_key: dict[str, Any] = {}
        self._read(set(keys))

    def has(self, key: str, fingerprint: str) -> bool:
        """Whether this command was answered before.

        Raises:
            Conflict: another command was, under the same key.
        """
        known = self._by_key.get(key)
        if known is not None and known[0] != fingerprint:
            raise Conflict(
                f"Expected the idempotency key {key!r} to come with the request that it came with"
                " first, but this is another one. Use a new key for each request.",
                code="command/idempotency-key-reused",
                key=key,
            )
        return known is not None

    def has_now(self, key: str, fingerprint: str) -> bool:
        """The same, asked again: another node may have been at work on it, and have come first."""
        if not self._batch.cursor.is_alone:
            self._read({key})
        return self.has(key, fingerprint)

    def get(self, key: str) -> Any:
        """What was answered."""
        return self._by_key[key][1]

    def keep(self, key: str, fingerprint: str, result: Any) -> None:
        """What is answered now, for the next time."""
        self._by_key[key] = [fingerprint, result]
        self._batch.writing.answered(key, [fingerprint, result], self._batch.now)

    def _read(self, keys: set[str]) -> None:
        if keys:
            found = prefetch.answers(self._batch.cursor, keys)
            self._by_key.update((key, codec.decode(data)) for key, data in found.items())
