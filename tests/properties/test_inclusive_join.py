"""The inclusive join beside an oracle that looks at every path, on 2,000 random free-form models."""

from __future__ import annotations

import pytest
from tests.properties.inclusive_oracle import play_many


@pytest.mark.parametrize("seed", range(10))
def test_join_does_what_the_standard_allows(seed):
    assert play_many(seed, 200) > 800
