"""Sets of characters as sorted ranges of code points, with Unicode's categories and case variants.

Standard: XML Schema 1.1 part 2, appendix G.4.2.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

Ranges: TypeAlias = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
# beyond this code point nothing is assigned but the tags and the private planes
_ASSIGNED = 0x32400
_TAGS = (0xE0000, 0xE0200)
_PRIVATE = ((0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
_CASED = (
    (0x41, 0x2CFF),
    (0xA640, 0xA7FF),
    (0xAB30, 0xABBF),
    (0xFB00, 0xFB06),
    (0xFF21, 0xFF5A),
    (0x10400, 0x104FF),
    (0x10570, 0x105BF),
    (0x10C80, 0x10CFF),
    (0x118A0, 0x118DF),
    (0x16E40, 0x16E7F),
    (0x1E900, 0x1E943),
)


def union(*parts: Iterable[tuple[int, int]]) -> Ranges:
    """All characters of all parts, as ranges that neither overlap nor touch."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(span for part in parts for span in part):
        if merged and low <= merged[-1][1] + 1:
            if high > merged[-1][1]:
                merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(ranges: Ranges) -> Ranges:
    """All characters that are not in the ranges."""
    result: list[tuple[int, int]] = []
    following = 0
    for low, high in ranges:
        if low > following:
            result.append((following, low - 1))
        following = high + 1
    if following <= LAST:
        result.append((following, LAST))
    return tuple(result)


def subtract(ranges: Ranges, others: Ranges) -> Ranges:
    """The characters of the first that are not in the second."""
    return complement(union(complement(ranges), others))


def contains(ranges: Ranges, code: int) -> bool:
    """Whether the character is in the ranges."""
    low, high = 0, len(ranges)
    while low < high:
        middle = (low + high) // 2
        if ranges[middle][1] < code:
            low = middle + 1
        else:
            high = middle
    return low < len(ranges) and ranges[low][0] <= code


@lru_cache(maxsize=1)
def _categories() -> dict[str, Ranges]:
    """The ranges of each two-letter category; scanned once, when a pattern first asks."""
    found: dict[str, list[tuple[int, int]]] = {"Cn": [], "Co": list(_PRIVATE)}
    for first, last in ((0, _ASSIGNED), _TAGS):
        codes = range(first, last)
        start = first
        for category, run in groupby(map(unicodedata.category, map(chr, codes))):
            end = start + sum(1 for _ in run)
            found.setdefault(category, []).append((start, end - 1))
            start = end
    assigned = union(*(ranges for name, ranges in found.items() if name != "Cn"))
    found["Cn"] = list(complement(assigned))
    return {name: union(ranges) for name, ranges in found.items()}


@lru_cache(maxsize=128)
def category(name: str) -> Ranges | None:
    """The characters of a category such as `L` or `Nd`; None if there is none of that name."""
    found = [ranges for key, ranges in _categories().items() if key.startswith(name)]
    return union(*found) if found and len(name) in (1, 2) else None


@lru_cache(maxsize=1)
def _variants() -> dict[int, frozenset[int]]:
    """For each character with case the others that are the same without it."""
    groups: dict[str, set[int]] = {}
    for first, last in _CASED:
        for code in range(first, last + 1):
            char = chr(code)
            if char.lower() != char or char.upper() != char:
                groups.setdefault("l" + char.lower(), set()).add(code)
                groups.setdefault("u" + char.upper(), set()).add(code)
    result: dict[int, set[int]] = {}
    for codes in groups.values():
        for code in codes:
            result.setdefault(code, set()).update(codes)
    return {code: frozenset(codes) for code, codes in result.items() if len(codes) > 1}


def variants(code: int) -> frozenset[int]:
    """The character and those that differ from it by case alone."""
    return _variants().get(code, frozenset((code,)))


@lru_cache(maxsize=256)
def without_case(ranges: Ranges) -> Ranges:
    """The ranges with all case variants of their characters."""
    extra = [
        (twin, twin)
        for code, twins in _variants().items()
        if contains(ranges, code)
        for twin in twins
    ]
    return union(ranges, extra)
