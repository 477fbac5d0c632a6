"""Where Python's `re` may be trusted: a bound of its backtracking; and a pattern in its words."""

from __future__ import annotations

import re

from trivium.feel.regex.characters import LAST, Ranges
from trivium.feel.regex.nodes import (
    Alternatives,
    Anchor,
    BackReference,
    Chars,
    Group,
    Regex,
    Repeat,
    Sequence,
)

# steps that `re` may take for one input before our own machine is the safer choice
BOUND = 20_000_000
_FEW = 1000
_MANY = 10**9


class Cost:
    """How long `re` may try: `choices` ways of `width` characters, and `loops` without end."""

    def __init__(self, choices: int, loops: int, width: int = 1) -> None:
        self.choices = min(choices, _MANY)
        self.loops = loops
        self.width = min(width, _MANY)

    def steps(self, length: int) -> int:
        """A bound of the steps of a search through an input of that length."""
        size = length + 1
        return int(self.choices * min(self.width, size) * size ** (self.loops + 1))


def cost(node: Regex) -> Cost | None:
    """The bound for a pattern; None if it could be exponential or needs our own machine."""
    if isinstance(node, (Chars, Anchor)):
        return Cost(1, 0)
    if isinstance(node, BackReference):
        return None
    if isinstance(node, Group):
        return cost(node.body)
    if isinstance(node, Repeat):
        return _of_repeat(node)
    parts = node.branches if isinstance(node, Alternatives) else node.parts
    choices, loops, width = 1, 0, 1
    found = [cost(part) for part in parts]
    for part in found:
        if part is None:
            return None
        if isinstance(node, Alternatives):
            choices, loops = max(choices, part.choices), max(loops, part.loops)
        else:
            choices, loops = choices * part.choices, loops + part.loops
        width += part.width
    return Cost(choices * (len(parts) if isinstance(node, Alternatives) else 1), loops, width)


def _of_repeat(node: Repeat) -> Cost | None:
    """What is repeated must match in one way only, or the ways multiply without end."""
    inner = cost(node.body)
    if inner is None or inner.choices > 1 or inner.loops > 0 or _may_be_empty(node.body):
        return None
    if node.most is None or node.most - node.least > _FEW:
        return Cost(1, 1, inner.width * max(node.least, 1))
    return Cost(node.most - node.least + 1, 0, inner.width * max(node.most, 1))


def _may_be_empty(node: Regex) -> bool:
    if isinstance(node, Sequence):
        return all(_may_be_empty(part) for part in node.parts)
    if isinstance(node, Group):
        return _may_be_empty(node.body)
    return isinstance(node, Anchor)


def python_pattern(node: Regex) -> re.Pattern[str]:
    """The same pattern for Python's `re`."""
    return re.compile(_written(node))


def _written(node: Regex) -> str:
    if isinstance(node, Chars):
        return _set(node.ranges)
    if isinstance(node, Anchor):
        return _anchor(node)
    if isinstance(node, Sequence):
        return "".join(_written(part) for part in node.parts)
    if isinstance(node, Alternatives):
        return "(?:" + "|".join(_written(branch) for branch in node.branches) + ")"
    if isinstance(node, Group):
        return f"({'' if node.number else '?:'}{_written(node.body)})"
    if isinstance(node, Repeat):
        most = "" if node.most is None else str(node.most)
        bounds = f"{{{node.least},{most}}}" + ("?" if node.is_reluctant else "")
        return f"(?:{_written(node.body)}){bounds}"
    raise TypeError(f"Expected a part that `re` may run but got {node!r}")


def _anchor(node: Anchor) -> str:
    if not node.of_lines:
        return r"\A" if node.is_start else r"\Z"
    return r"(?:\A|(?<=\n)(?!\Z))" if node.is_start else r"(?=\n|\Z)"


def _set(ranges: Ranges) -> str:
    if not ranges:
        return "(?!)"
    if ranges == ((0, LAST),):
        return r"[\s\S]"
    spans = (f"{_code(low)}-{_code(high)}" if high > low else _code(low) for low, high in ranges)
    return f"[{''.join(spans)}]"


def _code(code: int) -> str:
    return f"\\U{code:08x}"
