"""Random models with random answers: no token lost, nothing stuck, and the journal and the pages are the state.

What is checked after each command stands in `tests.properties.processes.invariants`; a second session is
given the same commands as the journal has them, and reads its state page by page. `python -m benchmarks
proofs` plays many more.
"""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.properties.processes import blocks, play_block_structured, play_free_form, play_many

from trivium.bpmn.elements import ELEMENTS
from trivium.bpmn.elements.event_definitions import DEFINITIONS

_DICE = st.randoms(use_true_random=False)
_quietly = settings(
    deadline=None,
    max_examples=100,
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


@pytest.mark.parametrize("seed", range(4))
def test_many_models(seed):
    """Dice of hypothesis like small numbers; these do not."""
    assert play_many(seed, 150).commands > 2_000


def test_every_executable_element_is_drawn():
    models = (blocks.model(random.Random(seed)) for seed in range(400))  # noqa: S311  # dice
    drawn = {tag for model in models for tag in re.findall(r"<(\w+)", model.decode())}
    assert not {*ELEMENTS, *DEFINITIONS} - drawn
