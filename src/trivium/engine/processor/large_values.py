"""Large values that decisions ask for again and again, such as the collection of a multi-instance."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from trivium.kernel import codec
from trivium.store import prefetch

if TYPE_CHECKING:
    from trivium.store.cursors import Cursor

_MOST_BYTES = 32 * 1024 * 1024


class LargeValues:
    """The values that were read last, by digest, up to 32 MB of JSON. They are shared: nobody changes one."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._size_bytes = 0
        self._lock = threading.Lock()

    def read(self, cursor: Cursor, digest: str) -> Any:
        """The value with this digest."""
        with self._lock:
            found = self._known.get(digest)
            if found is not None:
                self._known.move_to_end(digest)
                return found[0]
        data = prefetch.value(cursor, digest)
        value = codec.decode(data)
        with self._lock:
            self._keep(digest, value, len(data))
        return value

    def _keep(self, digest: str, value: Any, size_bytes: int) -> None:
        if size_bytes <= _MOST_BYTES and digest not in self._known:
            self._known[digest] = value, size_bytes
            self._size_bytes += size_bytes
        while self._size_bytes > _MOST_BYTES:
            _, (_, oldest_bytes) = self._known.popitem(last=False)
            self._size_bytes -= oldest_bytes
