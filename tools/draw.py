"""Draws a BPMN file as SVG from its diagram data, with the way of an instance marked.

python tools/draw.py examples/invoice.bpmn --visited a,b --active c > picture.svg

Cases are drawn by `tools.draw_case`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from trivium.bpmn.drawing import draw
from trivium.xml import parse


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--visited", default="", help="ids of elements and flows, with commas")
    parser.add_argument("--active", default="", help="ids of elements that wait")
    options = parser.parse_args()
    root = parse(options.model.read_bytes()).root
    visited, active = set(options.visited.split(",")), set(options.active.split(","))
    picture = draw(root, visited, active)
    if picture is None:
        sys.stderr.write(f"{options.model} has no diagram\n")
        return 1
    sys.stdout.write(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
