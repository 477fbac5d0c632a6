"""What can be wrong with a script before it runs."""

from __future__ import annotations

from trivium.errors import InvalidInput

SUPPORTED = "FEEL, JUEL, JavaScript and Starlark"


class ScriptSyntaxError(InvalidInput):
    """The text is no script of its language; `line` counts from 1."""

    code = "script/syntax"

    def __init__(self, language: str, what: str, line: int | None) -> None:
        where = f" (line {line})" if line else ""
        super().__init__(
            f"Expected {language} but found a mistake: {what}{where}.", language=language, line=line
        )
        self.line = line


class UnsupportedScriptLanguage(InvalidInput):
    """Scripts in this language are not run."""

    code = "script/unsupported-language"

    def __init__(self, language: str) -> None:
        super().__init__(
            f"Expected a script in {SUPPORTED} but found '{language[:60]}'. Write it in one of"
            " these, or make the step a service task with a Python handler.",
            language=language[:60],
        )
