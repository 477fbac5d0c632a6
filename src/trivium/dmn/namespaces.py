"""The namespaces of DMN and FEEL, version by version."""

from __future__ import annotations

from collections.abc import Mapping

MODEL: Mapping[str, str] = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    # written by tools before the 1.1 schema was final, and still met
    "http://www.omg.org/spec/DMN/20151101/dmn11.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20151101/DMN/": "1.1",
    "http://www.omg.org/spec/DMN/20151101": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
"""The version of DMN by the namespace of its model elements."""

FEEL = frozenset(
    {
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
    }
)
"""The namespaces that name FEEL, as an expression language and as a type language."""


def is_feel(language: str | None) -> bool:
    """Whether an expression or type language is FEEL, which it is where nothing is said."""
    return language is None or language.strip().lower() in _FEEL_NAMES


_FEEL_NAMES = frozenset(uri.lower() for uri in FEEL) | {"", "feel"}
