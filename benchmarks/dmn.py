"""Decision tables against other engines: the same rules and contexts, in the same run.

    python benchmarks/dmn.py [--ours]

The work is one table of six inputs (numbers, strings, a boolean; ranges, lists, negations) with hit
policy FIRST, evaluated for random contexts: by the whole public call, with types checked and the
result explained. The first rows tell how our own speed changes with the number of rules; the next
ones give the same 500 rules to the peers, each in its own dialect, and whether they found the same
rule for every context. A peer that stops at the first match has less to do than we, who look for
all of them.

Peers are installed by pip and npm into a folder of the temporary directory; those that cannot be
installed or run are told with the reason. SpiffWorkflow is a development dependency.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from trivium import dmn

RULES = 500
CONTEXTS = 2000
ROUNDS = 7
PEER_SECONDS = 3.0
PEERS = {
    "SpiffWorkflow": None,
    "pyDMNrules": "pyDMNrules==1.4.5",
    "zen-engine": "zen-engine==2.1.3",
}
DMN_EVAL_JS = "@hbtgmbh/dmn-eval-js@1.5.0"
INPUTS = (
    ("amount", "number"),
    ("segment", "string"),
    ("age", "number"),
    ("member", "boolean"),
    ("score", "number"),
    ("channel", "string"),
)
_HERE = Path(__file__).parent


def random_rules(count: int, seed: int = 1) -> list[list[str]]:
    """Rules as FEEL cells; each input has cells that look at it and some that do not."""
    chance = random.Random(seed)
    rules = []
    for _ in range(count):
        low = chance.randrange(0, 900)
        rules.append(
            [
                f"[{low}..{low + chance.randrange(20, 100)})",
                f'"{chance.choice("ABCDEFGHIJ")}{chance.randrange(5)}"',
                f">= {chance.randrange(18, 80)}",
                chance.choice(["true", "false", "-"]),
                f"< {chance.randrange(100, 5000)}",
                chance.choice(['"x","y"', 'not("z")', "-"]),
            ]
        )
    return rules


def random_contexts(count: int = CONTEXTS, seed: int = 5) -> list[dict[str, Any]]:
    """Contexts about a third of which meet a rule of 500."""
    chance = random.Random(seed)
    return [
        {
            "amount": chance.randrange(1000),
            "segment": f"{chance.choice('ABCDEFGHIJ')}{chance.randrange(5)}",
            "age": chance.randrange(18, 90),
            "member": chance.random() < 0.5,
            "score": chance.randrange(5000),
            "channel": chance.choice("xyzw"),
        }
        for _ in range(count)
    ]


def model(rules: list[list[str]]) -> bytes:
    """The rules as a DMN 1.5 model; the output is the rule's number."""
    data = "".join(
        f'<inputData id="_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
        for name, kind in INPUTS
    )
    needs = "".join(
        f'<informationRequirement><requiredInput href="#_{name}"/></informationRequirement>'
        for name, _ in INPUTS
    )
    columns = "".join(
        f'<input><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression></input>'
        for name, kind in INPUTS
    )
    rows = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells)
        + f"<outputEntry><text>{number}</text></outputEntry></rule>"
        for number, cells in enumerate(rules)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="benchmark" '
        f'name="benchmark">{data}<decision id="d" name="d"><variable name="d" typeRef="number"/>'
        f'{needs}<decisionTable hitPolicy="FIRST">{columns}<output name="rule" typeRef="number"/>'
        f"{rows}</decisionTable></decision></definitions>"
    ).encode()


def _seconds(work: Callable[[], object]) -> float:
    """The best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def _ours(rules: list[list[str]], contexts: list[dict[str, Any]]) -> tuple[float, float, list[Any]]:
    """Seconds to load, evaluations a second, and the values."""
    data = model(rules)
    begin = time.perf_counter()
    loaded = dmn.load(data)
    loading = time.perf_counter() - begin
    evaluate = loaded.evaluate
    taken = _seconds(lambda: [evaluate("d", context) for context in contexts])
    return loading, len(contexts) / taken, [evaluate("d", context).value for context in contexts]


def _growth(contexts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for count in (50, RULES, 5000):
        loading, speed, _ = _ours(random_rules(count), contexts)
        rows.append(
            {"engine": "trivium", "rules": count, "evaluations_per_second": speed, "load": loading}
        )
    slowdown = rows[0]["evaluations_per_second"] / rows[-1]["evaluations_per_second"]
    rows[-1]["slowdown_from_50_rules"] = slowdown
    return rows


def _folder(name: str) -> Path:
    folder = Path(tempfile.gettempdir()) / "trivium-dmn-peers" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _python_peer(name: str, package: str | None, work: dict[str, Any]) -> dict[str, Any]:
    environment = dict(os.environ)
    if package is not None:
        folder = _folder(name)
        if not any(folder.iterdir()):
            install = [sys.executable, "-m", "pip", "install", "-q", "--target", folder, package]
            subprocess.run(install, check=True, capture_output=True)  # noqa: S603
        environment["PYTHONPATH"] = str(folder)
    driver = [sys.executable, _HERE / "dmn_peers.py", name]
    return _driven(driver, work, environment, _HERE)


def _javascript_peer(work: dict[str, Any]) -> dict[str, Any]:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise FileNotFoundError("node and npm are not installed")
    folder = _folder("dmn-eval-js")
    if not (folder / "node_modules").exists():
        (folder / "package.json").write_text('{"private": true}')
        install = [npm, "install", "--silent", "--no-audit", "--no-fund", DMN_EVAL_JS]
        subprocess.run(install, cwd=folder, check=True, capture_output=True)  # noqa: S603
    shutil.copy(_HERE / "dmn_eval.cjs", folder / "dmn_eval.cjs")
    return _driven([node, "dmn_eval.cjs"], work, dict(os.environ), folder)


def _driven(
    command: list[Any], work: dict[str, Any], environment: dict[str, str], folder: Path
) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603  # our own drivers
        command,
        cwd=folder,
        env=environment,
        input=json.dumps(work),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])  # type: ignore[no-any-return]  # JSON


def run(*, with_peers: bool = True) -> list[dict[str, Any]]:
    """Rows for us by number of rules, then one for each peer with our speed as a ratio to its."""
    contexts = random_contexts()
    rows = _growth(contexts)
    if not with_peers:
        return rows
    rules = random_rules(RULES)
    work = {"rules": rules, "contexts": contexts, "inputs": INPUTS, "seconds": PEER_SECONDS}
    peers: list[tuple[str, Callable[[], dict[str, Any]]]] = [
        (name, lambda name=name, package=package: _python_peer(name, package, work))  # type: ignore[misc]  # bound now, of known types
        for name, package in PEERS.items()
    ]
    peers.append(("dmn-eval-js", lambda: _javascript_peer(work)))
    for name, measure in peers:
        _, speed, values = _ours(rules, contexts)  # again, so that both saw the same machine
        try:
            other = measure()
        except (OSError, subprocess.SubprocessError) as error:
            reason = getattr(error, "stderr", None) or str(error)
            rows.append({"engine": name, "error": str(reason).strip().splitlines()[-1:]})
            continue
        theirs = other["evaluations"] / other["seconds"]
        found = other["values"]
        rows.append(
            {
                "engine": name,
                "rules": RULES,
                "evaluations_per_second": theirs,
                "ours": speed,
                "ratio": speed / theirs,
                "same_values": found
                == [None if v is None else int(v) for v in values][: len(found)],
            }
        )
    return rows


def main() -> None:
    """Print the rows."""
    for row in run(with_peers="--ours" not in sys.argv):
        cells = (
            f"{key}={value:,.1f}" if isinstance(value, float) else f"{key}={value}"
            for key, value in row.items()
        )
        print("  ".join(cells))


if __name__ == "__main__":
    main()
