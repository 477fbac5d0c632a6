"""The example with two forms, and what the page about forms says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trivium.errors import InvalidInput
from trivium.testing import engine

_ROOT = Path(__file__).parents[2]
_MODELS = ("examples/expense-claim.bpmn", "examples/expense-claim.form")
_BLOCKS = re.findall(
    r"```python\n(.*?)```",
    (_ROOT / "docs/reference/forms.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


@pytest.mark.parametrize("block", _BLOCKS)
def test_examples_of_the_page_run(block, monkeypatch):
    monkeypatch.chdir(_ROOT)
    exec(block, {})  # noqa: S102  # our own page


def test_claim_is_asked_again_amended_and_approved(monkeypatch):
    monkeypatch.chdir(_ROOT)
    with engine() as opened:
        opened.deploy(list(_MODELS))
        with pytest.raises(InvalidInput) as refused:
            opened.start("expense-claim", {"amount": "9000"}, submitted=True, user="ann")
        faults = {each["field"]: each["what"] for each in refused.value.facts["errors"]}
        assert faults == {"amount": "maximum", "purpose": "required"}
        claim = opened.start(
            "expense-claim", {"amount": "90", "purpose": "Train"}, submitted=True, user="ann"
        )
        assert opened.instances.variables(claim.id)["kind"] == "travel"

        decide = opened.tasks.query(claim.id, element="decide")[0].id
        with pytest.raises(InvalidInput) as refused:
            opened.tasks.submit(decide, {"amount": 1, "decision": "ask", "reason": "Where?"})
        faults = {each["field"]: each["what"] for each in refused.value.facts["errors"]}
        assert faults == {"amount": "read-only", "reason": "min-length"}
        opened.tasks.submit(decide, {"decision": "ask", "reason": "Where did you go to?"})

        amend = opened.tasks.query(claim.id, assignee="ann")[0].id
        reason, _ = opened.tasks.form(amend).fields
        assert (reason["read_only"], reason["value"]) == (True, "Where did you go to?")
        opened.tasks.submit(amend, {"purpose": "Train to Hamburg"})

        decide = opened.tasks.query(claim.id, element="decide")[0].id
        opened.tasks.submit(decide, {"decision": "approve", "reason": "hidden, so not taken"})
        assert opened.instances.get(claim.id).state == "completed"
        assert opened.instances.variables(claim.id)["reason"] == "Where did you go to?"
