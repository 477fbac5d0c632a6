"""Descriptions of operations as methods of a client: one set that blocks, one that is awaited."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Generic, ParamSpec, Protocol, Self, TypeVar, cast

from trivium.client.call import Call, Listing, PageOf
from trivium.client.shapes import Preview

P = ParamSpec("P")
Answer = TypeVar("Answer")
Item = TypeVar("Item")


class Blocks(Protocol):
    """A client that blocks."""

    def send(self, call: Call[Answer]) -> Answer: ...


class Awaits(Protocol):
    """A client that is awaited."""

    async def send(self, call: Call[Answer]) -> Answer: ...


class _Method:
    """Binds a description to the client that it is read from; says what the description says."""

    def __init__(self, describe: Callable[..., Any], client: Any = None) -> None:
        self._describe = describe
        self._client = client
        self.__doc__ = describe.__doc__
        self.__name__ = describe.__name__
        self.__signature__ = inspect.signature(describe)

    def __get__(self, client: Any, owner: type) -> Self:
        return self if client is None else type(self)(self._describe, client)


class Blocking(_Method, Generic[P, Answer]):
    """An operation."""

    _describe: Callable[P, Call[Answer]]
    _client: Blocks

    def __init__(self, describe: Callable[P, Call[Answer]], client: Any = None) -> None:
        super().__init__(describe, client)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Answer:
        return self._client.send(self._describe(*args, **kwargs))


class BlockingWrite(Blocking[P, Answer]):
    """An operation that changes something."""

    def preview(self, *args: P.args, **kwargs: P.kwargs) -> Preview:
        """What it would do; nothing of it is kept."""
        return self._client.send(self._describe(*args, **kwargs).preview())


class BlockingList(_Method, Generic[P, Answer, Item]):
    """An operation that gives a page of a list."""

    _describe: Callable[P, Listing[Answer, Item]]
    _client: Blocks

    def __init__(self, describe: Callable[P, Listing[Answer, Item]], client: Any = None) -> None:
        super().__init__(describe, client)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Answer:
        return self._client.send(self._describe(*args, **kwargs))

    def each(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[Item]:
        """All items of all pages; `limit` is how many come with one request."""
        call = self._describe(*args, **kwargs)
        while True:
            page = cast("PageOf[Item]", self._client.send(call))  # what every listing answers
            yield from page.items
            if page.next_cursor is None:
                return
            call = call.after(page.next_cursor)


class Awaited(_Method, Generic[P, Answer]):
    """An operation."""

    _describe: Callable[P, Call[Answer]]
    _client: Awaits

    def __init__(self, describe: Callable[P, Call[Answer]], client: Any = None) -> None:
        super().__init__(describe, client)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Answer:
        return await self._client.send(self._describe(*args, **kwargs))


class AwaitedWrite(Awaited[P, Answer]):
    """An operation that changes something."""

    async def preview(self, *args: P.args, **kwargs: P.kwargs) -> Preview:
        """What it would do; nothing of it is kept."""
        return await self._client.send(self._describe(*args, **kwargs).preview())


class AwaitedList(_Method, Generic[P, Answer, Item]):
    """An operation that gives a page of a list."""

    _describe: Callable[P, Listing[Answer, Item]]
    _client: Awaits

    def __init__(self, describe: Callable[P, Listing[Answer, Item]], client: Any = None) -> None:
        super().__init__(describe, client)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Answer:
        return await self._client.send(self._describe(*args, **kwargs))

    async def each(self, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[Item]:
        """All items of all pages; `limit` is how many come with one request."""
        call = self._describe(*args, **kwargs)
        while True:
            page = cast("PageOf[Item]", await self._client.send(call))  # what every listing answers
            for item in page.items:
                yield item
            if page.next_cursor is None:
                return
            call = call.after(page.next_cursor)
