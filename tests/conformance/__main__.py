"""`python -m tests.conformance DIR --models ROOT`: runs every scenario, prints a table per feature."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import yaml

from tests.conformance.outcome import Outcome
from tests.conformance.places import conformance_folder
from tests.conformance.runner import run
from tests.conformance.scenarios import load

_COLUMNS = ("passed", "failed", "unsupported", "disputed")


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        folder = Path(options.folder) if options.folder else conformance_folder()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    if not folder.is_dir():
        print(
            f"Expected a folder with scenario files, but found none at {folder}.", file=sys.stderr
        )
        return 2
    models = Path(options.models) if options.models else None
    scenarios = [s for s in load(folder, models) if options.only in s.id]
    disputed = _disputed()
    outcomes = []
    for scenario in scenarios:
        outcome = run(scenario)
        if outcome.verdict == "failed" and scenario.id in disputed:
            outcome = Outcome(outcome.id, outcome.features, "disputed", disputed[scenario.id])
        outcomes.append(outcome)
    if options.json:
        print(json.dumps([vars(outcome) for outcome in outcomes], indent=1))
    else:
        _print_table(outcomes, verbose=options.verbose)
    count = Counter(outcome.verdict for outcome in outcomes)
    tail = f", disputed {count['disputed']}" if count["disputed"] else ""
    print(
        f"passed {count['passed']}, failed {count['failed']}, unsupported"
        f" {count['unsupported']}{tail}"
    )
    return 1 if count["failed"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", help="folder with scenario files (default: all suites)"
    )
    parser.add_argument("--models", help="folder that holds the models (default: found beside)")
    parser.add_argument("--only", default="", help="only scenarios whose id contains this")
    parser.add_argument("--json", action="store_true", help="print every outcome as JSON first")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="say why scenarios did not pass"
    )
    return parser


def _disputed() -> dict[str, str]:
    """Scenarios that contradict the standard or their own model, with the reason."""
    path = Path(__file__).with_name("disputed.yaml")
    return {e["id"]: e["reason"] for e in yaml.safe_load(path.read_text(encoding="utf-8")) or []}


def _print_table(outcomes: list[Outcome], *, verbose: bool) -> None:
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        for feature in outcome.features or ("(none)",):
            rows[feature][outcome.verdict] += 1
        if outcome.verdict != "passed" and verbose:
            print(f"{outcome.verdict}: {outcome.id}\n    {outcome.why}")
    width = max((len(feature) for feature in rows), default=7)
    print(f"{'feature':<{width}}  " + "  ".join(f"{column:>11}" for column in _COLUMNS))
    for feature in sorted(rows, key=str.lower):
        cells = "  ".join(f"{rows[feature][column] or '·':>11}" for column in _COLUMNS)
        print(f"{feature:<{width}}  {cells}")


if __name__ == "__main__":
    sys.exit(main())
