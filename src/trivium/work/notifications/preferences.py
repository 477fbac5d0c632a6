"""How somebody wants to hear of what: ways by kind, quiet hours, digests, addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, cast, get_args
from zoneinfo import ZoneInfoNotFoundError

import msgspec

from trivium.errors import InvalidModel
from trivium.work.faults import Faults
from trivium.work.notifications.kinds import IN_APP, KINDS, MAIL
from trivium.work.notifications.times import Quiet, Rhythm, after_quiet, next_digest, zone_of

ALL = "*"
"""As a kind: all that are not named."""
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_ADDRESS = re.compile(r"[\w.+@#:=~!$'*-]{1,200}")
_FIELDS = frozenset({"language", "zone", "channels", "quiet", "digests", "digest_at", "addresses"})
_QUIET_FIELDS = frozenset({"from", "until"})
_MORNING = 8 * 60


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """`channels` are the ways by kind, `*` for all that are not named; without either it goes the usual ways.

    `digests` are the rhythms by channel; daily ones come at `digest_at` (minutes after midnight).
    """

    language: str | None = None
    zone: str = "UTC"
    channels: dict[str, tuple[str, ...]] = {}
    quiet: Quiet | None = None
    digests: dict[str, Rhythm] = {}
    digest_at: int = _MORNING
    addresses: dict[str, str] = {}

    def ways(self, kind: str) -> tuple[str, ...]:
        """The channels by which somebody hears of a kind."""
        found = self.channels.get(kind, self.channels.get(ALL))
        if found is not None:
            return found
        return (IN_APP, MAIL) if KINDS[kind].is_sent else (IN_APP,)

    def rhythm(self, channel: str) -> Rhythm:
        """Whether what comes by a channel is gathered first."""
        return self.digests.get(channel, "at-once")

    def due_at(self, channel: str, now: int) -> int:
        """When something is to go out by a channel (milliseconds since 1970-01-01 UTC)."""
        rhythm = self.rhythm(channel)
        at = now if rhythm == "at-once" else next_digest(now, rhythm, self.digest_at, self.zone)
        return after_quiet(at, self.quiet, self.zone)


def read_preferences(data: Mapping[str, Any], channels: Collection[str]) -> Preferences:
    """Preferences from data; `channels` are those that there are beside in-app.

    Raises:
        InvalidModel: they are none; all that is wrong is listed.
    """
    faults = Faults("notification/preferences")
    faults.only(data, _FIELDS, "the preferences")
    known = {IN_APP, MAIL, *channels}
    zone = data.get("zone", "UTC")
    if not _is_zone(zone):
        faults.add("zone", "a time zone such as Europe/Berlin", zone)
    language = data.get("language")
    if language is not None and not _fits(_LANGUAGE, language):
        faults.add("language", "a language such as en or de", language)
    found = Preferences(
        language=language,
        zone=str(zone),
        channels=_channels(data, known, faults),
        quiet=_quiet(data, faults),
        digests=_digests(data, known, faults),
        digest_at=_minutes(data.get("digest_at", "08:00"), "digest_at", faults),
        addresses=_addresses(data, known, faults),
    )
    if faults.found:
        raise InvalidModel(faults.found, "preferences")
    return found


def kept_preferences(data: Mapping[str, Any]) -> Preferences:
    """Preferences as they are stored: what channels there are now, and what zones, may have changed since."""
    ways = (way for found in data["channels"].values() for way in found)
    try:
        return read_preferences(data, {*ways, *data["digests"], *data["addresses"]})
    except InvalidModel:
        return Preferences()


def preferences_data(preferences: Preferences) -> dict[str, Any]:
    """The data of preferences: reading it gives the same ones."""
    quiet = preferences.quiet
    return {
        "language": preferences.language,
        "zone": preferences.zone,
        "channels": {kind: list(ways) for kind, ways in preferences.channels.items()},
        "quiet": quiet and {"from": _clock(quiet.start), "until": _clock(quiet.end)},
        "digests": dict(preferences.digests),
        "digest_at": _clock(preferences.digest_at),
        "addresses": dict(preferences.addresses),
    }


def _channels(
    data: Mapping[str, Any], known: Collection[str], faults: Faults
) -> dict[str, tuple[str, ...]]:
    found = {}
    for kind, ways in _table(data, "channels", faults).items():
        if kind not in KINDS and kind != ALL:
            faults.add("channels", f"a kind of {', '.join(KINDS)} or *", kind)
        found[kind] = faults.texts({kind: ways}, kind, "channels")
        for way in found[kind]:
            if way not in known:
                faults.add(f"channels.{kind}", f"a channel of {', '.join(sorted(known))}", way)
    return found


def _quiet(data: Mapping[str, Any], faults: Faults) -> Quiet | None:
    value = data.get("quiet")
    if value is None:
        return None
    if not isinstance(value, Mapping):
        faults.add("quiet", "a table with from and until", value)
        return None
    faults.only(value, _QUIET_FIELDS, "quiet")
    quiet = Quiet(
        _minutes(value.get("from"), "quiet.from", faults),
        _minutes(value.get("until"), "quiet.until", faults),
    )
    if quiet.start == quiet.end and not faults.found:
        faults.add("quiet.until", "another time than that of `from`", value.get("until"))
    return quiet


def _digests(data: Mapping[str, Any], known: Collection[str], faults: Faults) -> dict[str, Rhythm]:
    found: dict[str, Rhythm] = {}
    for channel, rhythm in _table(data, "digests", faults).items():
        if channel not in known or channel == IN_APP:
            outer = sorted(set(known) - {IN_APP})
            faults.add("digests", f"a channel of {', '.join(outer)}", channel)
        if rhythm not in get_args(Rhythm):
            faults.add(f"digests.{channel}", f"one of {', '.join(get_args(Rhythm))}", rhythm)
        found[channel] = cast("Rhythm", rhythm)
    return found


def _addresses(data: Mapping[str, Any], known: Collection[str], faults: Faults) -> dict[str, str]:
    found = {}
    for channel, address in _table(data, "addresses", faults).items():
        if channel not in known or channel == IN_APP:
            outer = sorted(set(known) - {IN_APP})
            faults.add("addresses", f"a channel of {', '.join(outer)}", channel)
        if not _fits(_ADDRESS, address):
            expected = "an address of 1 to 200 letters, digits and . + @ # : = ~ ! $ ' * -"
            faults.add(f"addresses.{channel}", expected, str(address)[:50])
        found[channel] = str(address)
    return found


def _table(data: Mapping[str, Any], name: str, faults: Faults) -> Mapping[str, Any]:
    value = data.get(name, {})
    if isinstance(value, Mapping):
        return value
    faults.add(name, "a table", value)
    return {}


def _minutes(value: Any, where: str, faults: Faults) -> int:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        faults.add(where, "a time such as 22:00", value)
        return 0
    return int(found[1]) * 60 + int(found[2])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _is_zone(value: Any) -> bool:
    try:
        zone_of(value if isinstance(value, str) and value else "/")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
