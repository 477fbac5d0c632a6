"""The error of an evaluation, told with the expression in which it arose."""

from __future__ import annotations

from trivium.errors import EvaluationFailed


class JuelFailure(EvaluationFailed):
    """An expression that could not give a value; `facts["expression"]` is its text.

    Codes: `expression/unknown-name`, `-property`, `-method`, `-function`, `expression/wrong-type`,
    `expression/wrong-arguments`, `expression/division-by-zero`, `expression/limit`,
    `expression/not-supported`.
    """

    def locate(self, source: str) -> None:
        """Names the expression, unless an inner one has been named."""
        if "expression" not in self.facts:
            self.facts["expression"] = source
            self.message = f"{self.message} In the expression {source}"
            self.args = (self.message,)
