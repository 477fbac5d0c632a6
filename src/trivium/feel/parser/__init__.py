"""FEEL tokens into a tree, with the names in scope known."""

from trivium.feel.parser.parser import Parser

__all__ = ["Parser"]
