"""Writes `docs/reference/cli.md` from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trivium.cli.commands import SUBJECTS, Commands
from trivium.cli.settings import Settings

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "cli.md"
_SHARED = ("--database", "--json", "--user", "--help")
_WITHOUT = {
    "user": "nobody is named",
    "keep_history_for": "for ever",
    "keep_answers_for": "7 days",
    "archive_to": "nowhere",
}
_HEAD = """# The command line

Written by `tools/cli_reference.py` from the commands; `trivium COMMAND --help` says the same.

* **Ids**: of an id its end is enough, as lists show it or less, as long as it fits one thing. Ids of one
  moment begin alike, so it is the end that tells them apart.
* **Variables**: `--var name=value`, as often as you like. What reads as JSON is that (`5`, `1.50`, `true`,
  `null`, `[1, 2]`, `{"a": 1}`, `"5"`), everything else is text. `--vars FILE` takes a JSON object.
* **Exit codes**: 0 is success; 2 a refusal, wrong input or findings, said in one line on standard error; 1 a
  fault of Trivium itself, with a reference to its log; 130 an interruption.
* Every command takes `--json` and then prints its answer for programs, numbers exact. `serve` prints its
  address so.
"""


def page() -> str:
    """The page."""
    parts = [_HEAD, *_settings()]
    commands = Commands()
    for subject, entries in SUBJECTS.items():
        parts.append(f"## {subject}\n")
        for name in entries:
            command = commands[name]
            inner = getattr(command, "commands", None)
            if inner:
                parts.append(f"### trivium {name}\n\n{command.help}\n")
                for each in inner.values():
                    parts.extend(_command(f"{name} {each.name}", each, "####"))
            else:
                parts.extend(_command(name, command, "###"))
    return "\n".join(parts)


def _settings() -> Iterator[str]:
    """The environment, with what holds without it."""
    yield "| variable | without it |\n|---|---|"
    for name, field in Settings.model_fields.items():
        plain = "none" if field.default is None else f"`{field.default}`"
        shown = _WITHOUT.get(name, plain)
        yield f"| `TRIVIUM_{name.upper()}` | {shown} |"
    yield ""


def _command(name: str, command: Any, mark: str) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    own = [p for p in options if not set(p.opts) & set(_SHARED)]
    shared = [o for o in _SHARED[:-1] if any(o in p.opts for p in options)]
    usage = " ".join([f"trivium {name}", *(_argument(each) for each in arguments)])
    yield f"{mark} {usage}\n"
    yield f"{' '.join(command.help.split())}\n"
    rows = [(_argument(each), each) for each in arguments]
    rows += [(", ".join(each.opts), each) for each in own]
    if rows:
        yield "| | |\n|---|---|"
        for shown, each in rows:
            yield f"| `{shown}` | {_explained(each)} |"
        yield ""
    yield f"Also {', '.join(f'`{option}`' for option in shared)}.\n"


def _argument(parameter: Any) -> str:
    name = parameter.name.upper() + ("…" if parameter.nargs != 1 else "")
    return name if parameter.required else f"[{name}]"


def _explained(parameter: Any) -> str:
    text = " ".join(parameter.help.split())
    default = parameter.default
    if default in (None, False, ()) or callable(default):
        return text
    return f"{text} Without it: `{getattr(default, 'value', default)}`."


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
