"""The code on the page of decisions does what the page says."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "dmn.md"


def test_the_code_of_the_page_runs(monkeypatch):
    monkeypatch.chdir(Path(__file__).parent)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 4
    names = {}
    for block in blocks:
        exec(block, names)  # noqa: S102  # our own page
