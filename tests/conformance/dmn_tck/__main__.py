"""`python -m tests.conformance.dmn_tck DIR [-v]`: a line per folder, the total, exit 1 on failures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.conformance.dmn_tck.runner import run_folders


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.dmn_tck")
    parser.add_argument("folder", type=Path, help="a folder in the layout of the DMN TCK")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell what failed, and how")
    options = parser.parse_args()
    passed = failed = 0
    for report in run_folders(options.folder):
        print(f"{report.name}: passed {report.passed}, failed {report.failed}")
        if options.verbose:
            for failure in report.failures:
                print(f"    {failure}")
        passed += report.passed
        failed += report.failed
    if not passed and not failed:
        print(f"Expected test files (*-test-*.xml) below {options.folder} but found none.")
        return 2
    print(f"total: passed {passed}, failed {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
