"""What notifications need to know of the installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trivium.work.notifications.channels import Channel

_DAY_MS = 86_400_000


@dataclass(frozen=True)
class NotifyingSettings:
    """Without `channels` people are told in the application alone."""

    channels: Mapping[str, Channel] = field(default_factory=dict, repr=False)
    """The ways out by name; `mail` goes to the addresses of users, others to those that they give."""
    language: str = "en"
    """What those are told in who have chosen none."""
    public_url: str | None = None
    """Where the application is reached; links begin with it."""
    keep_for_ms: int = 90 * _DAY_MS
    """How long notifications are kept, read or not."""
    largest_group: int = 50
    """A task that is offered to more people is told to none of them: they have their list."""
    earliest_reminder_ms: int = _DAY_MS
    """So long before it is due somebody is reminded of a task; of a short one when a quarter is left."""
