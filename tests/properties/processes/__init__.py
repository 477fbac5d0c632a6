"""Random models over all executable elements, random answers, and what must hold whatever comes."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.properties.processes import blocks, free_form, invariants
from tests.properties.processes.play import Play

_COMMANDS = 25


def play_block_structured(dice):
    """A model in which nothing can be stuck: it comes to its end, or to an error that nobody catches.

    But where a complex join goes on before all its tokens have come, rounds of a loop around it overlap, and
    what it swallows then may be what another join waits for.
    """
    play = _played(blocks.model(dice), dice)
    if play.finish() is False and not play.was_modified:
        kinds = invariants.kinds_of_waiting_joins(play.kept.trees[play.root_id])
        assert play.has_failed or "complexGateway" in kinds, "nothing can go on"
    return play


def play_free_form(dice):
    """Any model: where nothing can go on, tokens wait at joins that the model never completes.

    An inclusive join may wait too, but only as 13.4.3 has it: for tokens that can still come to it, be it
    from another join that waits for this one.
    """
    play = _played(free_form.model(dice), dice)
    if play.finish() is False and not play.has_failed:
        kinds = invariants.kinds_of_waiting_joins(play.kept.trees[play.root_id])
        assert kinds, "nothing can go on"
        late = invariants.inclusive_joins_that_should_go_on(play.kept.trees[play.root_id])
        assert not late, late
    return play


def _played(model, dice):
    play = Play(model, dice)
    for _ in range(_COMMANDS):
        if play.is_over or play.is_large:
            break
        play.answer()
    return play


@dataclass
class Played:
    """What was done with many models."""

    commands: int = 0
    partly: int = 0
    """Commands that were decided on a part of the state."""
    ended: int = 0


def play_many(seed, models):
    """Plays so many models of either kind.

    Raises:
        Exception: something does not hold, or fails; the note says how to play it again.
    """
    done = Played()
    for number in range(models):
        die = f"{seed}-{number}"
        kind = play_free_form if number % 4 == 0 else play_block_structured
        try:
            play = kind(random.Random(die))  # noqa: S311  # dice
        except Exception as error:
            error.add_note(f"{kind.__name__}(random.Random({die!r}))")
            raise
        done.commands += len(play.steps)
        done.partly += play.paged.partly
        done.ended += play.is_over
    return done
