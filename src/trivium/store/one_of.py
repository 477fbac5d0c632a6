"""A column that has one of many values: one parameter, whatever their number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, Boolean, Text, bindparam, false
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Dialect
    from sqlalchemy.types import TypeEngine

_FEW = 3


class _Texts(TypeDecorator[list[str]]):
    """An array of PostgreSQL's, JSON for SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(Text) if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> Any:
        return value if dialect.name == "postgresql" else json.dumps(value)


class _OneOf(FunctionElement[bool]):
    """`IN` with a list that does not change the text of the statement."""

    type = Boolean()
    name = "one_of"
    inherit_cache = True


@compiles(_OneOf, "postgresql")
def _as_any(element: _OneOf, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **options)} = ANY ({compiler.process(values, **options)})"


@compiles(_OneOf, "sqlite")
def _as_json(element: _OneOf, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    listed = compiler.process(values, **options)
    return f"{compiler.process(column, **options)} IN (SELECT value FROM json_each({listed}))"


def one_of(column: ColumnElement[str], values: Collection[str]) -> ColumnElement[bool]:
    """That a column has one of these values.

    An `IN` of SQLAlchemy's is written anew for every list, which costs more than a short query.
    """
    if not values:
        return false()
    found = sorted(values)
    if len(found) <= _FEW:
        few: ColumnElement[bool] = column == found[0]
        for value in found[1:]:
            few = few | (column == value)
        return few
    return _OneOf(column, bindparam(None, found, type_=_Texts()))
