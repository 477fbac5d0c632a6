"""What the README says runs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from trivium.testing import engine

_ROOT = Path(__file__).parents[2]
_BLOCKS = re.findall(
    r"```python\n(.*?)```", (_ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
)


def test_first_example_runs(tmp_path, monkeypatch):
    shutil.copytree(_ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    exec(_BLOCKS[0], {})  # noqa: S102  # our own page


def test_example_of_a_test_passes(monkeypatch):
    monkeypatch.chdir(_ROOT)
    scope: dict = {}
    exec(_BLOCKS[1], scope)  # noqa: S102  # our own page
    scope["test_late_picking_is_escalated"]()


@pytest.mark.parametrize(("total", "ends_at"), [(10, ["tell-carrier"]), (2000, ["ask-customer"])])
def test_example_of_a_handler_works(monkeypatch, total, ends_at):
    monkeypatch.chdir(_ROOT)
    with engine() as opened:
        opened.deploy("examples/order-fulfilment.bpmn")
        exec(_BLOCKS[2], {"engine": opened, "trivium": __import__("trivium")})  # noqa: S102
        order = opened.start("order-fulfilment", {"total": total, "items": 1})
        opened.tasks.complete(opened.tasks.query(order.id, element="pick")[0].id)
        opened.run_until_idle()
        jobs = [job.topic for job in opened.jobs.query(order.id, kind="work")]
        tasks = [task.element_id for task in opened.tasks.query(order.id)]
        assert [*jobs, *tasks] == ends_at
