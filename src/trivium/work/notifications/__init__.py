"""Telling people: what concerns them, in their words, by the ways and at the times that they chose."""

from trivium.work.notifications.outbox import Outbox
from trivium.work.notifications.settings import NotifyingSettings
from trivium.work.notifications.teller import Teller

__all__ = ["NotifyingSettings", "Outbox", "Teller"]
