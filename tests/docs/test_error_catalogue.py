"""What `/docs/errors` shows is what the pages say."""

from __future__ import annotations

from tools import error_pages


def test_error_catalogue_is_that_of_the_pages():
    written = error_pages.TARGET.read_text(encoding="utf-8")
    assert written == error_pages.text(), "run `make docs`"
