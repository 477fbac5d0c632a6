"""The sandboxed process: runs one script after the other, knows nothing of Trivium.

Started as a file of its own with nothing in its environment; speaks JSON lines over its standard
input and output. A script cannot reach the host: JavaScript and Starlark have no files, network or
imports, and the process itself may not open, write or start anything.
"""

from __future__ import annotations

import json
import keyword
import re
import resource
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path[:] = json.loads(sys.argv[1])  # where the host finds its packages

import _quickjs  # noqa: E402 (found by the path above)
import starlark  # noqa: E402

Reply = dict[str, Any]

_DEEPEST = 100
_JS_STACK_BYTES = 3 * 1024 * 1024
_PRELUDE_LINE = 10_000
_JS_PLACE = re.compile(r"<input>:(\d{1,4}):")  # lines with more digits are the prelude's
_JS_FRAMES = re.compile(r"\n +at .*", re.DOTALL)
_STARLARK_PLACE = re.compile(r"--> script:(\d+):")
_STARLARK_ERROR = re.compile(r"^error: (.*?)\n *-->", re.DOTALL | re.MULTILINE)
_LIMITS = ("interrupted", "out of memory", "call stack", "Evaluation cancelled", "cancelled")
_STARLARK_WORDS = frozenset(
    ("load", "execution", "decimal", "print", "changed_by_script", *keyword.kwlist)
)
_STARLARK_PRELUDE = """
decimal = RustDecimal

def _revived(wire):
    if type(wire) == "list":
        return [_revived(item) for item in wire]
    if type(wire) != "dict":
        return wire
    tag = wire.get("$t")
    if tag == "decimal":
        return RustDecimal(wire["v"])
    if tag == "integer":
        return int(wire["v"])
    return {key: _revived(item) for key, item in (wire["v"] if tag else wire).items()}

_known = {name: _revived(wire) for name, wire in given_to_script.items()}
changed_by_script = {}

def get_variable(name):
    return changed_by_script[name] if name in changed_by_script else _known.get(name)

def has_variable(name):
    return name in changed_by_script or name in _known

def set_variable(name, value):
    if type(name) != "string":
        fail("Expected the name of a variable as text")
    changed_by_script[name] = value

execution = struct(
    getVariable = get_variable, getVariableLocal = get_variable,
    hasVariable = has_variable, hasVariableLocal = has_variable,
    setVariable = set_variable, setVariableLocal = set_variable,
)
"""


def main() -> None:
    """Answers every line of the standard input with one line."""
    memory_bytes = int(sys.argv[2])
    _confine(memory_bytes)
    prelude = "\n" * _PRELUDE_LINE + _PRELUDE
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    for line in requests:
        request = json.loads(line)
        _allow_seconds(request["seconds"])
        if request["language"] == "javascript":
            reply = _javascript(request, prelude, memory_bytes)
        else:
            reply = _starlark(request)
        replies.write(json.dumps(reply).encode("ascii") + b"\n")
        replies.flush()


def _confine(memory_bytes: int) -> None:
    """No new files, sockets, processes or cores, and memory beyond what is used now as allowed."""
    used = _address_space()
    limits = {"RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NPROC": 0, "RLIMIT_NOFILE": 3}
    if used:
        limits["RLIMIT_AS"] = used + 2 * memory_bytes
    for name, most in limits.items():
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (most, most))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell (then it sets no limit)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _allow_seconds(seconds: float) -> None:
    """CPU time for the next script; the process dies if it is used up."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 2, resource.RLIM_INFINITY))


def _javascript(request: Reply, prelude: str, memory_bytes: int) -> Reply:
    context = _quickjs.Context()
    context.set_memory_limit(memory_bytes)
    context.set_max_stack_size(_JS_STACK_BYTES)
    context.set_time_limit(request["seconds"])
    try:
        if request["check"]:
            return _check_javascript(context, request["source"])
        call = context.eval(prelude)
        call("load", request["payload"])
        return {"javascript": json.loads(call("run", request["source"]))}
    except _quickjs.JSException as error:
        return _failed(
            _JS_FRAMES.sub("", str(error)).removesuffix("\nundefined"), str(error), _JS_PLACE
        )
    except (TypeError, ValueError, MemoryError) as error:
        return _failed(f"{type(error).__name__}: {error}", "", _JS_PLACE)


def _check_javascript(context: Any, source: str) -> Reply:
    """The whole text is parsed before its first statement runs, and that one leaves it."""
    try:
        context.eval(f"throw 'parsed';{source}")
    except _quickjs.JSException as error:
        if not str(error).startswith("parsed"):
            raise
    return {}


def _starlark(request: Reply) -> Reply:
    dialect = starlark.Dialect.extended()
    dialect.enable_load = False
    dialect.enable_f_strings = True
    try:
        ast = starlark.parse("script", request["source"], dialect)
        if request["check"]:
            return {}
        return _run_starlark(ast, request, dialect)
    except starlark.StarlarkError as error:
        text = str(error)
        found = _STARLARK_ERROR.search(text)
        return _failed(found[1] if found else text.removeprefix("error: "), text, _STARLARK_PLACE)
    except (RecursionError, TypeError, ValueError, OverflowError, MemoryError) as error:
        return _failed(f"{type(error).__name__}: {error}", "", _STARLARK_PLACE)


def _run_starlark(ast: Any, request: Reply, dialect: Any) -> Reply:
    variables = json.loads(request["payload"])["variables"]
    printed: list[str] = []
    module = starlark.Module()
    module.add_callable("print", lambda *values: printed.append(" ".join(map(str, values))[:1000]))
    module["given_to_script"] = variables
    libraries = starlark.LibraryExtension
    extensions = [
        *(libraries.StructType, libraries.Map, libraries.Filter, libraries.Json),
        *(libraries.RustDecimal, libraries.Partial),
    ]
    globals_ = starlark.Globals.extended_by(extensions)
    own = [name for name in variables if name.isidentifier() and name not in _STARLARK_WORDS]
    prelude = _STARLARK_PRELUDE + "".join(f"{name} = _known[{name!r}]\n" for name in own)
    deadline = time.monotonic() + request["seconds"]
    options = starlark.EvalOptions(
        check_cancelled=lambda: time.monotonic() > deadline, max_callstack_size=request["depth"]
    )
    parsed = starlark.parse("prelude", prelude, dialect)
    starlark.eval_with(options, module, parsed, globals_)
    value = starlark.eval_with(options, module, ast, globals_).value
    return {
        "value": _wire(value, 0),
        "variables": _wire(module["changed_by_script"], 0),
        "printed": printed[:100],
    }


def _wire(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise ValueError(f"Expected a value of at most {_DEEPEST} levels")
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"$t": "integer", "v": hex(value)}
    if isinstance(value, (float, Decimal)):
        return {"$t": "decimal", "v": str(value)}
    if isinstance(value, (list, tuple)):
        return [_wire(item, depth + 1) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        wire = {key: _wire(item, depth + 1) for key, item in value.items()}
        return {"$t": "map", "v": wire} if "$t" in wire else wire
    raise TypeError("Expected null, booleans, numbers, text, lists and dictionaries with text keys")


def _failed(message: str, trace: str, place: re.Pattern[str]) -> Reply:
    lines = place.findall(trace)
    first = message.strip()[:2000]
    return {
        "failed": first,
        "line": int(lines[0]) if lines else None,
        "limit": any(word in first for word in _LIMITS),
    }


_PRELUDE = Path(__file__).with_name("prelude.js").read_text(encoding="utf-8")

if __name__ == "__main__":
    main()
