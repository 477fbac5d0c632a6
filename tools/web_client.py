"""Writes the web application's client from the OpenAPI document: a type a shape, a function an operation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from trivium import testing
from trivium.api import create_app

FOLDER = Path(__file__).parents[1] / "web" / "src" / "api" / "generated"
_HEAD = "// Written by `tools/web_client.py` from the OpenAPI document (`make docs`).\n"
_GIVEN_BY_CLIENT = {"X-User", "dry_run"}
"""Parameters that no function has: the session knows who one is, `preview` tries out."""
_GOOD = ("201", "202", "204", "200", "303")
_SIMPLE = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
    None: "unknown",
}
Schema = Mapping[str, Any]


def files() -> dict[str, str]:
    """What the document makes of each file, by its name."""
    with testing.engine() as engine:
        document = create_app(engine).openapi()
    shapes: Mapping[str, Schema] = document["components"]["schemas"]
    return {
        "shapes.ts": _HEAD + "\n" + "\n".join(_shape(*each) for each in sorted(shapes.items())),
        "operations.ts": _operations(document),
    }


def _type(schema: Schema, prefix: str = "") -> str:
    if "$ref" in schema:
        name: str = schema["$ref"].rpartition("/")[2]
        return prefix + _name(name)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        found = dict.fromkeys(_type(each, prefix) for each in choices)
        return "unknown" if "unknown" in found else " | ".join(found)
    values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if values:
        return " | ".join(json.dumps(value) for value in values)
    kind = schema.get("type")
    if kind == "array":
        inner = _type(schema["items"], prefix)
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    if kind == "object":
        more = schema.get("additionalProperties", True)
        inner = _type(more, prefix) if isinstance(more, dict) else "unknown"
        return f"Record<string, {inner}>"
    return _SIMPLE[kind]


def _shape(name: str, schema: Schema) -> str:
    members = schema.get("properties")
    told = _comment(schema.get("description"), "")
    if not members:
        return f"{told}export type {_name(name)} = {_type(schema)};\n"
    required = schema.get("required", ())
    lines = [f"{told}export interface {_name(name)} {{"]
    for member, each in members.items():
        mark = "" if member in required else "?"
        lines.append(f"{_comment(each.get('description'), '  ')}  {member}{mark}: {_type(each)};")
    return "\n".join([*lines, "}", ""])


def _operations(document: Schema) -> str:
    found = [
        _operation(path, method, described)
        for path, item in document["paths"].items()
        for method, described in item.items()
    ]
    head = f'{_HEAD}\nimport {{ call, type Options }} from "../call";\nimport type * as shapes from "./shapes";\n'
    return "\n".join([head, *sorted(found)])


def _operation(path: str, method: str, described: Schema) -> str:
    parameters = [p for p in described.get("parameters", ()) if p["name"] not in _GIVEN_BY_CLIENT]
    placed = [each["name"] for each in parameters if each["in"] == "path"]
    queried = [each for each in parameters if each["in"] == "query"]
    content = described.get("requestBody", {}).get("content", {})
    signature = [f"{_camel(name)}: string" for name in placed]
    given = [f'"{method.upper()}"', _path(path)]
    passed: list[str] = []
    if content:
        is_needed = described["requestBody"].get("required", False)
        signature.append(f"body{'' if is_needed else '?'}: {_body(content)}")
        passed.append("body")
    if queried:
        is_needed = any(each.get("required") for each in queried)
        signature.append(f"query{'' if is_needed else '?'}: {_query(queried)}")
        passed.append("query")
    signature.append("options?: Options")
    answer = _answer(described["responses"])
    given.append(f"{{ {', '.join([*passed, '...options'])} }}")
    told = _comment(f"{described['summary']}.", "")
    return (
        f"{told}export const {described['operationId']} = ({', '.join(signature)}) =>\n"
        f"  call<{answer}>({', '.join(given)});\n"
    )


def _body(content: Schema) -> str:
    if "application/json" in content:
        return _type(content["application/json"]["schema"], "shapes.")
    return "FormData | string"


def _query(parameters: list[Schema]) -> str:
    return f"{{ {'; '.join(_asked(each) for each in parameters)} }}"


def _asked(parameter: Schema) -> str:
    mark = "" if parameter.get("required") else "?"
    name = parameter["name"]
    return (
        f"{name if name.isidentifier() else json.dumps(name)}{mark}: {_type(parameter['schema'])}"
    )


def _answer(answers: Schema) -> str:
    statuses = [each for each in _GOOD if each in answers and answers[each].get("content")]
    schemas = list(_schemas(answers, statuses))
    found = dict.fromkeys(_type(each, "shapes.") for each in schemas)
    if "204" in answers or not found:
        return "void"
    return " | ".join(found)


def _schemas(answers: Schema, statuses: list[str]) -> Iterator[Schema]:
    """Previews are no answers of the operation itself: `preview` has them."""
    for status in statuses:
        content = answers[status]["content"]
        schema = content.get("application/json", {"schema": {"type": "string"}})["schema"]
        for each in schema.get("anyOf", [schema]):
            if not each.get("$ref", "").endswith("/Preview"):
                yield each


def _path(path: str) -> str:
    written = re.sub(r"\{(\w+)\}", lambda m: f"${{encodeURIComponent({_camel(m[1])})}}", path)
    return f"`{written}`" if written != path else f'"{path}"'


def _comment(text: str | None, indent: str) -> str:
    return f"{indent}/** {' '.join(text.split())} */\n" if text else ""


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda m: m[1].upper(), name)


def _name(name: str) -> str:
    return re.sub(r"\W", "_", name)


def main() -> None:
    """Writes the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, source in files().items():
        (FOLDER / name).write_text(source, encoding="utf-8")


if __name__ == "__main__":
    main()
