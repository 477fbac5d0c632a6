"""How the pure kernel asks the shell for state that was not prefetched."""

from __future__ import annotations

from typing import Any

_UNREAD: Any = object()


class Missing(BaseException):  # not an error: a question to the shell, like StopIteration
    """Raised by a decision that needs more state; the shell loads it and decides again.

    Nothing that this decision did may be kept. It is no `Exception`, so that nothing in between takes it
    for trouble in the model.
    """

    def __init__(
        self,
        *,
        pages: tuple[int, ...] = (),
        all_pages: bool = False,
        value: str | None = None,
    ) -> None:
        super().__init__(pages, all_pages, value)
        self.pages = pages
        self.all_pages = all_pages
        self.value = value


class LargeValue:
    """A variable's value that is stored apart, by content hash, and read only when asked for."""

    __slots__ = ("_value", "digest", "size_bytes")

    def __init__(self, digest: str, size_bytes: int, value: Any = _UNREAD) -> None:
        self.digest = digest
        self.size_bytes = size_bytes
        self._value = value

    def read(self) -> Any:
        """The value itself.

        Raises:
            Missing: it was not loaded.
        """
        if self._value is _UNREAD:
            raise Missing(value=self.digest)
        return self._value

    def __repr__(self) -> str:
        return f"<value of {self.size_bytes} bytes, {self.digest[:12]}>"
