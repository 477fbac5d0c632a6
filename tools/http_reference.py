"""Writes `docs/reference/http.md` from the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trivium import testing
from trivium.api import create_app

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "http.md"
_HEAD = """# The HTTP interface

Written by `tools/http_reference.py` from the OpenAPI document, which a server gives at `/openapi.json` and
shows at `/docs`, with the shapes and examples. Codes lead to what they mean.
"""
_EVERYWHERE = """Any operation may answer `500` with [http/defect](errors/http/defect.md), `503` with
[store/unavailable](errors/store/unavailable.md) and `422` with
[http/invalid-input](errors/http/invalid-input.md); any that changes something also `400` with
[http/malformed-json](errors/http/malformed-json.md), `403` with
[identity/header-not-trusted](errors/identity/header-not-trusted.md) or
[http/cross-origin](errors/http/cross-origin.md), `409` with
[command/idempotency-key-reused](errors/command/idempotency-key-reused.md) and `413` with
[http/body-too-large](errors/http/body-too-large.md). These are not repeated below.
"""
_REPEATED = set(re.findall(r"errors/([a-z/-]+)\.md", _EVERYWHERE))


def page() -> str:
    """The page."""
    with testing.engine() as engine:
        document = create_app(engine).openapi()
    parts = [_HEAD, document["info"]["description"].strip() + "\n", _EVERYWHERE]
    for tag in document["tags"]:
        parts.append(f"## {tag['name'].capitalize()}\n\n{tag['description']}\n")
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if tag["name"] in operation["tags"]:
                    parts.extend(_operation(method.upper(), path, operation))
    return "\n".join(parts)


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"### `{method} {path}`\n"
    yield f"{operation['summary']}. `{operation['operationId']}`\n"
    query = [
        each
        for each in operation.get("parameters", ())
        if each["in"] == "query" and each["name"] != "dry_run"
    ]
    if query:
        yield "* Query: " + ", ".join(f"`{each['name']}`" for each in query)
    body = list(_shapes(operation.get("requestBody", {}).get("content", {})))
    if body:
        yield f"* Body: {', '.join(body)}"
    for status, answer in operation["responses"].items():
        line = _answer(status, answer)
        if line:
            yield line
    yield ""


def _shapes(content: dict[str, Any]) -> Iterator[str]:
    for kind, each in content.items():
        schema = each.get("schema", {})
        named = [schema, *schema.get("anyOf", ())]
        names = [one["$ref"].rpartition("/")[2] for one in named if "$ref" in one]
        shown = [name for name in names if name != "Preview"]
        if shown or not names:
            yield f"`{shown[0]}`" if shown else kind


def _answer(status: str, answer: dict[str, Any]) -> str:
    content = answer.get("content", {})
    problem = content.get("application/problem+json")
    if problem is None:
        shapes = ", ".join(_shapes(content))
        if content and not shapes:
            return ""  # what any write answers when it is tried out
        return f"* `{status}`" + (f": {shapes}" if shapes else "")
    codes = [each["value"]["code"] for each in problem["examples"].values()]
    links = [f"[{code}](errors/{code}.md)" for code in codes if code not in _REPEATED]
    return f"* `{status}`: {', '.join(links)}" if links else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
