"""One WebSocket from its first message to its last."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketDisconnect

from trivium.api.admission import is_loopback, refuse_one_time, token_of
from trivium.api.live import Listener, Stopping, Wanted
from trivium.api.problems import status_of, title_of, type_of
from trivium.engine.acting import acting_as
from trivium.errors import (
    InvalidInput,
    NotAuthenticated,
    NotPermitted,
    TriviumError,
)
from trivium.identity import Principal
from trivium.identity.authorisation import Authorisation
from trivium.identity.permissions import ADMIN
from trivium.kernel import codec
from trivium.kernel.moments import from_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.websockets import WebSocket

    from trivium.api.live import Feed
    from trivium.engine import Engine
    from trivium.engine.live.reader import LiveReader
    from trivium.identity import Identity

HEARTBEAT_SECONDS = 25.0
_FIRST_MESSAGE_SECONDS = 10.0
_CLOSE_SECONDS = 5.0
_LONGEST_SECONDS = 3600.0
_MOST_CHARACTERS = 65_536
_MOST_BEHIND = 20_000
_ONE_MESSAGE_CHARACTERS = 200_000
_RESTART = 1012
_OWN_CODES = 4000
_MOST_NAMES = 200
_Names = tuple[str, ...]


class Subscribe(msgspec.Struct, forbid_unknown_fields=True, tag="subscribe", tag_field="type"):
    """The first message of a client: who it is, what it wants to hear, and where it goes on."""

    token: str | None = None
    user: str | None = None
    cursor: str | None = None
    types: _Names = ()
    process_definition_keys: _Names = ()
    process_instance_ids: _Names = ()
    activity_ids: _Names = ()
    scope: Literal["mine", "visible"] = "mine"
    candidate_groups: _Names = ()

    def wanted(self) -> Wanted:
        """What it wants to hear."""
        return Wanted(
            types=self.types,
            definition_keys=frozenset(self.process_definition_keys),
            instance_ids=frozenset(self.process_instance_ids),
            activity_ids=frozenset(self.activity_ids),
            groups=frozenset(self.candidate_groups),
        )


_decoder = msgspec.json.Decoder(Subscribe)


class Topic(NamedTuple):
    """What a WebSocket is about."""

    state: Callable[[Engine, Principal, Subscribe], Any]
    """What there is at the beginning, for who acts."""
    wanted: Callable[[Subscribe], Wanted]
    root_id: Callable[[Engine], str | None] = lambda _: None
    """The one tree that it is about.

    Raises:
        NotFound: there is none, for who acts.
    """


class Conversation:
    """Welcomes whoever has connected, tells them what happens, and ends in good order."""

    def __init__(self, socket: WebSocket, topic: Topic) -> None:
        state = socket.app.state
        self._socket = socket
        self._topic = topic
        self._engine: Engine = state.engine
        self._identity: Identity = state.identity
        self._feed: Feed = state.feed
        self._is_development: bool = state.is_development
        self._heartbeat_seconds: float = state.heartbeat_seconds
        self._listener: Listener | None = None

    async def run(self) -> None:
        """From the first message to the end."""
        await self._socket.accept()
        try:
            asked = await self._first_message()
            renew = self._claim(asked)
            principal = await run_in_threadpool(renew)
            await self._converse(asked, principal, renew)
        except TriviumError as error:
            await self._close(error)
        except WebSocketDisconnect:
            return
        finally:
            if self._listener is not None:
                self._feed.leave(self._listener)

    # -- the beginning

    async def _first_message(self) -> Subscribe:
        try:
            async with asyncio.timeout(_FIRST_MESSAGE_SECONDS):
                text = await self._socket.receive_text()
        except TimeoutError as error:
            raise InvalidInput(
                f"Expected a first message within {_FIRST_MESSAGE_SECONDS:g} seconds, but none came.",
                code="live/no-subscription",
            ) from error
        except KeyError as error:
            raise _unfit("it is no text") from error
        if len(text) > _MOST_CHARACTERS:
            raise _unfit(f"it has more than {_MOST_CHARACTERS:,} characters")
        try:
            asked = _decoder.decode(text)
        except msgspec.ValidationError as error:
            raise _unfit(str(error)) from error
        except msgspec.DecodeError as error:
            raise _unfit("it is no JSON") from error
        lists = (asked.types, asked.process_definition_keys, asked.process_instance_ids)
        if max(map(len, (*lists, asked.activity_ids, asked.candidate_groups))) > _MOST_NAMES:
            raise _unfit(f"a list in it has more than {_MOST_NAMES} items")
        return asked

    def _claim(self, asked: Subscribe) -> Callable[[], Principal]:
        """What tells who it is, now and when rights have changed."""
        token = asked.token or token_of(self._socket)
        other = asked.user or self._socket.headers.get("x-user")
        if token is None:
            return self._believed(other)
        principals = self._identity.principals
        known: list[Principal] = []

        def claimed() -> Principal:
            base = principals.again(known[0], token) if known else principals.of_token(token)
            known[:] = [base]
            found = base if other is None else principals.acting_for(base, other)
            refuse_one_time(found)
            return found

        return claimed

    def _believed(self, user: str | None) -> Callable[[], Principal]:
        if not self._is_development:
            raise NotAuthenticated(
                "Expected a token in the first message or in the header Authorization, but found none."
                " Sign in first."
            )
        client = self._socket.client
        if user is not None and (client is None or not is_loopback(client.host)):
            raise NotPermitted(
                "Expected a user from this machine only, but it came from another one.",
                code="identity/header-not-trusted",
            )
        everybody = Principal(user=user or "", roles=frozenset({ADMIN}))
        return lambda: everybody

    # -- the middle

    async def _converse(
        self, asked: Subscribe, principal: Principal, renew: Callable[[], Principal]
    ) -> None:
        engine, topic = self._engine, self._topic
        root_id = await run_in_threadpool(self._acting, principal, topic.root_id, engine)

        def renewed() -> Principal:
            found = renew()
            self._acting(found, topic.root_id, engine)
            return found

        listener = self._listener = Listener(principal, topic.wanted(asked), renewed)
        reader = await self._reader(asked.cursor, root_id)
        if reader is not None:
            listener.fall_behind()
        await self._feed.join(listener)
        state = None
        if reader is None:
            state = await run_in_threadpool(
                self._acting, principal, topic.state, engine, principal, asked
            )
        else:
            listener.cursor = asked.cursor or ""
        await self._send(
            {
                "type": "welcome",
                "connection_id": secrets.token_hex(8),
                "at": self._now(),
                "user": principal.user or None,
                "cursor": listener.cursor,
                "resumed": reader is not None,
                "heartbeat_seconds": self._heartbeat_seconds,
                "state": state,
            }
        )
        await self._until_one_ends(self._listen(), self._tell(listener, reader), listener.ended)

    @staticmethod
    def _acting(principal: Principal, work: Callable[..., Any], *args: Any) -> Any:
        with acting_as(Authorisation(principal)):
            return work(*args)

    async def _reader(self, cursor: str | None, root_id: str | None) -> LiveReader | None:
        """Reads what was missed; None if there is no cursor, or too much was."""
        if cursor is None:
            return None
        reader = self._engine.journal.live(cursor, root_id=root_id)
        if root_id is None:
            async with self._feed.reading:
                behind = await run_in_threadpool(reader.behind)
            if behind > _MOST_BEHIND:
                return None
        return reader

    async def _until_one_ends(self, *parts: Any) -> None:
        """What ends first ends the others."""
        tasks = [asyncio.ensure_future(part) for part in parts]
        try:
            done, _ = await asyncio.wait(
                tasks, timeout=_LONGEST_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        if not done:
            raise Stopping(
                "Expected a connection of at most an hour, but it is as old. Connect again.",
                code="live/renew",
            )
        for task in done:
            error = task.result()
            if error is not None:
                raise error

    async def _listen(self) -> None:
        """What a client says after its first message is next to nothing; that it is gone ends it all."""
        while True:
            text = await self._socket.receive_text()
            if text != '{"type":"ping"}':
                raise _unfit('after the first there is but `{"type":"ping"}`')
            await self._send({"type": "pong", "at": self._now()})

    async def _tell(self, listener: Listener, reader: LiveReader | None) -> None:
        if reader is not None:
            await self._catch_up(listener, reader)
        while True:
            try:
                async with asyncio.timeout(self._heartbeat_seconds):
                    texts = await listener.next()
            except TimeoutError:
                beat = {"type": "heartbeat", "at": self._now(), "cursor": listener.cursor}
                await self._send(beat)
            else:
                await self._send_events(listener.cursor, texts)

    async def _catch_up(self, listener: Listener, reader: LiveReader) -> None:
        """Sends what was missed, as fast as the client reads."""
        while True:
            async with self._feed.reading:
                batch = await run_in_threadpool(reader.read)
            for entry in batch.entries:
                texts = listener.heard(entry)
                if texts:
                    await self._send_events(entry.cursor, texts)
            if batch.is_last:
                if listener.catch_up(batch.place):
                    break
                listener.fall_behind()
        message = {"type": "live", "at": self._now(), "cursor": listener.cursor}
        await self._send(message)

    # -- sending

    async def _send_events(self, cursor: str, texts: list[str]) -> None:
        *first, last = _portions(texts)
        for some in first:
            await self._socket.send_text(f'{{"type":"events","events":[{some}]}}')
        await self._socket.send_text(f'{{"type":"events","cursor":"{cursor}","events":[{last}]}}')

    async def _send(self, message: Any) -> None:
        await self._socket.send_text(codec.encode(message).decode())

    def _now(self) -> Any:
        return from_ms(self._engine.clock.now_ms())

    async def _close(self, error: TriviumError) -> None:
        """Says why, and closes; who does not read any more is not waited for."""
        is_ours = isinstance(error, Stopping)
        code = _RESTART if is_ours else _OWN_CODES + status_of(type(error))
        message = {
            "type": "error",
            "status": status_of(type(error)),
            "page": type_of(error.code),
            "title": title_of(error.code),
            "code": error.code,
            "detail": error.message,
        }
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._send(message)
                await self._socket.close(code, error.code)
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            return  # it is gone already, or as good as


def _portions(texts: list[str]) -> Iterator[str]:
    """Events put together to messages that are not too large."""
    some: list[str] = []
    length = 0
    for text in texts:
        if some and length + len(text) > _ONE_MESSAGE_CHARACTERS:
            yield ",".join(some)
            some, length = [], 0
        some.append(text)
        length += len(text)
    yield ",".join(some)


def _unfit(why: str) -> InvalidInput:
    return InvalidInput(
        f'Expected a first message such as {{"type": "subscribe"}}, but {why}.',
        code="live/bad-message",
    )
