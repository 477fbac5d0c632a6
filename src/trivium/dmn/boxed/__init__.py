"""Boxed expressions into evaluators.

Standard: DMN 1.5, 7.3 and 10.2.2.
"""

from trivium.dmn.boxed.dispatch import compile_expression

__all__ = ["compile_expression"]
