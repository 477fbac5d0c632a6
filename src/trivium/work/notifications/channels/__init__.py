"""The ways out of the house."""

from trivium.work.notifications.channels.channel import Channel, Message, Outcome
from trivium.work.notifications.channels.many import Many
from trivium.work.notifications.channels.smtp import Mail

__all__ = ["Channel", "Mail", "Many", "Message", "Outcome"]
