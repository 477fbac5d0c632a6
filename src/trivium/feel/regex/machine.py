"""Our own matcher: a program of small instructions, run so that its time is bounded.

It tries alternatives in order, as XPath asks, and marks each pair of instruction and position that
has failed, so that none is tried twice. A search of `n` characters by a program of `m` instructions
takes at most `n * m` steps, each of which is charged to the evaluation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from trivium.feel.regex.characters import contains, variants
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

MAXIMUM_PROGRAM = 20_000
_CHARS, _SPLIT, _JUMP, _SAVE, _ANCHOR, _REFER, _MATCH = range(7)
_BATCH = 256

Charge = Callable[[int], None]
Captures = tuple[int, ...]


class Program(Struct, frozen=True):
    """Instructions as tuples; `has_references` tells that failures may not be remembered."""

    instructions: tuple[tuple[Any, ...], ...]
    slots: int
    has_references: bool


class Assembler:
    """A tree into a program."""

    def __init__(self) -> None:
        self.code: list[tuple[Any, ...]] = []
        self.groups = 0
        self.has_references = False

    def program(self, node: Regex) -> Program:
        """The program that searches for the tree and saves where it was found."""
        self.emit(_SAVE, 0)
        self.add(node)
        self.emit(_SAVE, 1)
        self.emit(_MATCH)
        return Program(tuple(self.code), 2 * (self.groups + 1), self.has_references)

    def emit(self, *instruction: Any) -> int:
        if len(self.code) >= MAXIMUM_PROGRAM:
            raise InvalidPattern("Expected a pattern that does not repeat so much")
        self.code.append(instruction)
        return len(self.code) - 1

    def add(self, node: Regex) -> None:
        if isinstance(node, Chars):
            self.emit(_CHARS, node.ranges)
        elif isinstance(node, Anchor):
            self.emit(_ANCHOR, node.is_start, node.of_lines)
        elif isinstance(node, BackReference):
            self.has_references = True
            self.emit(_REFER, node.group, node.ignores_case)
        elif isinstance(node, Sequence):
            for part in node.parts:
                self.add(part)
        elif isinstance(node, Group):
            self._group(node)
        elif isinstance(node, Repeat):
            self._repeat(node)
        else:
            self._alternatives(node)

    def _group(self, node: Group) -> None:
        self.groups = max(self.groups, node.number)
        if node.number:
            self.emit(_SAVE, 2 * node.number)
        self.add(node.body)
        if node.number:
            self.emit(_SAVE, 2 * node.number + 1)

    def _alternatives(self, node: Alternatives) -> None:
        ends: list[int] = []
        for branch in node.branches[:-1]:
            split = self.emit(_SPLIT)
            self.add(branch)
            ends.append(self.emit(_JUMP))
            self.code[split] = (_SPLIT, split + 1, len(self.code))
        self.add(node.branches[-1])
        for end in ends:
            self.code[end] = (_JUMP, len(self.code))

    def _repeat(self, node: Repeat) -> None:
        for _ in range(node.least):
            self.add(node.body)
        if node.most is None:
            start = self.emit(_SPLIT)
            self.add(node.body)
            self.emit(_JUMP, start)
            self._fork(start, node, len(self.code))
            return
        splits = []
        for _ in range(node.most - node.least):
            splits.append(self.emit(_SPLIT))
            self.add(node.body)
        for split in splits:
            self._fork(split, node, len(self.code))

    def _fork(self, split: int, node: Repeat, end: int) -> None:
        """Into the body first, or past it first if the quantifier is reluctant."""
        ways = (end, split + 1) if node.is_reluctant else (split + 1, end)
        self.code[split] = (_SPLIT, *ways)


def search(program: Program, text: str, start: int, charge: Charge) -> Captures | None:
    """The first place from `start` on where the program matches, as ends of its groups."""
    failed: set[int] | None = None if program.has_references else set()
    for begin in range(start, len(text) + 1):
        found = _Run(program, text, charge, failed).match(begin)
        if found is not None:
            return found
    return None


class _Run:
    """One attempt at one place."""

    def __init__(
        self, program: Program, text: str, charge: Charge, failed: set[int] | None
    ) -> None:
        self.program = program
        self.text = text
        self.charge = charge
        self.failed = failed
        self.uncharged = 0

    def match(self, begin: int) -> Captures | None:
        instructions, width = self.program.instructions, len(self.text) + 1
        pending: list[tuple[int, int, Captures]] = [(0, begin, (-1,) * self.program.slots)]
        failed = self.failed
        result = None
        while pending:
            at, position, saved = pending.pop()
            while at >= 0:
                self._count()
                if failed is not None:
                    key = at * width + position
                    if key in failed:
                        break
                    failed.add(key)
                instruction = instructions[at]
                kind = instruction[0]
                if kind == _SPLIT:
                    pending.append((instruction[2], position, saved))
                    at = instruction[1]
                elif kind == _MATCH:
                    result = saved
                    pending.clear()
                    break
                else:
                    at, position, saved = self._step(instruction, at, position, saved)
        self.charge(self.uncharged)
        return result

    def _count(self) -> None:
        self.uncharged += 1
        if self.uncharged >= _BATCH:
            self.charge(self.uncharged)
            self.uncharged = 0

    def _step(
        self, instruction: tuple[Any, ...], at: int, position: int, saved: Captures
    ) -> tuple[int, int, Captures]:
        """The next instruction, position and captures; instruction -1 where it does not fit."""
        kind = instruction[0]
        if kind == _CHARS:
            is_in = position < len(self.text) and contains(instruction[1], ord(self.text[position]))
            return (at + 1 if is_in else -1), position + 1, saved
        if kind == _SAVE:
            slot = instruction[1]
            return at + 1, position, (*saved[:slot], position, *saved[slot + 1 :])
        if kind == _JUMP:
            return instruction[1], position, saved
        if kind == _ANCHOR:
            holds = _at_anchor(self.text, position, instruction[1], instruction[2])
            return (at + 1 if holds else -1), position, saved
        end = self._reference_end(instruction, position, saved)
        return (at + 1 if end >= 0 else -1), end, saved

    def _reference_end(self, instruction: tuple[Any, ...], position: int, saved: Captures) -> int:
        """Where the text of the group ends if it stands here again, else -1."""
        _, group, ignores_case = instruction
        wanted = self.text[saved[2 * group] : saved[2 * group + 1]] if saved[2 * group] >= 0 else ""
        self.uncharged += len(wanted) // 16
        here = self.text[position : position + len(wanted)]
        if here == wanted or (ignores_case and _same_without_case(here, wanted)):
            return position + len(wanted)
        return -1


def _same_without_case(left: str, right: str) -> bool:
    return len(left) == len(right) and all(
        ord(one) in variants(ord(two)) for one, two in zip(left, right, strict=True)
    )


def _at_anchor(text: str, position: int, is_start: bool, of_lines: bool) -> bool:  # noqa: FBT001  # private, and hot
    if is_start:
        return position == 0 or (of_lines and position < len(text) and text[position - 1] == "\n")
    return position == len(text) or (of_lines and text[position] == "\n")


def assemble(node: Regex) -> Program:
    """The program of a tree; `InvalidPattern` if it would be too long."""
    return Assembler().program(node)
