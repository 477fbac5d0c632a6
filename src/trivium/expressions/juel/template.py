"""JUEL in text: a single `${…}` gives its value, `a${x}b` a text, text alone itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from trivium.expressions.context import Context
from trivium.expressions.errors import ExpressionSyntaxError
from trivium.expressions.expression import Constant, Expression, Language, Variables
from trivium.expressions.juel import tree
from trivium.expressions.juel.compiler import Compiler, Run
from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.parser import Parser
from trivium.expressions.juel.values import LONGEST_TEXT, to_text, too_long

LONGEST_SOURCE = 1_000_000
_OPENING = re.compile(r"\\?[$#]\{")
_NOTHING = Context()


class JuelExpression:
    """A compiled JUEL text."""

    __slots__ = ("_run", "free_names", "source")

    language: Language = "juel"
    is_constant = False
    needs_context = True

    def __init__(self, source: str, run: Run, free_names: Iterable[str]) -> None:
        self.source = source
        self.free_names = frozenset(free_names)
        self._run = run

    def evaluate(self, variables: Variables, context: Any = None) -> Any:
        try:
            return self._run(variables, context or _NOTHING)
        except JuelFailure as failure:
            failure.locate(self.source)
            raise

    def __repr__(self) -> str:
        return f"JuelExpression({self.source!r})"


def juel_template(source: str, names: Iterable[str] = ()) -> Expression:
    r"""A text in which `${…}` and `#{…}` are expressions; `\${` stands for the characters."""
    parts = _parts(source, names)
    if all(isinstance(part, str) for part in parts):
        return Constant(source, "".join(map(str, parts)), "juel")
    compiler = Compiler()
    runs = [part if isinstance(part, str) else _compiled(compiler, part, source) for part in parts]
    only = runs[0]
    if len(runs) == 1 and not isinstance(only, str):
        return JuelExpression(source, only, compiler.free_names)
    return JuelExpression(source, _joining(runs), compiler.free_names)


def juel_expression(source: str, names: Iterable[str] = ()) -> Expression:
    """A single `${…}` and nothing beside it."""
    parts = _parts(source.strip(), names)
    if len(parts) != 1 or isinstance(parts[0], str):
        raise ExpressionSyntaxError(
            "Expected one expression in ${…} and nothing beside it",
            source=source,
            remedy="Write for example ${amount > 1000}.",
        )
    compiler = Compiler()
    run = _compiled(compiler, parts[0], source)
    return JuelExpression(source, run, compiler.free_names)


def _parts(source: str, names: Iterable[str]) -> list[str | tree.Node]:
    if len(source) > LONGEST_SOURCE:
        raise ExpressionSyntaxError(
            f"Expected at most {LONGEST_SOURCE:,} characters but there are {len(source):,}",
            source=source[:100],
            code="expression/too-complex",
        )
    parts: list[str | tree.Node] = []
    text: list[str] = []
    offset = 0
    for opening in _OPENING.finditer(source):
        if opening.start() < offset:
            continue
        text.append(source[offset : opening.start()])
        if opening[0].startswith("\\"):
            text.append(opening[0][1:])
            offset = opening.end()
            continue
        if before := "".join(text):
            parts.append(before)
        text.clear()
        node, offset = Parser(source, opening.end(), names).whole()
        parts.append(node)
    text.append(source[offset:])
    rest = "".join(text)
    return [*parts, rest] if rest or not parts else parts


def _compiled(compiler: Compiler, node: tree.Node, source: str) -> Run:
    try:
        return compiler.compile(node)
    except JuelFailure as failure:
        raise ExpressionSyntaxError(
            failure.message.removesuffix("."), source=source, code=failure.code
        ) from failure


def _joining(parts: list[str | Run]) -> Run:
    def join(variables: Any, context: Context) -> str:
        texts = [
            part if isinstance(part, str) else to_text(part(variables, context)) for part in parts
        ]
        if sum(map(len, texts)) > LONGEST_TEXT:
            raise too_long()
        return "".join(texts)

    return join
