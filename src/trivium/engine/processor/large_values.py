"""Large values that decisions ask for again and again, such as the collection of a multi-instance."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from trivium.kernel import codec
from trivium.store import prefetch

_MOST_BYTES = 32 * 1024 * 1024


class LargeValues:
    """The values that were read last, by digest, up to 32 MB of JSON. They are shared: nobody changes one."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._size_bytes = 0

    def read(self, cursor: Any, digest: str) -> Any:
        """The value with this digest."""
        found = self._known.get(digest)
        if found is not None:
            self._known.move_to_end(digest)
            return found[0]
        data = prefetch.value(cursor, digest)
        value = codec.decode(data)
        if len(data) <= _MOST_BYTES:
            self._known[digest] = value, len(data)
            self._size_bytes += len(data)
        while self._size_bytes > _MOST_BYTES:
            _, (_, size_bytes) = self._known.popitem(last=False)
            self._size_bytes -= size_bytes
        return value
