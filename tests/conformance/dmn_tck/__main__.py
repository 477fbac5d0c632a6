"""`python -m tests.conformance.dmn_tck DIR [-v]`: a line per folder and the total."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.conformance.dmn_tck.runner import run_folders


def main() -> int:
    say = sys.stdout.write
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.dmn_tck")
    parser.add_argument("folder", type=Path, help="a folder in the layout of the DMN TCK")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell what failed, and how")
    options = parser.parse_args()
    passed = failed = 0
    for report in run_folders(options.folder):
        say(f"{report.name}: passed {report.passed}, failed {report.failed}\n")
        if options.verbose:
            for failure in report.failures:
                say(f"    {failure}\n")
        passed += report.passed
        failed += report.failed
    if not passed and not failed:
        say(f"Expected test files (*-test-*.xml) below {options.folder} but found none.\n")
        return 2
    say(f"total: passed {passed}, failed {failed}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
