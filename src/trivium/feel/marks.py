"""A mark for what is not there, where null is a value of its own."""

from __future__ import annotations

from typing import Final


class Missing:
    """The type of `MISSING`."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
