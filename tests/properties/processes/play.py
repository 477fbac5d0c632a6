"""Plays a model with random answers, beside a second session that reads its state from pages."""

from __future__ import annotations

import msgspec
from tests.properties.processes import answers, invariants
from tests.properties.processes.sessions import Keeping, Paging, are_equal

from trivium.errors import TriviumError
from trivium.kernel import codec, commands
from trivium.kernel.rows import Incident

_PATIENCE = 100
_LARGE = 300
_IN_STEPS = (commands.ModifyInstance, commands.ResolveIncident)
"""What may be refused half-way: then the state is thrown away (see `kernel.decide`)."""


class Play:
    """One instance of a model in two sessions, which are given the same commands."""

    def __init__(self, model, dice):
        self.dice = dice
        self.kept, self.paged = Keeping(model), Paging(model)
        self.seen = 0
        self.state = {}
        self.was_modified = False
        self.steps = []
        """What was done, to be shown when something is wrong."""
        self.root_id = self._start()
        self._compare()

    @property
    def is_over(self):
        return not self.kept.trees[self.root_id].items

    @property
    def is_large(self):
        """Whether it has grown so that looking at all of it takes too long."""
        return len(self.kept.trees[self.root_id].items) > _LARGE

    def _start(self):
        definition = self.kept.definitions["p"][0]
        values = answers.variables(self.dice) | {"items": [1, 2, 3]}
        triggers = definition.start_triggers
        chosen = self.dice.choice(triggers) if triggers else None
        start = (None, None) if chosen is None else (chosen.node.id, _said(chosen))
        ids = {session.begin(values, *start) for session in (self.kept, self.paged)}
        assert len(ids) == 1
        return ids.pop()

    def answer(self):
        """One random command."""
        self.submit(answers.answer(self.kept, self.root_id, self.dice))

    def finish(self):
        """Helps the instance to its end; gives whether it comes there, None if that takes too long."""
        for _ in range(_PATIENCE):
            if self.is_over:
                return True
            if self.is_large:
                return None
            command = answers.helpful(self.kept, self.root_id, self.dice)
            if command is None:
                return False
            self.submit(command)
        return None

    @property
    def has_failed(self):
        """Whether something is wrong that only a change of the model mends."""
        return any(isinstance(row, Incident) for row, _ in self.kept.rows.values())

    def submit(self, command):
        """Decides it in both sessions; they agree, be it that they refuse it."""
        self.steps.append(command)
        takes_tokens = isinstance(command, (*_IN_STEPS, commands.TerminateInstance))
        if takes_tokens and getattr(command, "how", "modify") != "retry":
            self.was_modified = True  # joins may wait for what was taken away
        for session in (self.kept, self.paged):
            row = session.rows.get(getattr(command, "job_id", None) or "", (None,))[0]
            session.now = max(session.now, answers.due(row))
        refusals = [_refusal(session, command) for session in (self.kept, self.paged)]
        assert refusals[0] == refusals[1], refusals
        if refusals[0] is not None and self.state:
            if not isinstance(command, _IN_STEPS):
                state = invariants.pages_of(self.kept.trees[self.root_id])
                assert state == self.state, f"refused by {refusals[0]}, but something has changed"
            self.kept.restore(self.root_id, self.state)
        self._compare()

    def _compare(self):
        kept, paged = self.kept, self.paged
        new = [session.events[self.root_id][self.seen :] for session in (kept, paged)]
        assert codec.canonical(new[0]) == codec.canonical(new[1]), "events differ"
        self.seen += len(new[0])
        assert kept.rows == paged.rows, "rows differ"
        self.state = invariants.pages_of(kept.trees[self.root_id])
        assert are_equal(self.state, paged.pages), "stored pages are not the state"
        invariants.check(kept, self.root_id)


def _said(trigger):
    """What starts an instance; a start event that needs more waits for the rest."""
    return f"{trigger.kind} {trigger.name}"


def _refusal(session, command):
    """Gives a command as the journal has it; the code if it is refused."""
    recorded = msgspec.json.decode(codec.encode(command), type=type(command))
    try:
        session.submit(recorded)
    except TriviumError as error:
        return error.code
    return None
