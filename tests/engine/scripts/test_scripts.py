"""What scripts compute, and how values go in and come out."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivium import feel
from trivium.engine.scripts import (
    ScriptHost,
    ScriptLimits,
    ScriptSyntaxError,
    UnsupportedScriptLanguage,
)
from trivium.errors import EvaluationFailed

VARIABLES: dict[str, Any] = {
    "amount": Decimal("12.50"),
    "count": 3,
    "name": "Zoë",
    "items": [1, {"price": Decimal("0.1")}, None],
    "order": {"id": "A-1", "$t": "map", "lines": []},
    "large": 2**90,
    "long": Decimal("0.1234567890123456789012345"),
    "yes": True,
    "nothing": None,
    "due": feel.from_json({"$feel": "date", "value": "2024-02-29"}),
    "first-name": "Ann",
}

JAVASCRIPT: dict[str, Any] = {
    "1 + 1": 2,
    "amount * 2": 25,
    "amount + count": Decimal("15.5"),
    "var total = 0; for (var i = 0; i < count; i++) total += i; total": 3,
    "name.toUpperCase()": "ZOË",
    "items[1].price": Decimal("0.1"),
    "items": [1, {"price": Decimal("0.1")}, None],
    "order": {"id": "A-1", "$t": "map", "lines": []},
    "large": 2**90,
    "large + 1n": 2**90 + 1,
    "long": Decimal("0.1234567890123456789012345"),
    "String(long)": "0.1234567890123456789012345",
    "long > 0.1": True,
    "yes && !nothing": True,
    "due": "2024-02-29",
    "new Date(due + 'T00:00:00Z').getUTCDate()": 29,
    "execution.getVariable('first-name')": "Ann",
    "execution.getVariable('first' + '-name')": "Ann",
    "execution.getVariable('unknown')": None,
    "execution.hasVariable('count') && !execution.hasVariable('unknown')": True,
    "typeof unknown": "undefined",
    "execution.getVariableNames().length": 11,
    "execution.setVariable('x', 1); execution.getVariable('x')": 1,
    "execution.getProcessBusinessKey() + execution.processBusinessKey": "B-1B-1",
    "new Date(Date.UTC(2024, 1, 29))": feel.compile(
        'date and time("2024-02-29T00:00:00Z")'
    ).evaluate({}),
    "new Map([['a', new Set([1])]])": {"a": [1]},
    "new Uint8Array([1, 2])": [1, 2],
    "Object(1)": 1,
    "undefined": None,
    "(function () {})": None,
    "({a: undefined, b: function () {}, c: 1})": {"a": None, "c": 1},
    "1e21": 10**21,
    "-0": 0,
    "print('a', 1); console.log('b'); 2": 2,
    "let a = 1; const b = 2; a + b": 3,
    "function f(x) { return x * 2 } f(4)": 8,
    "`${name}!`": "Zoë!",
    "class A { #x = 1; get x() { return this.#x } } new A().x": 1,
    "JSON.parse('{\"__proto__\": 1}')": {"__proto__": 1},
}


@pytest.mark.parametrize(("source", "value"), JAVASCRIPT.items(), ids=JAVASCRIPT)
def test_value_of_javascript(host: ScriptHost, source: str, value: Any) -> None:
    result = host.run("javascript", source, VARIABLES, {"processBusinessKey": "B-1"})
    assert result.value == value
    assert type(result.value) is type(value)


STARLARK: dict[str, Any] = {
    "1 + 1": 2,
    "amount * 2": 25,
    "amount + decimal('0.5')": 13,
    "amount > decimal('12')": True,
    "sum = 0\nfor i in range(count):\n    sum += i\nsum": 3,
    "name.upper()": "ZOË",
    "items[1]['price']": Decimal("0.1"),
    "items": [1, {"price": Decimal("0.1")}, None],
    "order": {"id": "A-1", "$t": "map", "lines": []},
    "large + 1": 2**90 + 1,
    "long": Decimal("0.1234567890123456789012345"),
    "10 / 4": Decimal("2.5"),
    "due": "2024-02-29",
    "get_variable('first-name')": "Ann",
    "execution.getVariable('first-name')": "Ann",
    "has_variable('unknown') or execution.hasVariable('unknown')": False,
    "set_variable('x', 1)\nget_variable('x')": 1,
    "struct(a = 1)": {"a": 1},
    "(1, 2)": [1, 2],
    "f'{name}!'": "Zoë!",
    "print('a')\n2": 2,
    "x = 1": None,
    "def f(x):\n    return x * 2\nf(4)": 8,
    "[x * x for x in range(4) if x % 2]": [1, 9],
    "json.decode('[1]')": [1],
}


@pytest.mark.parametrize(("source", "value"), STARLARK.items(), ids=STARLARK)
def test_value_of_starlark(host: ScriptHost, source: str, value: Any) -> None:
    result = host.run("starlark", source, VARIABLES)
    assert result.value == value
    assert type(result.value) is type(value)


def test_variables_that_a_script_sets_come_back(host: ScriptHost) -> None:
    javascript = "execution.setVariable('x', {a: [amount, 1.5]}); task.removeVariable('count')"
    assert host.run("ecmascript", javascript, VARIABLES).variables == {
        "x": {"a": [Decimal("12.5"), Decimal("1.5")]},
        "count": None,
    }
    several = "execution.setVariables({a: 1, b: 'c'}); var local = 1; count = 4"
    assert host.run("JavaScript", several, VARIABLES).variables == {"a": 1, "b": "c"}
    starlark = "execution.setVariable('x', amount)\nset_variable('y', {'a': [large]})"
    assert host.run("starlark", starlark, VARIABLES).variables == {
        "x": Decimal("12.5"),
        "y": {"a": [2**90]},
    }


def test_nothing_of_one_script_is_seen_by_the_next(host: ScriptHost) -> None:
    host.run("javascript", "leak = 1; Array.prototype.leak = 2; execution.setVariable('v', 1)", {})
    found = "[typeof leak, [].leak === undefined, execution.hasVariable('v')]"
    assert host.run("javascript", found, {}).value == ["undefined", True, False]


NUMBERS = st.integers(-(10**33), 10**33) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=9
)


@given(st.lists(NUMBERS, max_size=5))
def test_numbers_come_back_from_a_script_as_they_were(
    host: ScriptHost, numbers: list[int | Decimal]
) -> None:
    for language in ("javascript", "starlark"):
        assert host.run(language, "numbers", {"numbers": numbers}).value == numbers


MISTAKES = {
    ("javascript", "var a = 1;\nvar = 2;"): 2,
    ("javascript", "return 1"): 1,
    ("javascript", "import fs from 'fs'"): 1,
    ("starlark", "a = 1\nb = ["): 2,
    ("starlark", "import os"): 1,
    ("starlark", "load('a.star', 'b')"): 1,
    ("starlark", "while True:\n    pass"): 1,
}


@pytest.mark.parametrize(("script", "line"), MISTAKES.items())
def test_a_mistake_is_found_before_the_script_runs(
    host: ScriptHost, script: tuple[str, str], line: int
) -> None:
    with pytest.raises(ScriptSyntaxError) as caught:
        host.check(*script)
    assert caught.value.line == line


def test_checking_does_not_run(host: ScriptHost) -> None:
    host.check("javascript", "while (true) {}")
    host.check("javascript", "'use strict'; unknown(1)")
    host.check("starlark", "fail('no')")


FAILURES = {
    ("javascript", "\n\nunknown.x"): 3,
    ("javascript", "function f() {\n  throw new Error('boom')\n}\nf()"): 2,
    ("javascript", "\nthrow {code: 1}"): None,
    ("javascript", "\nexecution.setVariables(null)"): 2,
    ("javascript", "\nvar = 1"): 2,
    ("starlark", "\n1 // 0"): 2,
    ("starlark", "\nfail('boom')"): 2,
    ("starlark", "\nunknown"): 2,
}


@pytest.mark.parametrize(("script", "line"), FAILURES.items())
def test_a_failure_says_the_line(
    host: ScriptHost, script: tuple[str, str], line: int | None
) -> None:
    with pytest.raises(EvaluationFailed) as caught:
        host.run(*script, {})
    assert caught.value.code == "script/failed"
    assert caught.value.facts["line"] == line


@pytest.mark.parametrize("language", ["groovy", "python", "juel", "", "x" * 1000])
def test_other_languages_are_refused_with_the_alternative(host: ScriptHost, language: str) -> None:
    with pytest.raises(UnsupportedScriptLanguage, match="Starlark") as refused:
        host.check(language, "1")
    assert len(refused.value.message) < 300
    with pytest.raises(EvaluationFailed, match="Starlark") as failed:
        host.run(language, "1", {})
    assert failed.value.code == refused.value.code == "script/unsupported-language"


def test_values_may_be_nested_as_deep_as_they_come_back(host: ScriptHost) -> None:
    value: Any = 1
    for _ in range(49):
        value = [{"inner": value}]
    for language in ("javascript", "starlark"):
        assert host.run(language, "value", {"value": value}).value == value


def test_values_that_no_script_can_hold_are_refused(host: ScriptHost) -> None:
    function = feel.compile("function(x) x").evaluate({})
    with pytest.raises(EvaluationFailed) as caught:
        host.run("javascript", "f", {"f": function})
    assert caught.value.code == "script/unsupported-value"
    with pytest.raises(EvaluationFailed) as caught:
        host.run("starlark", "x", {"x": Decimal("1.2345678901234567890123456789012")})
    assert caught.value.code == "script/unsupported-value"


class Reads(dict[str, Any]):
    """Variables that tell which of them were read."""

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.seen.add(name)
        return super().__getitem__(name)


def test_only_variables_that_are_named_are_read(host: ScriptHost) -> None:
    variables = Reads(VARIABLES)
    host.run("javascript", "count + 1", variables)
    assert variables.seen == {"count"}
    host.run(
        "javascript", "execution.getVariable('name'); execution.setVariable('x', 1)", variables
    )
    assert variables.seen == {"count", "name"}
    host.run("javascript", "var n = 'amount'; execution.getVariable(n)", variables)
    assert variables.seen == set(VARIABLES)


def test_several_threads_share_a_few_processes() -> None:
    results: list[Any] = []

    def work(number: int) -> None:
        results.extend(
            host.run("javascript", "n * 2 + s", {"n": number, "s": step}).value
            for step in range(10)
        )

    with ScriptHost(ScriptLimits(seconds=5), processes=2) as host:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(results) == sorted(n * 2 + s for n in range(6) for s in range(10))


def test_a_closed_host_runs_nothing_and_leaves_no_process() -> None:
    host = ScriptHost(processes=1)
    assert host.run("javascript", "1", {}).value == 1
    process = host._idle.queue[0]
    assert process is not None
    host.close()
    host.close()
    assert not Path(f"/proc/{process._process.pid}").exists()
    with pytest.raises(EvaluationFailed):
        host.run("javascript", "1", {})
