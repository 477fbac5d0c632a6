"""From text to expression, by language."""

from __future__ import annotations

from collections.abc import Iterable

from trivium import feel
from trivium.expressions.expression import Constant, Expression, FeelExpression, Language
from trivium.expressions.juel.template import juel_expression, juel_template


def compile(  # noqa: A001 (called as expressions.compile)
    text: str, language: Language | None = None, names: Iterable[str] = ()
) -> Expression:
    """The expression, ready to be evaluated.

    FEEL may have Zeebe's `=` before it; JUEL stands in `${…}` or `#{…}`. Without a language the
    form decides. `names` are those known in scope, which may hold spaces and operators.

    Raises:
        ExpressionSyntaxError: it is no JUEL.
        feel.FeelSyntaxError: it is no FEEL.
    """
    stripped = text.strip()
    if language == "juel" or (language is None and stripped.startswith(("${", "#{"))):
        return juel_expression(text, names)
    return _feel(text, stripped.removeprefix("="), names)


def template(text: str, language: Language | None = None, names: Iterable[str] = ()) -> Expression:
    """A text that may hold expressions.

    In JUEL `a${x}b` gives a text, a single `${…}` its value and everything else is constant; in
    FEEL what begins with `=` is an expression and everything else is constant. Without a language
    both are understood.

    Raises:
        ExpressionSyntaxError: an expression in it is no JUEL.
        feel.FeelSyntaxError: it is no FEEL.
    """
    stripped = text.strip()
    if language != "juel" and stripped.startswith("="):
        return _feel(text, stripped[1:], names)
    if language == "feel":
        return Constant(text, text, "feel")
    return juel_template(text, names)


def written(text: str) -> Expression:
    """A text as models write it: FEEL after a leading `=`, else one that may hold `${…}`.

    Raises:
        ExpressionSyntaxError, feel.FeelSyntaxError: an expression in it cannot be read.
    """
    stripped = text.strip()
    return compile(stripped, language="feel") if stripped.startswith("=") else template(stripped)


def _feel(source: str, text: str, names: Iterable[str]) -> Expression:
    return FeelExpression(source, feel.compile(text, names=names))
