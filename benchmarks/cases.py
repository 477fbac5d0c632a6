"""A transition of a case in memory, beside more and more plan items that it does not concern."""

from __future__ import annotations

import time
from typing import Any

from trivium import cmmn
from trivium.kernel import commands
from trivium.kernel.additions import NewPlanItem
from trivium.kernel.session import Session

_SIZES = (20, 200, 2_000)
_ROUNDS = 200


def run() -> list[dict[str, Any]]:
    """Milliseconds for completing a task whose completion lets another one in."""
    rows = [_measured(size) for size in _SIZES]
    for row in rows:
        row["growth"] = row["ms a transition"] / rows[0]["ms a transition"]
    return rows


def _measured(size: int) -> dict[str, Any]:
    session = Session()
    definitions, _ = cmmn.compile_source(cmmn.read(_model(size).encode()))
    session.deploy(definitions)
    begun = time.perf_counter()
    session.start("big", kind="case")
    started = time.perf_counter() - begun
    begun = time.perf_counter()
    case_id = next(iter(session.instances))
    session.submit(commands.AddPlanItem(instance_id=case_id, item=NewPlanItem(id="added")))
    added = time.perf_counter() - begun
    took = []
    for _ in range(_ROUNDS):
        task_id = next(
            row_id
            for row_id, (row, _) in reversed(session.rows.items())
            if row.element_id in {"ping", "pong"}
        )
        begun = time.perf_counter()
        session.submit(commands.CompleteTask(task_id=task_id))
        took.append(time.perf_counter() - begun)
    took.sort()
    return {
        "plan items": f"{size:,}",
        "sentries": size // 4 + 2,
        "ms to start": started * 1000,
        "ms to add": added * 1000,
        "ms a transition": took[len(took) // 2] * 1000,
        "p99 ms": took[len(took) * 99 // 100] * 1000,
    }


def _model(size: int) -> str:
    """Tasks of which every fourth waits for the one before it, and two that let each other in for ever."""
    items = [
        f'<planItem id="i{n}" definitionRef="task">'
        + (f'<entryCriterion id="e{n}" sentryRef="s{n}"/>' if n % 4 == 1 else "")
        + "</planItem>"
        for n in range(size)
    ]
    sentries = [_sentry(f"s{n}", f"i{n - 1}") for n in range(1, size, 4)]
    ping = "".join(
        f'<planItem id="{name}" definitionRef="task"><itemControl><repetitionRule/></itemControl>'
        f'<entryCriterion id="e{name}" sentryRef="s{name}"/></planItem>'
        + _sentry(f"s{name}", source)
        for name, source in (("pong", "ping"),)
    )
    first = '<planItem id="ping" definitionRef="task"><itemControl><repetitionRule/></itemControl></planItem>'
    return (
        '<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="big">'
        '<casePlanModel id="p">'
        + "".join((*items, first, ping, *sentries))
        + '<humanTask id="task"/></casePlanModel></case></definitions>'
    )


def _sentry(name: str, source: str) -> str:
    return (
        f'<sentry id="{name}"><planItemOnPart sourceRef="{source}"><standardEvent>complete</standardEvent>'
        "</planItemOnPart></sentry>"
    )
