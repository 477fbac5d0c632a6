"""XPath's regular expressions into a tree.

Standard: XQuery 1.0 and XPath 2.0 Functions and Operators, 7.6 (XML Schema's syntax with anchors,
reluctant quantifiers, capturing groups and back-references). `(?:…)` of its later edition is taken
too.
"""

from __future__ import annotations

from trivium.feel.regex import characters
from trivium.feel.regex.blocks import BLOCKS
from trivium.feel.regex.characters import Ranges, category, complement, union
from trivium.feel.regex.nodes import (
    Alternatives,
    Anchor,
    BackReference,
    Chars,
    Group,
    InvalidPattern,
    Regex,
    Repeat,
    Sequence,
)

MAXIMUM_LENGTH = 10_000
MAXIMUM_REPEAT = 10_000
MAXIMUM_DEPTH = 60


_DIGITS = "123456789"
_SPACE: Ranges = ((9, 10), (13, 13), (32, 32))
_NAME_START: Ranges = union(
    ((0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6)),
    ((0xF8, 0x2FF), (0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F)),
    ((0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF)),
)
_NAME: Ranges = union(
    _NAME_START,
    ((0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040)),
)
_SINGLE = {"n": "\n", "r": "\r", "t": "\t"} | {char: char for char in "\\|.?*+(){}-[]^$"}
_SPECIAL = frozenset(".\\?*+{}()[]|^$")
_NEWLINE: Ranges = ((10, 10),)


def _word() -> Ranges:
    return complement(union(*(category(name) or () for name in ("P", "Z", "C"))))


class Syntax:
    """One pass over one pattern."""

    def __init__(self, pattern: str, flags: str) -> None:
        if len(pattern) > MAXIMUM_LENGTH:
            raise InvalidPattern(f"Expected a pattern below {MAXIMUM_LENGTH} characters")
        if set(flags) - set("smix"):
            raise InvalidPattern(f"Expected flags out of s, m, i, x but got {flags!r}")
        self.text = _without_space(pattern) if "x" in flags else pattern
        self.dot = ((0, characters.LAST),) if "s" in flags else complement(_NEWLINE)
        self.of_lines = "m" in flags
        self.ignores_case = "i" in flags
        self.at = 0
        self.depth = 0
        self.groups = 0
        self.closed: set[int] = set()

    def parse(self) -> Regex:
        """The whole pattern."""
        found = self._alternatives()
        if self.at < len(self.text):
            raise self._error("the end of the pattern")
        return found

    def _error(self, expected: str) -> InvalidPattern:
        found = repr(self.text[self.at]) if self.at < len(self.text) else "its end"
        return InvalidPattern(
            f"Expected {expected} at character {self.at + 1} of the pattern but found {found}"
        )

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, char: str) -> bool:
        if self.text.startswith(char, self.at):
            self.at += len(char)
            return True
        return False

    def _char(self, char: str) -> Chars:
        return Chars(self._folded(((ord(char), ord(char)),)))

    def _folded(self, ranges: Ranges) -> Ranges:
        return characters.without_case(ranges) if self.ignores_case else ranges

    def _alternatives(self) -> Regex:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else Alternatives(tuple(branches))

    def _sequence(self) -> Regex:
        parts: list[Regex] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._quantified(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _atom(self) -> Regex:
        char = self._peek()
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            return Chars(self._class())
        if char == ".":
            return Chars(self.dot)
        if char in ("^", "$"):
            return Anchor(char == "^", self.of_lines)
        if char == "\\":
            return self._escape()
        if char in _SPECIAL:
            self.at -= 1
            raise self._error("something to match")
        return self._char(char)

    def _group(self) -> Regex:
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise self._error(f"groups less than {MAXIMUM_DEPTH} deep")
        number = 0
        if not self._take("?:"):
            self.groups += 1
            number = self.groups
        body = self._alternatives()
        if not self._take(")"):
            raise self._error("`)`")
        self.depth -= 1
        if number:
            self.closed.add(number)
        return Group(body, number)

    def _quantified(self, atom: Regex) -> Regex:
        bounds = self._bounds()
        if bounds is None:
            return atom
        least, most = bounds
        reluctant = self._take("?")
        if self._peek() in ("?", "*", "+", "{"):
            raise self._error("one quantifier only")
        return Repeat(atom, least, most, reluctant)

    def _bounds(self) -> tuple[int, int | None] | None:
        char = self._peek()
        simple: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
        if char in simple:
            self.at += 1
            return simple[char]
        if char != "{":
            return None
        end = self.text.find("}", self.at)
        least, comma, most = self.text[self.at + 1 : max(end, self.at + 1)].partition(",")
        if not _is_count(least) or (most and not _is_count(most)):
            raise self._error("a quantifier such as {2}, {2,} or {2,4}")
        bounds = int(least), (int(most) if most else None) if comma else int(least)
        if bounds[1] is not None and bounds[0] > bounds[1]:
            raise self._error("a quantifier whose first number is not above its second")
        self.at = end + 1
        return bounds

    def _escape(self) -> Regex:
        char = self._peek()
        if char in _DIGITS and char:
            return self._back_reference()
        ranges = self._class_escape()
        return Chars(ranges)

    def _back_reference(self) -> Regex:
        number = 0
        while self._peek().isdecimal() and self._peek().isascii():
            longer = number * 10 + int(self._peek())
            if number and longer not in self.closed:
                break
            number = longer
            self.at += 1
        if number not in self.closed:
            raise self._error("a back-reference to a group that is closed before it")
        return BackReference(number, self.ignores_case)

    def _class_escape(self) -> Ranges:
        """What stands behind a backslash, as a set."""
        char = self._peek()
        self.at += 1
        if char in _SINGLE and char:
            code = ord(_SINGLE[char])
            return self._folded(((code, code),))
        if char in ("p", "P"):
            ranges = self._property()
        elif char.lower() in ("s", "i", "c", "d", "w") and char:
            ranges = _multi(char.lower())
        else:
            self.at -= 1
            raise self._error("an escape of XPath")
        return complement(ranges) if char.isupper() else ranges

    def _property(self) -> Ranges:
        if not self._take("{"):
            raise self._error("`{`")
        end = self.text.find("}", self.at)
        name = self.text[self.at : max(end, self.at)]
        ranges: Ranges | None
        if name.startswith("Is"):
            block = BLOCKS.get(name[2:])
            ranges = None if block is None else (block,)
        else:
            ranges = category(name)
        if ranges is None:
            raise self._error("a category or block of Unicode")
        self.at = end + 1
        return ranges

    def _class(self) -> Ranges:
        """Behind `[`: a set of characters, perhaps without another set."""
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise self._error(f"sets less than {MAXIMUM_DEPTH} deep")
        is_negated = self._take("^")
        parts: list[Ranges] = []
        minus: Ranges = ()
        while not self._take("]"):
            if self._peek() == "-" and self.text.startswith("-[", self.at) and parts:
                self.at += 2
                minus = self._class()
                if not self._take("]"):
                    raise self._error("`]`")
                break
            parts.append(self._member())
        if not parts:
            raise self._error("at least one character in the set")
        self.depth -= 1
        found = union(*parts)
        return characters.subtract(complement(found) if is_negated else found, minus)

    def _member(self) -> Ranges:
        """A character, a range or an escape within a set."""
        first, ranges = self._member_end()
        if first is None:
            return ranges
        is_range = self._peek() == "-" and self.text[self.at + 1 : self.at + 2] not in (
            "]",
            "[",
            "",
        )
        if not is_range:
            return ranges
        self.at += 1
        last, _ = self._member_end()
        if last is None or last < first:
            raise self._error("a range of characters in ascending order")
        return self._folded(((first, last),))

    def _member_end(self) -> tuple[int | None, Ranges]:
        char = self._peek()
        if char == "\\":
            self.at += 1
            single = _SINGLE.get(self._peek())
            ranges = self._class_escape()
            return (ord(single) if single else None), ranges
        if char in ("", "[", "]"):
            raise self._error("a character of the set")
        self.at += 1
        return ord(char), self._folded(((ord(char), ord(char)),))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text[:9]) <= MAXIMUM_REPEAT


def _multi(name: str) -> Ranges:
    if name == "s":
        return _SPACE
    if name == "i":
        return _NAME_START
    if name == "c":
        return _NAME
    return (category("Nd") or ()) if name == "d" else _word()


def _without_space(pattern: str) -> str:
    """The pattern of flag `x`: white space is dropped outside of sets, even behind a backslash."""
    result: list[str] = []
    depth = 0
    escaped = False
    for char in pattern:
        if char in " \t\n\r" and depth == 0:
            continue
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "[":
            depth += 1
        elif char == "]" and depth:
            depth -= 1
        result.append(char)
    return "".join(result)
