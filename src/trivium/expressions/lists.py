"""Lists that models write as one text."""

from __future__ import annotations


def split_list(text: str | None) -> tuple[str, ...]:
    """The parts of a comma-separated text; commas inside braces do not separate."""
    parts: list[str] = []
    depth, part = 0, ""
    for char in text or "":
        depth += (char == "{") - (char == "}")
        if char == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += char
    parts.append(part)
    return tuple(stripped for stripped in (p.strip() for p in parts) if stripped)
