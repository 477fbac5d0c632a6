"""The shared metadata and the columns that recur."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Text
from sqlalchemy import text as words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str, *, null: bool = False, default: str | None = None) -> Column[str]:
    """A text column."""
    return Column(name, Text, nullable=null, server_default=default)


def number(name: str, *, null: bool = False, default: str | None = None) -> Column[int]:
    """A whole number or a time in milliseconds."""
    return Column(name, BigInteger, nullable=null, server_default=default)


def data(name: str, *, null: bool = False) -> Column[bytes]:
    """JSON or other bytes."""
    return Column(name, LargeBinary, nullable=null)


def tenant() -> Column[str]:
    """Whose row it is; the empty text where there are no tenants."""
    return Column("tenant_id", Text, nullable=False, server_default="")


def only(condition: str) -> dict[str, Any]:
    """The options of an index over some of the rows."""
    return {"sqlite_where": words(condition), "postgresql_where": words(condition)}
