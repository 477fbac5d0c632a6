"""From what happened to what each of those concerned is told: kept and put on its way together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trivium.kernel import codec
from trivium.kernel.moments import from_ms
from trivium.store.work import deliveries, documents, notices
from trivium.work.notifications.kinds import IN_APP, KINDS, MAIL
from trivium.work.notifications.preferences import Preferences, kept_preferences
from trivium.work.notifications.template import filled, line
from trivium.work.notifications.times import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from trivium.work.notifications.settings import NotifyingSettings
    from trivium.work.people import People

_AT_ONCE = 500
_LONGEST_TEXT = 20_000
_USUAL = Preferences()


class News(NamedTuple):
    """Something that users of a tenant are to be told.

    `key` names it: who was told of it is not told again. `facts` are what templates can say.
    """

    tenant: str
    kind: str
    key: str
    users: tuple[str, ...]
    facts: dict[str, str]
    instance_id: str | None = None
    task_id: str | None = None
    due_at: int | None = None


class _Copy(NamedTuple):
    """The news as one user gets it."""

    news: News
    user: str
    id: str
    row: dict[str, Any]
    preferences: Preferences


class Post:
    """Writes what people are told. Where it is known who the users are, nobody else is told anything."""

    def __init__(self, settings: NotifyingSettings, *, is_of_users: bool) -> None:
        self._settings = settings
        self._is_of_users = is_of_users

    def put(
        self,
        connection: Connection,
        news: Sequence[News],
        people_of: Callable[[str], People],
        now: int,
        new_id: Callable[[], str],
    ) -> int:
        """Keeps what is new of it for each user; gives how many were told something."""
        told = 0
        pairs = [(each, user) for each in news for user in dict.fromkeys(each.users)]
        texts = _Texts(connection, self._settings) if pairs else None
        for start in range(0, len(pairs), _AT_ONCE):
            some = [
                (each, user)
                for each, user in pairs[start : start + _AT_ONCE]
                if self._is_somebody(user, people_of(each.tenant))
            ]
            if texts is not None and some:
                copies = self._copies(connection, some, texts, now, new_id)
                told += self._keep(connection, copies, people_of, now, new_id)
        return told

    def _is_somebody(self, user: str, people: People) -> bool:
        known = people.known.get(user)
        return not self._is_of_users if known is None else known.is_active

    def _copies(  # what is told, to whom, in whose words
        self,
        connection: Connection,
        pairs: Sequence[tuple[News, str]],
        texts: _Texts,
        now: int,
        new_id: Callable[[], str],
    ) -> list[_Copy]:
        stored = notices.preferences(connection, {user for _, user in pairs})
        known = {user: kept_preferences(codec.decode(content)) for user, content in stored.items()}
        found = []
        for news, user in pairs:
            preferences = known.get(user, _USUAL)
            subject, text = texts.of(news, preferences.language)
            facts = {**news.facts, "user": user, **_due(news, preferences.zone)}
            row = {
                "id": new_id(),
                "tenant_id": news.tenant,
                "user_id": user,
                "kind": news.kind,
                "key": news.key,
                "subject": line(filled(subject, facts)),
                "text": filled(text, facts)[:_LONGEST_TEXT],
                "instance_id": news.instance_id,
                "task_id": news.task_id,
                "is_shown": int(IN_APP in preferences.ways(news.kind)),
                "created_at": now,
            }
            found.append(_Copy(news, user, str(row["id"]), row, preferences))
        return found

    def _keep(  # what is kept, and where it goes
        self,
        connection: Connection,
        copies: Sequence[_Copy],
        people_of: Callable[[str], People],
        now: int,
        new_id: Callable[[], str],
    ) -> int:
        new = set(notices.add_new(connection, [copy.row for copy in copies]))
        rows, items = [], []
        for copy in copies:
            people = people_of(copy.news.tenant)
            for channel in copy.preferences.ways(copy.news.kind) if copy.id in new else ():
                address = self._address(channel, copy, people)
                if address is None:
                    continue
                row = _delivery(copy, channel, address, now) | {"id": new_id()}
                if copy.preferences.rhythm(channel) == "at-once":
                    rows.append(row)
                    items.append(_item(copy, row["id"]))
                else:
                    items.append(_item(copy, _joined(connection, copy, row)))
        deliveries.add(connection, rows, items)
        return len(new)

    def _address(self, channel: str, copy: _Copy, people: People) -> str | None:
        """Where somebody is reached; mail of users goes nowhere but to the address that an admin gave."""
        if channel not in self._settings.channels:
            return None
        known = people.known.get(copy.user)
        if channel == MAIL and known is not None and self._is_of_users:
            return known.email
        return copy.preferences.addresses.get(channel)


class _Texts:
    """Templates of tenants before the built-in ones; each looked up once."""

    def __init__(self, connection: Connection, settings: NotifyingSettings) -> None:
        self._usual = settings.language
        self._own: dict[tuple[str, str, str], tuple[str, str]] = {}
        for row in documents.current(connection, ("template",)):
            data = codec.decode(row["content"])
            kind, _, language = data["key"].partition(".")
            self._own[row["tenant_id"], kind, language] = (data["subject"], data["text"])

    def of(self, news: News, language: str | None) -> tuple[str, str]:
        """The subject and text of a kind in a language, or in that of the installation."""
        wanted = language or self._usual
        built_in = KINDS[news.kind].texts
        for each in (wanted, wanted.partition("-")[0], self._usual):
            own = self._own.get((news.tenant, news.kind, each))
            if own is not None or each in built_in:
                return own or built_in[each]
        return built_in["en"]


def _delivery(copy: _Copy, channel: str, address: str, now: int) -> dict[str, Any]:
    return {
        "tenant_id": copy.news.tenant,
        "user_id": copy.user,
        "channel": channel,
        "address": address,
        "key": f"{copy.id} {channel}",
        "state": "waiting",
        "due_at": copy.preferences.due_at(channel, now),
        "created_at": now,
    }


def _item(copy: _Copy, delivery_id: str) -> dict[str, Any]:
    return {
        "tenant_id": copy.news.tenant,
        "delivery_id": delivery_id,
        "notification_id": copy.id,
    }


def _joined(connection: Connection, copy: _Copy, row: Mapping[str, Any]) -> str:
    """The digest that it goes out with; if that has begun already, the next one."""
    channel: str = row["channel"]
    due_at: int = row["due_at"]
    while True:
        key = f"digest {copy.user} {channel} {due_at}"
        found = deliveries.join(connection, {**row, "key": key, "due_at": due_at})
        if found is not None:
            return found
        due_at = copy.preferences.due_at(channel, due_at)


def _due(news: News, zone: str) -> dict[str, str]:
    """When it is due, as the clock on the user's wall shows it."""
    if news.due_at is None:
        return {}
    at = from_ms(news.due_at).astimezone(zone_of(zone))
    return {"due": f"{at:%Y-%m-%d %H:%M} {at.tzname()}"}


def facts_of(**values: Any) -> dict[str, str]:
    """What templates can say, as texts; what there is none of is left out."""
    return {name: str(value) for name, value in values.items() if value not in {None, ""}}


def once(news: Iterable[News]) -> list[News]:
    """Each thing once, for all whom it concerns."""
    found: dict[tuple[str, str], News] = {}
    for each in news:
        place = (each.tenant, each.key)
        other = found.get(place)
        users = each.users if other is None else (*other.users, *each.users)
        found[place] = each._replace(users=users)
    return list(found.values())
