"""Write `docs/reference/feel.md` from the docstrings of the built-in functions.

Run it after a change to a built-in: `python tools/feel_reference.py`. A test compares the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trivium.feel.builtins import FAMILIES
from trivium.feel.builtins.registry import Overload

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "feel.md"
HEAD = """# FEEL: the built-in functions

Written by `tools/feel_reference.py` from the docstrings; each example is evaluated by the tests.

Arguments may be given by position or by name, as `substring(string: "foobar", start position: 3)`.
Those in square brackets may be left out. A function that ends in `, …` takes any number of
arguments in place of a list. Where a list is asked for, a single value counts as the list of it;
where a single value is asked for, a list of one counts as its item. A call with wrong arguments is
null, and the warnings of the evaluation say why: [the codes](errors/feel).
"""
TAIL = """## Limits

An evaluation may take 1,000,000 steps (about a second), call functions 150 deep, and make lists of
1,000,000 items and strings of 1,000,000 characters; `feel.Limits` sets other bounds. What passes
one is stopped by `feel.ExpressionLimit`. Regular expressions take steps too, so none can hang.

## Where the standard leaves a choice

* A variable that is not there is null, with a warning; so is every result that is out of domain.
* A time with a zone but no date has the offset which the zone had on 1970-01-01.
* Positions and lengths with a fraction are cut to integers.
* A date beside a date and time counts as its midnight in UTC, in comparisons too.
* Patterns follow XPath 2.0; groups without a number, `(?:…)`, are taken as well.
* `java` and `pmml` functions run only where `feel.Context.externals` maps them to Python callables.
"""


def examples(overload: Overload) -> list[str]:
    """The examples of a docstring: its lines that are code as a whole."""
    lines = (line.strip() for line in overload.documentation.splitlines())
    return [line.strip("`") for line in lines if line.startswith("`") and line.endswith("`")]


def signature(overload: Overload) -> str:
    """`name(parameter, [optional])`."""
    parameters = [
        f"[{parameter.name}]" if parameter.is_optional else parameter.name
        for parameter in overload.parameters
    ]
    more = ", …" if overload.collects else ""
    return f"{overload.name}({', '.join(parameters)}{more})"


def _meaning(overload: Overload) -> str:
    lines = overload.documentation.splitlines()
    text = [line.strip() for line in lines if not line.strip().startswith("`")]
    return "\n".join(text).strip()


def _entry(overload: Overload) -> Iterator[str]:
    yield f"### `{signature(overload)}`\n"
    yield _meaning(overload) + "\n"
    yield "```\n" + "\n".join(examples(overload)) + "\n```\n"


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for family, overloads in FAMILIES.items():
        parts.append(f"## {family}\n")
        for overload in overloads:
            parts.extend(_entry(overload))
    return "\n".join([*parts, TAIL])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE}")
