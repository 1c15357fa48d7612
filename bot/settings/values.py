"""Readers of single values: from what the operator typed to a typed value, or a refusal."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from bot.i18n import Text

TOKEN: Final = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{3,100}")
"""Loose on purpose: Telegram documents no shape, and tests use short tokens."""


NEEDS_ADDRESS: Final = Text(
    en="a webhook needs VIGIE_PUBLIC_URL, the address under which Telegram reaches this Vigie",
    fr="un webhook a besoin de VIGIE_PUBLIC_URL, l'adresse où Telegram joint cette Vigie",
)


class RefusedError(ValueError):
    """A value that deserves an answer of its own instead of the setting's `expected`."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def reader(read: Callable[[str], Any | None]) -> BeforeValidator:
    """Apply `read` to what is a text; None means that it cannot be read."""

    def validate(value: object) -> object:
        if not isinstance(value, str):
            return value
        if (found := read(value.strip())) is None:
            raise ValueError
        return found

    return BeforeValidator(validate)


def read_token(text: str) -> str | None:
    """A bot's token."""
    return text if TOKEN.fullmatch(text) else None


def read_server(text: str) -> str | None:
    """An http(s) address without credentials, token, query or trailing slash."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return None
    odd = set("@?# ") & set(text) or TOKEN.search(parts.path)
    return text.rstrip("/") if usable and not odd and text.isprintable() else None


def read_database(text: str) -> str | None:
    """A file of SQLite, as SQLAlchemy writes its URL."""
    if text.lower().startswith(("postgres", "mysql", "mariadb")):
        raise RefusedError(
            Text(
                en="this version keeps its data in SQLite only; write sqlite:///path/to/vigie.db, "
                "or remove DATABASE_URL to use vigie.db in the data directory",
                fr="cette version garde ses données dans SQLite seulement ; écrivez "
                "sqlite:///chemin/vers/vigie.db, ou retirez DATABASE_URL pour utiliser vigie.db "
                "dans le dossier de données",
            )
        )
    return text if text.startswith("sqlite:///") and len(text) > len("sqlite:///") else None


def read_key(text: str) -> str | None:
    """The key of a model's endpoint: it goes into an HTTP header (RFC 9110, section 5.5)."""
    fits = text.isascii() and text.isprintable() and " " not in text
    return text if fits and 1 <= len(text) <= 500 else None


def read_model(text: str) -> str | None:
    """The name of a language model, as its endpoint calls it."""
    return text if text and text.isprintable() and len(text) <= 200 else None


def read_contact(text: str) -> str | None:
    """Words for an HTTP header: ASCII on one line (RFC 9110, section 5.5)."""
    return text if text.isascii() and text.isprintable() and len(text) <= 200 else None


def read_path(text: str) -> Path | None:
    """A path; a leading ``~`` is the home directory."""
    try:
        return None if "\0" in text else Path(text).expanduser()
    except RuntimeError:  # the home of a user that does not exist
        return None
