"""FEEL, the expression language of DMN 1.5 (chapter 10)."""

from trivium.feel.codec import from_json, to_json
from trivium.feel.errors import ExpressionLimit, FeelSyntaxError, FeelWarning, NullResult
from trivium.feel.expression import (
    Expression,
    call,
    compile,  # noqa: A004  # feel.compile is its name
    compile_unary_tests,
)
from trivium.feel.functions import PythonFunction
from trivium.feel.outcome import Outcome, Remark, run
from trivium.feel.python import from_python
from trivium.feel.state import Context, Limits
from trivium.feel.text import string_of
from trivium.feel.values import Function, Range, Value

__all__ = [
    "Context",
    "Expression",
    "ExpressionLimit",
    "FeelSyntaxError",
    "FeelWarning",
    "Function",
    "Limits",
    "NullResult",
    "Outcome",
    "PythonFunction",
    "Range",
    "Remark",
    "Value",
    "call",
    "compile",
    "compile_unary_tests",
    "from_json",
    "from_python",
    "run",
    "string_of",
    "to_json",
]
