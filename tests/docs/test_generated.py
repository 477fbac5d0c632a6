"""Pages that are written from the code say what the code says."""

from __future__ import annotations

import pytest
from tools import cli_reference, draw_case, http_reference, metrics_reference


@pytest.mark.parametrize(
    "reference",
    [cli_reference, draw_case, http_reference, metrics_reference],
    ids=lambda each: each.__name__,
)
def test_page_is_up_to_date(reference):
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run `make docs`"
