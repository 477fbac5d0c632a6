"""What is sent and read while somebody watches, without I/O: both clients drive the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

import msgspec

from trivium.client.call import given, segment
from trivium.client.encoding import decode
from trivium.client.exchange import Manner, Pauses
from trivium.client.problems import UnexpectedAnswer, kind_of
from trivium.errors import NotAuthenticated, TriviumError, Unavailable

_OWN_CODES = 4000
_AWAY = frozenset({502, 503, 504})
_PASSING = frozenset({"live/stopping", "live/renew", "live/too-slow", "store/unavailable"})
_LATE = 2.5
_UNTIL_WELCOME_SECONDS = 30.0
_HEAD = frozenset({"type", "at", "root_instance_id", "sequence"})

Topic = Literal["monitoring", "tasks"]


class LiveEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened; `facts` are the members that events of its type have.

    A `state` comes first, and again when too much was missed: its facts are what there is. What comes twice
    has the same `root_instance_id` and `sequence`.
    """

    type: str
    at: datetime
    root_instance_id: str | None = None
    sequence: int | None = None
    facts: dict[str, Any] = {}


@dataclass(kw_only=True)
class Watch:
    """What somebody watches, and how far they have come."""

    path: str
    asked: dict[str, Any]
    headers: dict[str, str]
    retry_seconds: float
    can_renew_token: bool
    cursor: str | None = None
    patience_seconds: float = _UNTIL_WELCOME_SECONDS
    """So long the server is silent at most."""
    _half: list[LiveEvent] = field(default_factory=list)
    _pauses: Pauses | None = None
    _was_refused: bool = False

    def url(self, base: str) -> str:
        """The address of the WebSocket."""
        scheme, netloc, path, _, _ = urlsplit(base)
        scheme = "wss" if scheme == "https" else "ws"
        return urlunsplit((scheme, netloc, path.rstrip("/") + self.path, "", ""))

    def first(self, token: str | None) -> str:
        """The first message."""
        self._half = []
        self.patience_seconds = _UNTIL_WELCOME_SECONDS
        message = given(type="subscribe", token=token, cursor=self.cursor, **self.asked)
        return msgspec.json.encode(message).decode()

    def read(self, text: str | bytes) -> list[LiveEvent]:
        """What a message tells.

        Raises:
            TriviumError: the server ends it.
        """
        message = decode(text.encode() if isinstance(text, str) else text, dict[str, Any])
        kind = message["type"]
        found: list[LiveEvent] = []
        if kind == "welcome":
            self._pauses, self._was_refused = None, False
            self.patience_seconds = float(message["heartbeat_seconds"]) * _LATE
            if not message["resumed"]:
                at = msgspec.convert(message["at"], datetime)
                found.append(LiveEvent(type="state", at=at, facts=message["state"] or {}))
        elif kind == "events":
            self._half += [_event(each) for each in message["events"]]
        elif kind == "error":
            raise TriviumError(message["detail"], code=message["code"], status=message["status"])
        if "cursor" in message:  # what came before it is whole
            found += self._half
            self._half = []
            self.cursor = message["cursor"]
        return found

    def pause(self, why: TriviumError, status: int) -> float:
        """The seconds to wait before the next attempt, after it has ended.

        Raises:
            TriviumError: there is no use in trying again.
        """
        if status > _OWN_CODES:
            status -= _OWN_CODES
        if why.code not in _PASSING and status and status not in _AWAY:
            kind = kind_of(status)
            if not issubclass(kind, NotAuthenticated) or self._was_refused:
                raise kind(why.message, code=why.code) from why
            if not self.can_renew_token:
                raise kind(why.message, code=why.code) from why
            self._was_refused = True
        if self._pauses is None:
            self._pauses = Pauses(self.retry_seconds)
        seconds = self._pauses.next()
        if seconds is None:
            raise Unavailable(
                f"Expected to go on watching, but: {why.message}", code="client/unreachable"
            ) from why
        return seconds


def watch_of(
    topic: Topic,
    case_id: str | None,
    *,
    manner: Manner,
    cursor: str | None,
    filters: dict[str, Any],
) -> Watch:
    """What is to be watched; a case, if one is named."""
    path = f"/ws/{topic}" if case_id is None else f"/api/cases/{segment(case_id)}/events"
    return Watch(
        path=path,
        asked={name: value for name, value in filters.items() if value},
        headers=dict(manner.headers),
        retry_seconds=manner.retry_seconds,
        can_renew_token=manner.can_renew_token,
        cursor=cursor,
    )


def broken(why: object) -> TriviumError:
    """The line is broken, or was never there."""
    return Unavailable(f"{why}".rstrip(".") + ".", code="client/unreachable")


def refused(status: int) -> TriviumError:
    """The server has not let it begin."""
    return UnexpectedAnswer(
        f"Expected a WebSocket of Trivium, but the answer is {status}. Is the address right, and is there a"
        " proxy?",
        status=status,
    )


def _event(members: dict[str, Any]) -> LiveEvent:
    return LiveEvent(
        type=members["type"],
        at=msgspec.convert(members["at"], datetime),
        root_instance_id=members["root_instance_id"],
        sequence=members["sequence"],
        facts={name: value for name, value in members.items() if name not in _HEAD},
    )
