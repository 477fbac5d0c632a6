"""Small models, written as short as they can be."""

from __future__ import annotations

from itertools import pairwise

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
)


def bpmn(body: str, *, key: str = "p", roots: str = "") -> bytes:
    """A file with one process: its elements as XML, flows as `a -> b` or `a -> b : condition` lines."""
    elements: list[str] = []
    for line in body.strip().splitlines():
        elements.append(_flow(line) if "->" in line and not line.strip().startswith("<") else line)
    process = f'<process id="{key}" isExecutable="true">{"".join(elements)}</process>'
    return f"{_HEAD}{roots}{process}</definitions>".encode()


def _flow(line: str) -> str:
    ends, _, condition = line.partition(" : ")
    source, target = (part.strip() for part in ends.split("->"))
    inside = ""
    if condition:
        escaped = condition.strip().replace("&", "&amp;").replace("<", "&lt;")
        inside = f"<conditionExpression>{escaped}</conditionExpression>"
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def chain(*elements: str, key: str = "p", roots: str = "") -> bytes:
    """Start event, these elements one after the other, end event. Each element holds its `id` first."""
    ids = ["start", *(e.split('id="')[1].split('"')[0] for e in elements), "end"]
    flows = [f"{a} -> {b}" for a, b in pairwise(ids)]
    parts = ['<startEvent id="start"/>', *elements, '<endEvent id="end"/>', *flows]
    return bpmn("\n".join(parts), key=key, roots=roots)
