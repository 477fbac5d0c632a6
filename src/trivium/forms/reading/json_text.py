"""JSON with the lines on which its parts stand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from trivium.errors import Finding, InvalidModel

Place = tuple[str | int, ...]

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:\n]|[^\s{}\[\],:"]+')
_BYTE = re.compile(r"byte (\d+)")


def read_json(content: bytes) -> tuple[dict[str, Any], Mapping[Place, int]]:
    """The object in a file, and the line of each part by its place.

    Raises:
        InvalidModel: it is no JSON (`form/malformed-json`), or no object.
    """
    try:
        value = _decoder.decode(content)
        text = content.decode()
    except (ValueError, RecursionError) as error:
        raise InvalidModel([_malformed(content, str(error))]) from error
    if not isinstance(value, dict):
        raise InvalidModel([_malformed(content, "it is no object")])
    return value, _lines(text)


def _malformed(content: bytes, why: str) -> Finding:
    found = _BYTE.search(why)
    at = int(found[1]) if found else 0
    return Finding(
        "form/malformed-json",
        f"Expected a form as a JSON object, but {why}.",
        None,
        content.count(b"\n", 0, at) + 1,
        "Save it again with the editor that it was made with.",
    )


def _lines(text: str) -> dict[Place, int]:
    found: dict[Place, int] = {(): 1}
    path: list[str | int | None] = []
    line = 1
    for match in _WORD.finditer(text):
        word = match.group()
        if word == "\n":
            line += 1
        elif word in "}]":
            path.pop()
        elif word == ",":
            last = path[-1]
            path[-1] = last + 1 if isinstance(last, int) else None
        elif path and path[-1] is None:
            path[-1] = json.loads(word)
        elif word != ":":
            found.setdefault(tuple(each for each in path if each is not None), line)
            if word in "{[":
                path.append(0 if word == "[" else None)
    return found
