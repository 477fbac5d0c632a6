"""Scripts in JavaScript and Starlark, in sandboxed processes with limits of time and memory."""

from trivium.engine.scripts.errors import ScriptSyntaxError, UnsupportedScriptLanguage
from trivium.engine.scripts.host import ScriptHost, ScriptLimits

__all__ = ["ScriptHost", "ScriptLimits", "ScriptSyntaxError", "UnsupportedScriptLanguage"]
