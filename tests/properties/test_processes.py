"""Random models with random answers: no token lost, nothing stuck, and the journal and the pages are the state.

What is checked after each command stands in `tests.properties.processes.invariants`; a second session is
given the same commands as the journal has them, and reads its state page by page. `python -m benchmarks
proofs` plays many more.
"""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.properties.processes import play_block_structured, play_free_form

_DICE = st.randoms(use_true_random=False)
_quietly = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


@_quietly
@given(dice=_DICE)
def test_block_structured_models_come_to_their_end(dice):
    play_block_structured(dice)


@_quietly
@given(dice=_DICE)
def test_free_form_models_wait_only_where_tokens_wait_for_others(dice):
    play_free_form(dice)
