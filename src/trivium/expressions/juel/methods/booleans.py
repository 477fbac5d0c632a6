"""Methods of truth values."""

from __future__ import annotations

from trivium.expressions.juel.methods import every
from trivium.expressions.juel.methods.method import Method

METHODS = {**every.METHODS, "booleanValue": Method(lambda value: value)}
