"""Writes `docs/reference/metrics.md` from the table of all that is measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from trivium.engine.observing import catalogue
from trivium.engine.observing.catalogue import Metric

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "metrics.md"
_HEAD = """# Metrics

Written by `tools/metrics_reference.py`. A server gives them at `/metrics`, in the text format of Prometheus
or as OpenMetrics: `anywhere`, but where one has to sign in to its own machine alone (`loopback`).
`TRIVIUM_METRICS` names one of these, or `signed-in`, with the API key of somebody of no tenant who may
`read` the operation `audit`, or `nobody`, which leaves the page out.
Histograms have `_bucket`, `_sum` and `_count`. [Watching Trivium](observability.md) says what to look at.
"""
_ASKED = (
    "Asked when the page is read, at most once a second and for a twentieth of the time; every process on"
    " the database says the same."
)
_PARTS = (
    (
        "What this process did",
        "Since it was started. With several processes add them up.",
        catalogue.WORK,
    ),
    (
        "What is in the database",
        _ASKED,
        (*catalogue.STATE, *catalogue.JOURNAL),
    ),
    ("The process", "", (*catalogue.OWN, *catalogue.PROCESS)),
)


def page() -> str:
    """The page."""
    return "\n".join([_HEAD, *(line for part in _PARTS for line in _part(*part))])


def _part(title: str, text: str, metrics: Sequence[Metric]) -> Iterator[str]:
    yield f"## {title}"
    if text:
        yield f"{text}\n"
    yield "| metric | kind | unit | labels | meaning |\n|---|---|---|---|---|"
    for metric in metrics:
        labels = ", ".join(f"`{label}`" for label in metric.labels)
        yield f"| `{metric.exposed}` | {metric.kind} | {metric.unit} | {labels} | {metric.meaning} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
