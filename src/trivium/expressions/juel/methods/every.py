"""Methods of every value, and those of JSON nodes that models call on what are values here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from trivium.expressions.juel.methods.method import Method
from trivium.expressions.juel.operators import order
from trivium.expressions.juel.values import to_boolean, to_integer, to_number, to_text
from trivium.feel.values import same


def _is(*kinds: type) -> Method:
    return Method(lambda value: type(value) in kinds)


def _itself(value: Any) -> Any:
    return value


METHODS = {
    "equals": Method(same, "any"),
    "compareTo": Method(order, "any"),
    "toString": Method(to_text),
    # Camunda Spin
    "stringValue": Method(to_text),
    "numberValue": Method(to_number),
    "boolValue": Method(to_boolean),
    "value": Method(_itself),
    "isString": _is(str),
    "isNumber": _is(int, Decimal),
    "isBoolean": _is(bool),
    "isArray": _is(list),
    "isObject": _is(dict),
    "isNull": _is(type(None)),
    # Jackson, in Flowable
    "asText": Method(to_text),
    "asInt": Method(to_integer),
    "asLong": Method(to_integer),
    "asDouble": Method(to_number),
    "asBoolean": Method(to_boolean),
}
