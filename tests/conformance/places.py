"""Where the suites are."""

from __future__ import annotations

import os
from pathlib import Path


def conformance_folder() -> Path:
    """`TRIVIUM_CONFORMANCE`, or `shared/conformance` beside the checkout or above it.

    Raises:
        FileNotFoundError: it is in neither place.
    """
    named = os.environ.get("TRIVIUM_CONFORMANCE")
    here = Path(__file__).resolve()
    places = [Path(named)] if named else [p / "shared" / "conformance" for p in here.parents]
    for place in places:
        if place.is_dir():
            return place
    message = (
        "The conformance suites are absent: expected them in `shared/conformance` beside the"
        f" checkout, or in the folder that TRIVIUM_CONFORMANCE names ({named or 'not set'})."
    )
    raise FileNotFoundError(message)
