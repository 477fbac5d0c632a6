"""What people are told of: kinds, their usual ways, and what templates can say of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

IN_APP = "in-app"
MAIL = "mail"
LANGUAGES = ("en", "de")
"""The languages that there are texts in; templates add others."""
NAMES = frozenset(
    {
        *("task", "definition", "element", "assignee", "by", "due", "priority", "target"),
        *("text", "code", "link", "user", "reason"),
    }
)
"""What templates can name; what a kind has nothing to say of is empty."""


class Kind(NamedTuple):
    """A kind of notification: `is_sent` says whether it goes out by mail too, unless somebody chose."""

    name: str
    is_sent: bool
    texts: Mapping[str, tuple[str, str]]
    """Subject and text by language."""


_LINK = "{{#link}}\n\n{{link}}{{/link}}"
_OF = "{{#definition}} ({{definition}}){{/definition}}"
_BY = "{{#by}} by {{by}}{{/by}}"
_VON = "{{#by}} von {{by}}{{/by}}"
_WHY = "{{#reason}}\n{{reason}}{{/reason}}"


def _kind(name: str, en: tuple[str, str], de: tuple[str, str], *, is_sent: bool = True) -> Kind:
    texts = {"en": (en[0], en[1] + _LINK), "de": (de[0], de[1] + _LINK)}
    return Kind(name, is_sent, MappingProxyType(texts))


_KINDS = (
    _kind(
        "task-assigned",
        (
            "{{task}}" + _OF,
            "The task “{{task}}” was given to you"
            + _BY
            + ".{{#due}} It is due at {{due}}.{{/due}}"
            + _WHY,
        ),
        (
            "{{task}}" + _OF,
            "Die Aufgabe „{{task}}“ wurde Ihnen"
            + _VON
            + " zugewiesen.{{#due}} Sie ist fällig am {{due}}.{{/due}}"
            + _WHY,
        ),
    ),
    _kind(
        "task-offered",
        (
            "To claim: {{task}}" + _OF,
            (
                "The task “{{task}}” waits for somebody of your group."
                "{{#due}} It is due at {{due}}.{{/due}}"
            ),
        ),
        (
            "Zu übernehmen: {{task}}" + _OF,
            (
                "Die Aufgabe „{{task}}“ wartet auf jemanden aus Ihrer Gruppe."
                "{{#due}} Sie ist fällig am {{due}}.{{/due}}"
            ),
        ),
        is_sent=False,
    ),
    _kind(
        "task-due-soon",
        ("Due soon: {{task}}" + _OF, "The task “{{task}}” is due at {{due}}."),
        ("Bald fällig: {{task}}" + _OF, "Die Aufgabe „{{task}}“ ist fällig am {{due}}."),
    ),
    _kind(
        "task-overdue",
        ("Overdue: {{task}}" + _OF, "The task “{{task}}” was due at {{due}}."),
        ("Überfällig: {{task}}" + _OF, "Die Aufgabe „{{task}}“ war fällig am {{due}}."),
    ),
    _kind(
        "sla-warning",
        (
            "At risk: {{target}}{{#task}}, {{task}}{{/task}}" + _OF,
            "The target “{{target}}” is at risk{{#due}}: it is passed at {{due}}{{/due}}.",
        ),
        (
            "Gefährdet: {{target}}{{#task}}, {{task}}{{/task}}" + _OF,
            "Das Ziel „{{target}}“ ist gefährdet{{#due}}: die Frist endet am {{due}}{{/due}}.",
        ),
    ),
    _kind(
        "sla-breach",
        (
            "Breached: {{target}}{{#task}}, {{task}}{{/task}}" + _OF,
            "The target “{{target}}” was passed{{#due}} at {{due}}{{/due}}.",
        ),
        (
            "Verletzt: {{target}}{{#task}}, {{task}}{{/task}}" + _OF,
            "Das Ziel „{{target}}“ wurde verfehlt{{#due}}: die Frist endete am {{due}}{{/due}}.",
        ),
    ),
    _kind(
        "escalation",
        (
            "Escalation: {{#text}}{{text}}{{#task}}, {{/task}}{{/text}}{{task}}",
            "{{#text}}{{text}}\n{{/text}}{{#task}}Task: {{task}}{{/task}}"
            "{{#target}}\nTarget: {{target}}{{/target}}{{#by}}\nBy: {{by}}{{/by}}" + _WHY,
        ),
        (
            "Eskalation: {{#text}}{{text}}{{#task}}, {{/task}}{{/text}}{{task}}",
            "{{#text}}{{text}}\n{{/text}}{{#task}}Aufgabe: {{task}}{{/task}}"
            "{{#target}}\nZiel: {{target}}{{/target}}{{#by}}\nVon: {{by}}{{/by}}" + _WHY,
        ),
    ),
    _kind(
        "mention",
        (
            "{{by}} mentioned you{{#task}}: {{task}}{{/task}}",
            (
                "{{by}} mentioned you in a comment{{#task}} on “{{task}}”{{/task}}."
                "{{#text}}\n\n{{text}}{{/text}}"
            ),
        ),
        (
            "{{by}} hat Sie erwähnt{{#task}}: {{task}}{{/task}}",
            (
                "{{by}} hat Sie in einem Kommentar{{#task}} zu „{{task}}“{{/task}} erwähnt."
                "{{#text}}\n\n{{text}}{{/text}}"
            ),
        ),
    ),
    _kind(
        "incident",
        (
            "Incident: {{definition}}{{#element}}, {{element}}{{/element}}",
            (
                "{{definition}} has come to a halt{{#element}} at {{element}}{{/element}}: {{code}}."
                " More of the same within the hour are not told of."
            ),
        ),
        (
            "Störung: {{definition}}{{#element}}, {{element}}{{/element}}",
            (
                "{{definition}} steht still{{#element}} bei {{element}}{{/element}}: {{code}}."
                " Weitere derselben Art innerhalb der Stunde werden nicht gemeldet."
            ),
        ),
    ),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _KINDS})

DIGESTS: Mapping[str, str] = MappingProxyType(
    {"en": "{{text}} notifications", "de": "{{text}} Benachrichtigungen"}
)
"""The subject of several notifications in one message, by language."""
