"""`trivium rebuild`."""

from __future__ import annotations

import json

from tests.cli.conftest import ROOT

_INVOICE = ROOT / "examples" / "invoice.bpmn"


def test_rebuild_says_of_how_many_entries_it_made_the_history(program):
    program("deploy", _INVOICE)
    program("start", "invoice", "--var", "amount=1250", "--var", "creditor=me")
    assert "from 1 entries" in program("rebuild")
    assert json.loads(program("rebuild", "--json")) == {"entries": 1}
