"""Values between Python, JSON and FEEL."""

import copy
import datetime as dt
import json
import pickle
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivium import feel
from trivium.errors import InvalidInput
from trivium.feel.temporal import (
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    parse_date_time,
    parse_duration,
    parse_time,
)
from trivium.feel.values import same

PYTHON = [
    (1, 1),
    (True, True),
    (1.1, Decimal("1.1")),
    (2.0, 2),
    ((1, 2), [1, 2]),
    ({"a": {1}}, {"a": [1]}),
    (dt.date(2024, 2, 29), Date(2024, 2, 29)),
    (dt.time(10, 11, 12, 500_000), parse_time("10:11:12.5")),
    (dt.timedelta(days=1, microseconds=1), parse_duration("P1DT0.000001S")),
    (dt.datetime(2024, 2, 29, 10, tzinfo=dt.UTC), parse_date_time("2024-02-29T10:00:00Z")),
    (dt.datetime(2024, 2, 29, 10), parse_date_time("2024-02-29T10:00:00")),  # noqa: DTZ001
]


@pytest.mark.parametrize(("value", "expected"), PYTHON)
def test_python_values_become_feel_values(value, expected):
    assert same(feel.from_python(value), expected)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), object(), b"x"])
def test_what_feel_does_not_know_is_refused(value):
    with pytest.raises((ValueError, TypeError), match="Expected"):
        feel.from_python(value)


def test_a_zone_of_python_is_kept_by_its_name():
    moment = dt.datetime(2024, 7, 1, 10, tzinfo=ZoneInfo("Europe/Paris"))
    converted = DateTime.from_python(moment)
    assert str(converted) == "2024-07-01T10:00:00@Europe/Paris"
    assert converted.to_python() == moment


def test_a_moment_outside_of_python_cannot_be_converted():
    with pytest.raises(OverflowError):
        parse_date_time("12024-01-01T00:00:00Z").to_python()
    with pytest.raises(OverflowError):
        Date(-1, 1, 1).to_python()


def test_a_duration_becomes_a_timedelta():
    assert parse_duration("-PT1.5S").to_python() == dt.timedelta(seconds=-1.5)
    assert DaysTimeDuration.from_python(dt.timedelta(hours=25)) == parse_duration("P1DT1H")


def _values():
    numbers = st.integers(-(10**34) + 1, 10**34 - 1) | st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
    temporal = st.one_of(
        st.dates().map(Date.from_python),
        st.times().map(Time.from_python),
        st.datetimes(timezones=st.none() | st.just(dt.UTC)).map(DateTime.from_python),
        st.integers(-(10**9), 10**9).map(DaysTimeDuration),
        st.integers(-(10**9), 10**9).map(YearsMonthsDuration),
        st.tuples(numbers, st.booleans()).map(
            lambda t: feel.Range(t[0], None, low_included=t[1], high_included=False)
        ),
    )
    scalars = st.none() | st.booleans() | st.text(max_size=5) | numbers | temporal
    keys = st.sampled_from(["a", "b", "$feel", "value"])
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=8,
    )


def _number(value):
    assert isinstance(value, Decimal)
    assert value.is_finite()
    return str(value)


@given(_values())
def test_json_gives_back_the_same_value(value):
    json.dumps(feel.to_json(value), default=_number, allow_nan=False)
    assert feel.string_of(feel.from_json(feel.to_json(value))) == feel.string_of(value)
    assert same(feel.from_json(feel.to_json(value)), value)


@pytest.mark.parametrize(
    "data",
    [
        {"$feel": "date", "value": "x"},
        {"$feel": "magic", "value": 1},
        {"$feel": "range"},
        {"$feel": ["date"], "value": "2024-01-01"},
        {"$feel": "context", "value": None},
    ],
)
def test_wrong_tags_are_refused(data):
    with pytest.raises(InvalidInput):
        feel.from_json(data)


def test_a_function_cannot_be_stored():
    with pytest.raises(InvalidInput, match="function"):
        feel.to_json([feel.compile("function(a) a").evaluate({})])


def test_values_nested_without_end_cannot_be_stored():
    nested: list[object] = []
    for _ in range(5000):
        nested = [nested]
    with pytest.raises(InvalidInput):
        feel.to_json(nested)


@given(_values())
def test_every_value_is_written_as_feel_that_means_it(value):
    text = feel.string_of(value) if not isinstance(value, str) else None
    assert text is None or isinstance(text, str)


def test_a_codec_asks_for_what_is_no_json():
    encoder = msgspec.json.Encoder(enc_hook=feel.to_json, decimal_format="number")
    moment = parse_date_time("2024-02-29T10:00:00Z")
    parts = [moment, moment.date, moment.time, DaysTimeDuration(1), YearsMonthsDuration(1)]
    for value in (*parts, feel.Range(1, 2)):
        data = msgspec.json.decode(encoder.encode({"value": value}))
        assert feel.from_json(data) == {"value": value}


def test_values_cannot_be_changed_and_copy_as_themselves():
    for value in (Date(2024, 2, 29), Time(0, 0), feel.Range(1, 2), YearsMonthsDuration(3)):
        with pytest.raises(AttributeError, match="stay as it is"):
            value.day = 1
        with pytest.raises(AttributeError, match="stay as it is"):
            del value.day
        assert copy.deepcopy(value) is value
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301  # what we have just made
        assert eval(repr(value), {**globals(), "Range": feel.Range}) == value  # noqa: S307


def test_durations_end_somewhere():
    with pytest.raises(ValueError, match="within the years"):
        YearsMonthsDuration(10**15)
    assert feel.compile('@"P1Y" * 10 ** 30').evaluate({}) is None
    assert feel.compile('@"P999999999Y"').evaluate({}) == YearsMonthsDuration(999_999_999 * 12)
