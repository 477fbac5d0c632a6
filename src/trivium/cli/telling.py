"""How people are told what concerns them, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from trivium.assembly import channels_of
from trivium.errors import InvalidInput
from trivium.work.notifications import NotifyingSettings

if TYPE_CHECKING:
    from trivium.cli.settings import Settings


@dataclass(frozen=True)
class Telling:
    """What each server process is given; it holds secrets, and shows none."""

    mail_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    urls: dict[str, str] = field(default_factory=dict, repr=False)
    language: str = "en"
    public_url: str | None = None

    def settings(self) -> NotifyingSettings:
        """With the channels, each looked at.

        Raises:
            InvalidInput: one of them cannot be.
        """
        return NotifyingSettings(
            channels=channels_of(self.mail_url, self.mail_from, self.urls),
            language=self.language,
            public_url=self.public_url,
        )


def setup(settings: Settings) -> Telling:
    """What the settings say; wrong ones are refused at once.

    Raises:
        InvalidInput: one of them is wrong (`cli/setting`, `notification/mail-url`, `notification/channel`).
    """
    mail_url, urls = settings.mail_url, settings.notify_urls
    found = Telling(
        mail_url=None if mail_url is None else mail_url.get_secret_value(),
        mail_from=settings.mail_from,
        urls=_urls("{}" if urls is None else urls.get_secret_value()),
        language=settings.notify_language,
        public_url=settings.public_url,
    )
    found.settings()
    return found


def _urls(text: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(text, type=dict[str, str])
    except msgspec.MsgspecError as error:
        raise InvalidInput(
            "Expected TRIVIUM_NOTIFY_URLS to be a JSON object of URLs by name, but it is none.",
            code="cli/setting",
        ) from error
