"""The language and the built-in functions, as tables of FEEL text and value."""

import tomllib
from pathlib import Path

import pytest

from trivium import feel
from trivium.feel.temporal import parse_date_time
from trivium.feel.values import same

ROWS = Path(__file__).parent / "rows"
NOW = parse_date_time("2024-05-06T07:08:09Z")


def _rows():
    for path in sorted(ROWS.glob("*.toml")):
        for expression, expected in tomllib.loads(path.read_text(encoding="utf-8"))["rows"]:
            yield pytest.param(expression, expected, id=f"{path.stem}: {expression[:60]}")


@pytest.mark.parametrize(("expression", "expected"), list(_rows()))
def test_an_expression_has_its_value(expression, expected):
    if expected == "error":
        with pytest.raises(feel.FeelSyntaxError):
            feel.compile(expression)
        return
    warnings: list[feel.FeelWarning] = []
    value = feel.compile(expression).evaluate({}, feel.Context(now=NOW, warnings=warnings))
    wanted = feel.compile(expected).evaluate({})
    assert same(value, wanted), (feel.string_of(value), warnings)
