"""Regular expressions of XPath, as FEEL's `matches`, `replace` and `split` take them.

Three promises: the syntax is XPath's (not Python's); the time is bounded by the step limit of the
evaluation, whatever the pattern; and plain patterns run at the speed of Python's `re`.

How: a pattern is parsed into a tree. A bound of its backtracking cost is read off the tree; where
it is low for the input at hand, the tree is written as a pattern of Python's `re`. Everything else
runs on our own machine, which visits each pair of state and position at most once and charges the
evaluation for every visit. Only back-references can make it visit a pair again; they are charged
too, so they end at the limit at the latest.
"""

from trivium.feel.regex.nodes import InvalidPattern
from trivium.feel.regex.pattern import Pattern, pattern

__all__ = ["InvalidPattern", "Pattern", "pattern"]
