"""FEEL against the JavaScript `feelin`: the same expressions and data, in the same run.

    python benchmarks/feel.py

Two works are measured for each expression. *Parse and evaluate* is what `feelin.evaluate` does
each time; ours is `feel.compile(source).evaluate(data)`. *Evaluate only* is what an engine does
that keeps what it has compiled; `feelin` has no public way to do that, so its own execution tree is
built once from a copy whose inner parts are exported. *As used* is our evaluation against what a
user of `feelin` has to call. Both sides measure as many passes as fit into a fixed time, and the
best of several rounds counts.

`feelin` is installed by npm into a folder of the temporary directory; without node and npm the
columns of `feelin` stay empty.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trivium import feel

FEELIN = "feelin@8.2.0"
ROUND_SECONDS = 0.05
ROUNDS = 5
DATA: dict[str, Any] = {
    "x": 41,
    "amount": 2000,
    "name": "Jane Doe",
    "customer": {"age": 33, "address": {"city": "Paris"}},
    "numbers": list(range(100)),
    "orders": [{"id": i, "total": i * 10, "open": i % 3 == 0} for i in range(50)],
}
EXPRESSIONS = (
    "x + 1",
    "amount > 1000",
    'if amount > 1000 and x < 50 then "high" else "low"',
    "customer.age >= 18",
    'customer.address.city = "Paris"',
    "x in [1..50]",
    '"Hello " + name',
    'upper case(substring before(name, " "))',
    'contains(name, "Doe")',
    "amount * 1.19 / 12",
    "numbers[item > 50]",
    "sum(numbers)",
    "for n in numbers return n * 2",
    "some n in numbers satisfies n > 90",
    "orders[open = true].total",
    "count(orders[total > 250])",
    'date("2024-02-29") + duration("P1M")',
    "{a: 1, b: a + x, c: b * 2}.c",
)
_DRIVER = Path(__file__).with_name("feelin.mjs")


def _best(work: Callable[[], object]) -> float:
    """Seconds a pass, the best of some rounds."""
    passes, taken = 1, 0.0
    while taken < ROUND_SECONDS:
        passes *= 2
        taken = _timed(work, passes)
    return min(_timed(work, passes) for _ in range(ROUNDS)) / passes


def _timed(work: Callable[[], object], passes: int) -> float:
    begin = time.perf_counter()
    for _ in range(passes):
        work()
    return time.perf_counter() - begin


def _ours(source: str) -> tuple[float, float, str]:
    compiled = feel.compile(source)
    data = feel.from_python(_data_of(source))
    return (
        _best(lambda: feel.compile(source).evaluate(data)),
        _best(lambda: compiled.evaluate(data)),
        feel.string_of(compiled.evaluate(data)),
    )


def _data_of(source: str) -> dict[str, Any]:
    """The data that the expression reads; feelin converts all it gets, so it gets no more."""
    return {name: DATA[name] for name in feel.compile(source).free_names & DATA.keys()}


def _theirs() -> list[dict[str, Any]] | None:
    """The measures of feelin, or None where it cannot be run."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    folder = Path(tempfile.gettempdir()) / f"trivium-{FEELIN.replace('@', '-')}"
    if not (folder / "node_modules" / "feelin").exists():
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text('{"private": true, "type": "module"}')
        install = [npm, "install", "--silent", "--no-audit", "--no-fund", FEELIN]
        subprocess.run(install, cwd=folder, check=True, capture_output=True)  # noqa: S603
    shutil.copy(_DRIVER, folder / _DRIVER.name)
    cases = [{"source": source, "data": _data_of(source)} for source in EXPRESSIONS]
    work = {"cases": cases, "seconds": ROUND_SECONDS, "rounds": ROUNDS}
    done = subprocess.run(  # noqa: S603  # node, found above, runs our own driver
        [node, _DRIVER.name],
        cwd=folder,
        input=json.dumps(work),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def run() -> list[dict[str, Any]]:
    """One row for each expression: microseconds a pass of both sides, and how much faster we are.

    `whole` is parse and evaluate, `eval` evaluate only; `used_ratio` is our evaluation against what
    a user of feelin has to call.
    """
    theirs = _theirs()
    rows: list[dict[str, Any]] = []
    for at, source in enumerate(EXPRESSIONS):
        whole, evaluating, value = _ours(source)
        row = {"expression": source, "whole_us": whole * 1e6, "eval_us": evaluating * 1e6}
        if theirs is not None:
            other = theirs[at]
            row |= {
                "feelin_whole_us": other["parseAndEvaluate"] * 1e6,
                "feelin_eval_us": other["evaluate"] * 1e6,
                "whole_ratio": other["parseAndEvaluate"] / whole,
                "eval_ratio": other["evaluate"] / evaluating,
                "used_ratio": other["parseAndEvaluate"] / evaluating,
                "same_value": value == other["value"],
            }
        rows.append(row)
    return rows


def main() -> None:
    """Print the rows."""
    for row in run():
        cells = (f"{key} {value:.2f}" for key, value in row.items() if isinstance(value, float))
        print(f"{row['expression']:54}", "  ".join(cells), row.get("same_value", ""))


if __name__ == "__main__":
    main()
