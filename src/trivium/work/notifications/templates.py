"""Templates of one's own: from and to plain data, as TOML and JSON hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from trivium.errors import InvalidModel
from trivium.work.faults import Faults
from trivium.work.notifications.kinds import KINDS, NAMES
from trivium.work.notifications.template import fault_of

_FIELDS = frozenset({"key", "subject", "text"})
_KEY = re.compile(r"([a-z-]+)\.([a-z]{2,3}(?:-[A-Z]{2})?)")


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """What users are told of a kind in a language; the key says both: `task-assigned.de`."""

    key: str
    kind: str
    language: str
    subject: str
    text: str


def read_template(data: Mapping[str, Any]) -> Template:
    """A template from data: `key`, `subject` and `text`.

    Raises:
        InvalidModel: it is none; all that is wrong is listed.
    """
    faults = Faults("notification/template")
    faults.only(data, _FIELDS, "the template")
    key = faults.text(data, "key", "the template")
    found = _KEY.fullmatch(key)
    if found is None or found[1] not in KINDS:
        kinds = ", ".join(KINDS)
        faults.add("key", f"a kind of {kinds}, a dot and a language: task-assigned.de", key)
    kind, language = (found[1], found[2]) if found else ("", "")
    template = Template(
        key=key,
        kind=kind,
        language=language,
        subject=_checked(data, "subject", faults),
        text=_checked(data, "text", faults),
    )
    if faults.found:
        raise InvalidModel(faults.found, f"template {key}" if key else "template")
    return template


def template_data(template: Template) -> dict[str, Any]:
    """The data of a template: reading it gives the same one."""
    return {"key": template.key, "subject": template.subject, "text": template.text}


def _checked(data: Mapping[str, Any], name: str, faults: Faults) -> str:
    text = faults.text(data, name, name)
    fault = fault_of(text, NAMES)
    if fault is not None:
        faults.add(name, fault.expected, fault.found)
    return text
