"""Undocumented is broken: links lead somewhere, error codes and elements have their pages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from trivium.bpmn.elements import ELEMENTS
from trivium.bpmn.elements.event_definitions import DEFINITIONS

_ROOT = Path(__file__).parents[2]
_CODE = re.compile(r"[a-z]+/[a-z]+(-[a-z]+)*")
_AREAS = {path.name for path in (_ROOT / "docs/reference/errors").iterdir()}
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def _codes():
    """Strings in the source that are error codes: of an area that has pages."""
    for path in (_ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                area = node.value.partition("/")[0]
                if area in _AREAS and _CODE.fullmatch(node.value):
                    yield node.value


def test_every_error_code_has_a_page():
    missing = {c for c in _codes() if not (_ROOT / f"docs/reference/errors/{c}.md").exists()}
    assert not missing


def test_every_error_page_has_its_code_in_the_source():
    pages = {
        f"{path.parent.name}/{path.stem}"
        for path in (_ROOT / "docs/reference/errors").rglob("*.md")
    }
    source = "".join(p.read_text(encoding="utf-8") for p in (_ROOT / "src").rglob("*.py"))
    assert not {code for code in pages if f'"{code}"' not in source}


def test_every_element_is_on_the_page_of_what_is_executed():
    page = (_ROOT / "docs/reference/bpmn.md").read_text(encoding="utf-8")
    missing = {name for name in (*ELEMENTS, *DEFINITIONS) if f"`{name}`" not in page}
    assert not missing


def test_links_between_pages_lead_somewhere():
    broken = []
    for path in (*_ROOT.glob("*.md"), *(_ROOT / "docs").rglob("*.md")):
        for target in _LINK.findall(path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.relative_to(_ROOT)}: {target}")
    assert not broken
