"""Chats, pagers and whatever else Apprise can reach."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from trivium.errors import InvalidInput
from trivium.work.notifications.channels.channel import Message, Outcome

ADDRESS = "{address}"
"""What stands in a URL for the address of whoever is told."""
_HARMLESS = "nobody"


class Many:
    """One URL of Apprise's, such as `slack://token/{address}`; it comes from the settings alone."""

    def __init__(self, name: str, url: str) -> None:
        """Looks whether Apprise knows such URLs.

        Raises:
            InvalidInput: it does not (`notification/channel`), or is not installed.
        """
        self._name = name
        self._url = url
        self._apprise = _library()
        if self._made(_HARMLESS) is None:
            raise InvalidInput(
                f"Expected for the channel {name} a URL that Apprise knows, but it knows none of this kind."
                " Correct TRIVIUM_NOTIFY_URLS.",
                code="notification/channel",
                channel=name,
            )

    def __repr__(self) -> str:
        return f"Many({self._name})"

    def send(self, message: Message) -> Outcome:
        """Apprise says yes or no, and no more: everything but a yes is tried again."""
        way = self._made(message.to)
        if way is None:
            return Outcome("refused", "This address cannot be reached by the channel.")
        taken = way.notify(title=message.subject, body=message.text, body_format="text")
        return Outcome("sent") if taken else Outcome("later", "The channel did not take it.")

    def _made(self, address: str) -> Any:
        """What sends; it takes exceptions of its plugins for a no."""
        way = self._apprise.Apprise()
        return way if way.add(self._url.replace(ADDRESS, quote(address, safe=""))) else None


def _library() -> Any:
    try:
        import apprise  # noqa: PLC0415  # it is an extra
    except ImportError as error:
        raise InvalidInput(
            f"Expected the library Apprise for TRIVIUM_NOTIFY_URLS, but there is none: {error}. Install"
            " trivium[notifications].",
            code="notification/no-library",
        ) from error
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it quotes URLs, which hold secrets
    return apprise
