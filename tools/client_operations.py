"""Writes the described half of `trivium.client` from the OpenAPI document: operations, shapes, methods."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from trivium import testing
from trivium.api import create_app

FOLDER = Path(__file__).parents[1] / "src" / "trivium" / "client"
_WIDTH = 102
_BY_TOOL = "Written by `tools/client_operations.py` from the OpenAPI document."
_GIVEN_BY_CLIENT = {"X-User", "dry_run"}
"""Parameters that no method has: a client acts as one user, and tries out with `.preview(…)`."""
_ANOTHER_DEFAULT = {"plain": "True"}
"""Values as Python has them are what a program in Python wants."""
_ENDS_WAITING = "wait_for"
Schema = Mapping[str, Any]


def files() -> dict[str, str]:
    """What the document makes of each file, by its path in the package."""
    with testing.engine() as engine:
        document = create_app(engine).openapi()
    shapes = _Shapes(document)
    tags: dict[str, list[_Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        for method, described in item.items():
            tags[described["tags"][0]].append(_Operation(path, method, described, shapes))
    by_module = {tag.replace(" ", "_"): found for tag, found in tags.items() if found}
    written = {
        f"operations/{module}.py": _operations(module, found) for module, found in by_module.items()
    }
    written["operations/__init__.py"] = '"""Every operation, described as a call."""\n'
    written["methods.py"] = _methods(by_module)
    written["shapes.py"] = shapes.module()
    return {name: _formatted(name, source) for name, source in written.items()}


def _formatted(name: str, source: str) -> str:
    for options in (["check", "--quiet", "--select=I,F401", "--fix-only"], ["format", "--quiet"]):
        command = [sys.executable, "-m", "ruff", *options, f"--stdin-filename={FOLDER / name}", "-"]
        done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)  # noqa: S603  # our own linter
        source = done.stdout
    return source


class _Shapes:
    """The shapes of the document as Python types."""

    def __init__(self, document: Schema) -> None:
        self.schemas: Mapping[str, Schema] = document["components"]["schemas"]
        self.usual = _usual_codes(document)
        self._asked: set[str] = set()
        self._answered: set[str] = {"Preview", "TypedValue"}

    def answered(self, schema: Schema) -> str:
        """The type of what the server says; open where a newer one may say more."""
        return self._type(schema, is_answer=True)

    def asked(self, schema: Schema) -> str:
        """The type of what it is asked."""
        return self._type(schema, is_answer=False)

    def _type(self, schema: Schema, *, is_answer: bool) -> str:
        if "$ref" in schema:
            name: str = schema["$ref"].rpartition("/")[2]
            (self._answered if is_answer else self._asked).add(name)
            return f"shapes.{name}"
        choices = schema.get("anyOf") or schema.get("oneOf")
        if choices:
            found = list(dict.fromkeys(self._type(each, is_answer=is_answer) for each in choices))
            joined = " | ".join(found).replace("] | Literal[", ", ")
            return "Any" if "Any" in found else joined
        values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
        if values and not is_answer:
            return f"Literal[{', '.join(map(repr, values))}]"
        return self._simple(schema, is_answer=is_answer)

    def _simple(self, schema: Schema, *, is_answer: bool) -> str:
        kind = schema.get("type")
        if kind == "array":
            inner = self._type(schema["items"], is_answer=is_answer)
            return f"{'list' if is_answer else 'Sequence'}[{inner}]"
        if kind == "object":
            more = schema.get("additionalProperties", True)
            inner = self._type(more, is_answer=is_answer) if isinstance(more, dict) else "Any"
            return f"{'dict' if is_answer else 'Mapping'}[str, {inner}]"
        if kind == "string":
            return {"date-time": "datetime", "duration": "timedelta"}.get(
                schema.get("format", ""), "str"
            )
        return {
            "integer": "int",
            "number": "Decimal",
            "boolean": "bool",
            "null": "None",
            None: "Any",
        }[kind]

    def module(self) -> str:
        """All shapes that operations name, and those within them."""
        done: dict[str, str] = {}
        while missing := (self._asked | self._answered) - done.keys():
            for name in sorted(missing):
                done[name] = self._shape(name)
        head = f'''"""What goes over the wire, as frozen structs.

{_BY_TOOL}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType
'''
        source = "\n\n".join([head, *(done[name] for name in sorted(done))])
        return source.replace("shapes.", "")

    def _shape(self, name: str) -> str:
        schema = self.schemas[name]
        is_answer = name in self._answered
        lines = [f"class {name}(Struct, frozen=True, kw_only=True):", _docstring(schema, name), ""]
        for member, each in schema["properties"].items():
            kind = self._type(each, is_answer=is_answer)
            lines.append(
                f"    {_name(member)}: {_member(schema, member, kind, is_answer=is_answer)}"
            )
        return "\n".join(lines) + "\n"


def _member(schema: Schema, member: str, kind: str, *, is_answer: bool) -> str:
    each = schema["properties"][member]
    if "const" in each and not is_answer:
        return f"{kind} = {each['const']!r}"
    if member in schema.get("required", ()):
        return kind
    if is_answer:
        return f"{kind} = {each.get('default')!r}"
    assert "timedelta" not in kind, "times in nested shapes would be sent as FEEL values"  # noqa: S101  # say so
    assert "datetime" not in kind, "times in nested shapes would be sent as FEEL values"  # noqa: S101  # say so
    return f"{_or_unset(kind)} = UNSET"


def _or_unset(kind: str) -> str:
    bare = kind.removesuffix(" | None")
    return f"{bare} | UnsetType" + " | None" * (bare != kind)


class _Operation:
    """An operation of the document, and the function that describes it."""

    def __init__(self, path: str, method: str, described: Schema, shapes: _Shapes) -> None:
        self._path = path
        self._method = method.upper()
        self._described = described
        self._shapes = shapes
        self.name = _snake(described["operationId"])
        self._parameters = [
            each
            for each in described.get("parameters", ())
            if each["name"] not in _GIVEN_BY_CLIENT and each["name"] != "Idempotency-Key"
        ]
        headers = {
            each["name"] for each in described.get("parameters", ()) if each["in"] == "header"
        }
        self._takes_key = "Idempotency-Key" in headers
        self.is_write = method != "get" and bool(headers)
        content = described.get("requestBody", {}).get("content", {})
        self._takes_files = "multipart/form-data" in content
        self._files = "file" if self.name.startswith("upload") else "models"
        self._body: Schema | None = content.get("application/json", {}).get("schema")
        self._answer = self._answer_type()
        self.item = self._item_type()

    def _answer_type(self) -> str:
        answers = self._described["responses"]
        known = ("201", "202", "204", "200", "303")
        good = next(answers[status] for status in known if status in answers)
        content = good.get("content", {})
        if not content:
            return "None"
        if "application/json" not in content:
            return "bytes"
        schema = content["application/json"]["schema"]
        named = [one for one in schema.get("anyOf", ()) if one.get("$ref", "").endswith("/Preview")]
        if named:
            schema = next(one for one in schema["anyOf"] if one not in named)
        return self._shapes.answered(schema)

    def _item_type(self) -> str | None:
        """What a page is made of."""
        if not any(each["name"] == "cursor" for each in self._parameters):
            return None
        page = self._shapes.schemas[self._answer.removeprefix("shapes.")]
        return self._shapes.answered(page["properties"]["items"]["items"])

    @property
    def returns(self) -> str:
        return f"Listing[{self._answer}, {self.item}]" if self.item else f"Call[{self._answer}]"

    def source(self) -> str:
        """The function."""
        signature = ", ".join(self._signature())
        lines = [f"def {self.name}({signature}) -> {self.returns}:", _docstring(self._text(), "")]
        arguments = ",\n".join(self._arguments())
        lines.append(f"    return {self.returns.partition('[')[0]}({arguments})")
        return "\n".join(lines) + "\n"

    def _text(self) -> Schema:
        summary = self._described["summary"] + "."
        more = self._described.get("description", "")
        if more.rstrip(".") == self._described["summary"]:
            more = ""
        codes = [code for code in _codes(self._described) if code not in self._shapes.usual]
        refusals = f"Refusals: {', '.join(f'`{code}`' for code in codes)}." if codes else ""
        return {"description": "\n\n".join(part for part in (summary, more, refusals) if part)}

    def _signature(self) -> Iterator[str]:
        placed = [each for each in self._parameters if each["in"] == "path"]
        yield from (f"{_name(p['name'])}: {self._shapes.asked(p['schema'])}" for p in placed)
        if self._takes_files:
            yield f"{self._files}: Mapping[str, bytes]"
        if self._body is not None and self._is_union:
            yield f"body: {self._shapes.asked(self._body)}"
        keywords = list(self._keywords())
        if keywords:
            yield "*"
            yield from keywords

    @property
    def _is_union(self) -> bool:
        return self._body is not None and "$ref" not in self._body

    def _keywords(self) -> Iterator[str]:
        members = list(self._members())
        yield from (f"{name}: {kind}" for name, kind, default in members if default is None)
        yield from (
            f"{n}: {kind} = {default}" for n, kind, default in members if default is not None
        )
        if self._takes_key:
            yield "idempotency_key: str | None = None"

    def _members(self) -> Iterator[tuple[str, str, str | None]]:
        """Name, type and default of what is given by name; no default where it is required."""
        body = self._body_schema()
        for name, schema in body.get("properties", {}).items():
            is_required = name in body.get("required", ())
            yield _name(name), *self._argument(schema, is_required=is_required)
        for each in self._query():
            name, is_required = each["name"], each["required"]
            yield _name(name), *self._argument(each["schema"], is_required=is_required, name=name)

    def _query(self) -> list[Schema]:
        found = [each for each in self._parameters if each["in"] == "query"]
        return [each for each in found if not (self._takes_files and each["name"] == "name")]

    def _body_schema(self) -> Schema:
        if self._body is None or self._is_union:
            return {}
        return self._shapes.schemas[self._body["$ref"].rpartition("/")[2]]

    def _argument(
        self, schema: Schema, *, is_required: bool, name: str = ""
    ) -> tuple[str, str | None]:
        kind = self._shapes.asked(schema)
        default = schema.get("default")
        if is_required:
            return kind, None
        if self._method == "PATCH":
            return _or_unset(kind), "UNSET"
        if default is None or "timedelta" in kind:
            is_open = kind == "Any" or kind.endswith("| None")
            return (kind if is_open else f"{kind} | None"), "None"
        return kind, _ANOTHER_DEFAULT.get(name, repr(default))

    def _arguments(self) -> Iterator[str]:
        yield f'operation="{self._described["operationId"]}"'
        yield f'method="{self._method}"'
        path = re.sub(r"\{(\w+)\}", lambda m: f"{{segment({_name(m[1])})}}", self._path)
        yield f'path={"f" * (path != self._path)}"{path}"'
        if self._answer != "None":
            kind = self._answer if re.fullmatch(r"[\w.]+", self._answer) else f"({self._answer})"
            yield f"answer={kind}"
        if self._query():
            yield f"query=given({self._passed([each['name'] for each in self._query()])})"
        yield from self._content()
        if self._takes_key:
            yield "takes_key=True, idempotency_key=idempotency_key"
        other = [s for s, a in self._described["responses"].items() if self._is_also_good(s, a)]
        if other:
            yield f"also_good=frozenset({{{', '.join(other)}}})"

    def _content(self) -> Iterator[str]:
        members = self._body_schema().get("properties", {})
        if self._takes_files:
            yield f"files={self._files}"
        elif self._is_union:
            yield "body=body"
        elif self._body is not None:
            how = "changed" if self._method == "PATCH" else "given"
            yield f"body={how}({self._passed(members)})"
        if _ENDS_WAITING in members:
            yield f"waits_for={_ENDS_WAITING}"

    def _passed(self, names: Any) -> str:
        kinds = {name: kind for name, kind, _ in self._members()}
        texts = {
            name for name, kind in kinds.items() if re.search(r"\b(timedelta|datetime)\b", kind)
        }
        return ", ".join(
            f"{name}=text({name})" if name in texts else f"{name}={name}"
            for name in map(_name, names)
        )

    def _is_also_good(self, status: str, answer: Schema) -> bool:
        content = answer.get("content", {})
        return not status.startswith("2") and "application/problem+json" not in content

    def kind(self) -> str:
        """Which kind of method it is."""
        return "List" if self.item else "Write" if self.is_write else ""


def _codes(described: Schema) -> Iterator[str]:
    """The codes of the problems that an operation may be answered with."""
    for answer in described["responses"].values():
        problem = answer.get("content", {}).get("application/problem+json", {})
        yield from (each["value"]["code"] for each in problem.get("examples", {}).values())


def _usual_codes(document: Schema) -> frozenset[str]:
    """Those of more than half of the operations, which are not worth saying of each."""
    operations = [each for item in document["paths"].values() for each in item.values()]
    found = Counter(code for each in operations for code in set(_codes(each)))
    return frozenset(code for code, times in found.items() if times > len(operations) / 2)


def _operations(module: str, found: list[_Operation]) -> str:
    head = f'''"""{module.replace("_", " ").capitalize()}, described as calls.

{_BY_TOOL}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import UNSET, UnsetType

from trivium.client import shapes
from trivium.client.call import Call, Listing, changed, given, segment, text
'''
    return "\n\n".join([head, *(each.source() for each in found)])


def _methods(by_module: Mapping[str, list[_Operation]]) -> str:
    parts = [
        f'''"""The operations as methods.

{_BY_TOOL}
"""

from __future__ import annotations

from trivium.client.bound import (
    Awaited, AwaitedList, AwaitedWrite, Blocking, BlockingList, BlockingWrite
)
from trivium.client.operations import {", ".join(by_module)}
'''
    ]
    for way, text in (("Blocking", "that block"), ("Awaited", "that are awaited")):
        lines = [f"class {way}Methods:", f'    """Every operation, as methods {text}."""', ""]
        for module, found in by_module.items():
            lines += [f"    {o.name} = {way}{o.kind()}({module}.{o.name})" for o in found]
        parts.append("\n".join(lines) + "\n")
    return "\n\n".join(parts)


def _docstring(schema: Schema, fallback: str) -> str:
    written = schema.get("description") or f"{fallback}."
    paragraphs = [" ".join(each.split()) for each in written.split("\n\n")]
    first, *more = [textwrap.wrap(each, _WIDTH) for each in paragraphs]
    lines = [first[0], *first[1:]]
    for each in more:
        lines += ["", *each]
    body = "\n".join(f"    {line}".rstrip() for line in lines).strip()
    end = "\n    " if len(lines) > 1 else ""
    return f'    """{body}{end}"""'


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()


def _name(name: str) -> str:
    assert name.isidentifier(), name  # noqa: S101  # say so at once
    assert not keyword.iskeyword(name), name  # noqa: S101  # say so at once
    return name


def main() -> None:
    """Writes the files; what is there and no more described goes."""
    written = files()
    (FOLDER / "operations").mkdir(exist_ok=True)
    for path in (FOLDER / "operations").glob("*.py"):
        if f"operations/{path.name}" not in written:
            path.unlink()
    for name, source in written.items():
        (FOLDER / name).write_text(source, encoding="utf-8")


if __name__ == "__main__":
    main()
