"""Safe reading of XML into a frozen tree, and writing it back without loss."""

from trivium.xml.errors import InvalidXml
from trivium.xml.reader import Limits, parse
from trivium.xml.tree import Comment, Document, Element, Instruction, Node
from trivium.xml.writer import write

__all__ = [
    "Comment",
    "Document",
    "Element",
    "Instruction",
    "InvalidXml",
    "Limits",
    "Node",
    "parse",
    "write",
]
