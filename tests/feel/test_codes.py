"""Every code of a warning or error has its page, and no page is left over."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_code_has_a_page():
    sources = (ROOT / "src" / "trivium" / "feel").rglob("*.py")
    codes = {
        code
        for path in sources
        for code in re.findall(r'"feel/([a-z-]+)"', path.read_text("utf-8"))
    }
    pages = {path.stem for path in (ROOT / "docs" / "reference" / "errors" / "feel").glob("*.md")}
    assert codes == pages
