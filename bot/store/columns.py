"""Kinds of columns: moments and texts of ours, as databases keep them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, TypeDecorator

from bot.i18n import LANGS, Text


class Moment(TypeDecorator[datetime]):
    """An aware datetime in UTC, also on SQLite, which keeps text and no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    # Of what a poll costs the database, times are a third when they pass SQLAlchemy's own
    # conversions for SQLite; these write and read the same text.

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Into UTC."""
        return _to_text if dialect.name == "sqlite" else _to_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 - SQLAlchemy's signature
        """From UTC."""
        return _from_text if dialect.name == "sqlite" else _to_utc


def _to_utc(value: datetime | None) -> datetime | None:
    return value if value is None else value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    moment = value if value.tzinfo is UTC else value.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(value: str | None) -> datetime | None:
    return value if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Words(TypeDecorator[Text]):
    """A text in both languages, kept as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Text | None, dialect: Dialect) -> dict[str, str] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Into an object with a member per language."""
        return None if value is None else {lang: value.into(lang) for lang in LANGS}

    def process_result_value(self, value: Any, dialect: Dialect) -> Text | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Back from it."""
        return None if value is None else Text(**value)
