"""What a channel is told, and what it answers."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol


class Message(NamedTuple):
    """Something to be sent. `id` is the same whenever it is tried again; the subject is one line."""

    id: str
    to: str
    subject: str
    text: str
    at: int


class Outcome(NamedTuple):
    """What came of it.

    `sent`: whoever delivers it from here on has said that they will. `refused`: it will never be taken.
    `later`: not now. `down`: nothing is taken now, whoever it is for.
    """

    state: Literal["sent", "refused", "later", "down"]
    why: str = ""


class Channel(Protocol):
    """A way to reach people. It is called by several threads at once."""

    def send(self, message: Message) -> Outcome:
        """Tries once, for two minutes at most. It says what is wrong, without secrets, and raises nothing."""
