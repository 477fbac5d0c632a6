"""Writes `src/trivium/api/errors.json` from the pages of the error codes: `/docs/errors` shows it."""

from __future__ import annotations

import json
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PAGES = _ROOT / "docs" / "reference" / "errors"
TARGET = _ROOT / "src" / "trivium" / "api" / "errors.json"


def text() -> str:
    """The catalogue: the paragraphs of each code's page, without its heading."""
    found = {}
    for page in sorted(_PAGES.rglob("*.md")):
        _, *paragraphs = page.read_text(encoding="utf-8").split("\n\n")
        found[f"{page.parent.name}/{page.stem}"] = [" ".join(p.split()) for p in paragraphs]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
