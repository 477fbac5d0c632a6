"""Attempts to get out, to hang or to eat the machine: each ends typed, and the host lives on."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from trivium.engine.scripts import ScriptHost
from trivium.engine.scripts.process import WorkerProcess
from trivium.errors import EvaluationFailed

NOT_THERE = {
    *("std", "os", "require", "process", "fetch", "XMLHttpRequest", "WebSocket", "Deno", "Bun"),
    *("module", "exports", "Worker", "load", "read", "open", "importScripts", "setTimeout"),
    *("WebAssembly", "Java", "Packages", "__dirname", "scriptArgs", "bjson"),
}

JAVASCRIPT = {
    "file by module": "require('fs').readFileSync('/etc/passwd')",
    "file by std": "std.loadFile('/etc/passwd')",
    "network": "fetch('http://127.0.0.1')",
    "import": "import('fs')",
    "static import": "import * as fs from 'fs'",
    "by constructor": "this.constructor.constructor('return process')().exit()",
    "by function": "new Function('return require')()('fs')",
    "by error": "try { null.x } catch (e) { e.constructor.constructor('return process')().env }",
    "endless loop": "while (true) {}",
    "endless recursion": "(function f() { f() })()",
    "endless getter": "({get a() { while (true) {} }})",
    "endless text": "`${{toString() { for (;;); }}}`",
    "endless keys": "new Proxy({}, {ownKeys() { for (;;); }})",
    "endless generator": "[...(function* () { while (true) yield 1 })()]",
    "list bomb": "let a = []; while (true) a.push(new Array(1e6).fill(1))",
    "string bomb": "let s = 'x'; while (true) s += s",
    "join bomb": "Array(1e9).join('x')",
    "buffer bomb": "let b = []; while (true) b.push(new ArrayBuffer(1e7))",
    "number bomb": "2n ** 10000000000n",
    "map bomb": "let m = new Map(); for (let i = 0; ; i++) m.set(i, 'x'.repeat(1e5) + i)",
    "regular expression": "/^(a+)+$/.test('a'.repeat(50) + 'b')",
    "regular expression on unicode": r"/^(\p{L}+\s?)+$/u.test('a'.repeat(50) + '1')",
    "sort that never ends": "[3, 2, 1].sort(() => { for (;;); })",
    "large result": "'x'.repeat(5e6)",
    "deep result": "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a",
    "circular result": "const a = {}; a.a = a; a",
    "not a number": "0 / 0",
    "infinite": "1 / 0",
    "half a character": "'\\ud800'",
    "symbol text": "String(Symbol.iterator) + Symbol.iterator",
    "revoked proxy": "const {proxy, revoke} = Proxy.revocable({}, {}); revoke(); proxy",
    "long message": "throw new Error('a' + 'b'.repeat(1e6) + 'c')",
    "long text thrown": "throw 'a' + 'b'.repeat(1e6) + 'c'",
    "promise": "(async () => 1)()",
    "uncatchable": "while (true) { try { while (true) {} } catch (e) {} finally { continue } }",
    "forged list": "Array.from = () => ({length: 1e9}); new Set([1])",
    "forged date": "Date.prototype.toISOString = () => '1\\n'; new Date()",
    "forged number": "Number.isFinite = () => true; 0 / 0",
    "long number": "10n ** 5000n",
}
HARMLESS = {
    "prototype of all": "Object.prototype.toJSON = () => 'forged'; ({a: 1})",
    "stringify": "JSON.stringify = () => '{}'; 1",
    "parse": "JSON.parse = () => { throw 1 }; 1",
    "eval": "eval = () => 7; globalThis.eval = () => 8; 1",
    "tag as data": "({$t: 'integer', v: 'zzz'})",
    "tag by prototype": "Object.prototype.$t = 'integer'; ({a: 1})",
    "proto setter": "const o = {}; o.__proto__ = {a: 1}; o",
    "frozen root": "Object.freeze(execution); execution.getVariable('a')",
    "root replaced": "execution = null; 1",
    "entries": "Object.entries = () => ['x'.repeat(5e6)]; ({a: 1})",
    "map": "Array.prototype.map = () => ({$t: 'integer', v: 'zzz'}); [1]",
    "no globals": "delete globalThis.Object; delete globalThis.Array; 1",
}
STARLARK = {
    "file": "open('/etc/passwd')",
    "import": "import os",
    "load": "load('os', 'system')",
    "dunder": "''.__class__",
    "dunder of a host function": "get_variable.__self__",
    "getattr": "getattr(execution, '__class__').__base__",
    "evaluation": "eval('1')",
    "endless loop": "def f():\n  for i in range(2000000000):\n    pass\n"
    "def g():\n  for i in range(2000000000):\n    f()\ng()",
    "endless recursion": "def f():\n  return f()\nf()",
    "list bomb": "x = [0] * 1000000000\nlen(x)",
    "string bomb": "x = 'a' * 2000000000\nlen(x)",
    "growing list": "x = [1]\nfor i in range(100):\n  x = x + x\nlen(x)",
    "number bomb": "x = 3\nfor i in range(40):\n  x = x * x\nx",
    "shift bomb": "1 << 2000000000",
    "comprehension bomb": "[[i] * 1000 for i in range(1000000000)]",
    "deep result": "x = []\nfor i in range(200000):\n  x = [x]\nx",
    "large result": "'x' * 5000000",
    "key that is no text": "{1: 2}",
    "function as value": "set_variable('f', len)",
    "wrong arguments": "set_variable('f')",
    "name that is no text": "set_variable(1, 2)",
    "dictionary without end": "d = {}\nfor i in range(2000000000):\n  d[i] = 'x' * 1000\nd",
    "long number": "1" + "0" * 5000,
}


@pytest.mark.parametrize("source", JAVASCRIPT.values(), ids=JAVASCRIPT)
def test_javascript_cannot(host: ScriptHost, source: str) -> None:
    with pytest.raises(EvaluationFailed) as caught:
        host.run("javascript", source, {"a": 1})
    assert caught.value.code.startswith("script/")
    assert host.run("javascript", "a + 1", {"a": 1}).value == 2


@pytest.mark.parametrize("source", HARMLESS.values(), ids=HARMLESS)
def test_javascript_that_tampers_harms_itself_alone(host: ScriptHost, source: str) -> None:
    host.run("javascript", source, {"a": 1})
    assert host.run("javascript", "JSON.parse(JSON.stringify([a + 1]))", {"a": 1}).value == [2]


@pytest.mark.parametrize("source", STARLARK.values(), ids=STARLARK)
def test_starlark_cannot(host: ScriptHost, source: str) -> None:
    with pytest.raises(EvaluationFailed) as caught:
        host.run("starlark", source, {"a": 1})
    assert caught.value.code.startswith("script/")
    assert host.run("starlark", "a + 1", {"a": 1}).value == 2


def test_javascript_has_nothing_of_a_host(host: ScriptHost) -> None:
    names = ", ".join(f"typeof {name}" for name in sorted(NOT_THERE))
    assert set(host.run("javascript", f"[{names}]", {}).value) == {"undefined"}


def process_of(host: ScriptHost) -> WorkerProcess:
    host.run("javascript", "1", {})
    process = host._idle.queue[0]
    assert process is not None
    return process


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="asks /proc, which is Linux's")
def test_the_process_has_no_environment_no_files_and_no_rights(host: ScriptHost) -> None:
    folder = Path(f"/proc/{process_of(host)._process.pid}")
    assert (folder / "environ").read_bytes() == b""
    assert sorted(path.name for path in (folder / "fd").iterdir()) == ["0", "1", "2"]
    limits = (folder / "limits").read_text()
    for name, most in (
        ("file size", 0),
        ("open files", 3),
        ("processes", 0),
        ("core file size", 0),
    ):
        assert f"Max {name} {most} {most}" in " ".join(limits.split())
    assert "Max address space unlimited" not in " ".join(limits.split())


def test_a_process_that_died_while_it_waited_is_replaced(host: ScriptHost) -> None:
    os.kill(process_of(host)._process.pid, signal.SIGKILL)
    assert host.run("javascript", "1 + 1", {}).value == 2
