"""Scripts that are not expressions: run by the sandbox of the shell, through a port."""

from __future__ import annotations

from typing import Any

SANDBOXED = {
    "javascript": "javascript",
    "ecmascript": "javascript",
    "js": "javascript",
    "starlark": "starlark",
}


class SandboxedScript:
    """Looks like an expression to whoever evaluates it; the context brings the sandbox."""

    __slots__ = ("language", "script_language", "source")

    is_constant = False
    needs_context = True
    free_names: frozenset[str] = frozenset()

    def __init__(self, source: str, script_language: str) -> None:
        self.source = source
        self.language = "script"
        self.script_language = script_language

    def evaluate(self, variables: Any, context: Any = None) -> Any:
        """The value of the script; the variables that it set are set.

        Raises:
            EvaluationFailed: it failed or went over a limit.
        """
        del variables
        return context.run(self.script_language, self.source)


def language_of(declared: str | None) -> str | None:
    """`feel` or `juel` for the language URIs and names in use, None if nothing (useful) is said."""
    if declared is None:
        return None
    lower = declared.strip().lower()
    if "feel" in lower:
        return "feel"
    if lower in {"juel", "el"}:
        return "juel"
    if "xpath" in lower or "java.sun.com" in lower or not lower:
        return None  # what modellers write by default and nobody means
    return lower
