"""Runs the table of `dmn.py` on one Python peer: work as JSON in, evaluations and values out.

python benchmarks/dmn_peers.py NAME < work.json
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

_RANGE = re.compile(r"([\[(])(.+)\.\.(.+)([\])])")


def _table(work: dict[str, Any], namespace: str, dialect: Callable[[str], str], policy: str) -> str:
    columns = "".join(
        f'<input id="i{number}" label="{name}"><inputExpression id="e{number}" typeRef="{kind}">'
        f"<text>{name}</text></inputExpression></input>"
        for number, (name, kind) in enumerate(work["inputs"])
    )
    rows = "".join(
        f'<rule id="r{number}">'
        + "".join(
            f'<inputEntry id="r{number}c{place}"><text>{escape(dialect(cell))}</text></inputEntry>'
            for place, cell in enumerate(cells)
        )
        + f'<outputEntry id="r{number}o"><text>{number}</text></outputEntry></rule>'
        for number, cells in enumerate(work["rules"])
    )
    return (
        f'<definitions xmlns="{namespace}" id="m" name="m" namespace="benchmark"><decision id="d" '
        f'name="d"><decisionTable id="t" hitPolicy="{policy}">{columns}<output id="o" name="rule" '
        f'typeRef="number"/>{rows}</decisionTable></decision></definitions>'
    )


def _as_python(cell: str) -> str:
    """Spiff's cells are Python, with `?` for the input."""
    found = _RANGE.fullmatch(cell)
    if found:
        left = "<=" if found[1] == "[" else "<"
        right = "<=" if found[4] == "]" else "<"
        return f"{found[2]} {left} ? {right} {found[3]}"
    if cell.startswith("not("):
        return f"? not in ({cell[4:-1]},)"
    if "," in cell:
        return f"? in ({cell})"
    return {"true": "True", "false": "False"}.get(cell, cell)


def spiff(work: dict[str, Any]) -> Callable[[dict[str, Any]], Any]:
    """UNIQUE there means: stop at the first match."""
    from lxml import etree  # noqa: PLC0415  # each peer has its own needs
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine  # noqa: PLC0415
    from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine  # noqa: PLC0415
    from SpiffWorkflow.dmn.parser.DMNParser import DMNParser  # noqa: PLC0415

    namespace = "https://www.omg.org/spec/DMN/20191111/MODEL/"
    root = etree.fromstring(_table(work, namespace, _as_python, "UNIQUE").encode())
    parser = DMNParser(None, root, {"dmn": namespace})
    parser.parse()
    engine = DMNEngine(parser.decision.decisionTables[0])
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())

    def evaluate(context: dict[str, Any]) -> Any:
        task = SimpleNamespace(workflow=workflow, data=dict(context))
        return engine.result(task).get("rule")

    return evaluate


def py_dmn_rules(work: dict[str, Any]) -> Callable[[dict[str, Any]], Any]:
    """The one peer in Python that reads DMN and FEEL."""
    import pyDMNrules  # noqa: PLC0415

    rules = pyDMNrules.DMN()
    namespace = "https://www.omg.org/spec/DMN/20191111/MODEL/"
    status = rules.useXML(_table(work, namespace, lambda cell: cell, "FIRST"))
    if status.get("errors"):
        raise SystemExit("; ".join(status["errors"][:3]))

    def evaluate(context: dict[str, Any]) -> Any:
        _, found = rules.decide(dict(context))
        if isinstance(found, list):
            found = found[-1] if found else None
        result = found.get("Result") if found else None
        if not isinstance(result, dict):
            return result
        value = next((v for k, v in result.items() if k.endswith("rule")), None)
        return None if value is None else int(value)

    return evaluate


def zen_engine(work: dict[str, Any]) -> Callable[[dict[str, Any]], Any]:
    """Rust, with its own format and expression language."""
    import zen  # noqa: PLC0415

    def as_zen(cell: str) -> str:
        if cell.startswith("not("):
            return f"$ != {cell[4:-1]}"
        return "" if cell == "-" else cell

    names = [name for name, _ in work["inputs"]]
    rows = [
        {"_id": f"r{number}", "o": str(number)}
        | {f"i{place}": as_zen(cell) for place, cell in enumerate(cells)}
        for number, cells in enumerate(work["rules"])
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": f"i{n}", "name": name, "field": name} for n, name in enumerate(names)],
        "outputs": [{"id": "o", "name": "rule", "field": "rule"}],
        "rules": rows,
    }
    graph = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "t", "name": "t", "type": "decisionTableNode", "content": content},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "t", "type": "edge"},
            {"id": "2", "sourceId": "t", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))

    def evaluate(context: dict[str, Any]) -> Any:
        found = decision.evaluate(context)["result"]
        return found.get("rule") if found else None

    return evaluate


PEERS = {"SpiffWorkflow": spiff, "pyDMNrules": py_dmn_rules, "zen-engine": zen_engine}


def main() -> None:
    """Evaluate for the time that the work gives, at least once, and print what came out."""
    work = json.load(sys.stdin)
    evaluate = PEERS[sys.argv[1]](work)
    contexts = work["contexts"]
    evaluate(contexts[0])
    values = []
    begin = time.perf_counter()
    taken = 0.0
    while taken < work["seconds"] and len(values) < len(contexts):
        values.append(evaluate(contexts[len(values)]))
        taken = time.perf_counter() - begin
    print(json.dumps({"evaluations": len(values), "seconds": taken, "values": values}))


if __name__ == "__main__":
    main()
