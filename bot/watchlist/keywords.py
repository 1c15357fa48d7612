"""The words that mean something to the rule language, in both languages of Vigie."""

import unicodedata
from typing import Final, Literal

from bot.expression import Scope

Kind = Literal[
    "word",
    "exact",
    "prefix",
    "phrase",
    "exact phrase",
    "concept",
    "address",
    "field",
    "near",
    "onear",
    "atleast",
    "times",
    "open",
    "close",
    "comma",
    "and",
    "or",
    "not",
    "end",
    "other",
]
"""What a lexeme is to the grammar. An address is a word with slashes: only ``url:`` takes it.
No lexeme is an `other`: that is what the regular expression leaves aside."""


DASHES: Final = "-‐‑–—―−－"
"""What stands for the sign of an exclusion; the plain one first, for character classes."""

FIELDS: Final[dict[str, Scope]] = {
    "title": "title",
    "titre": "title",
    "lead": "lead",
    "debut": "lead",
    "body": "body",
    "corps": "body",
    "author": "author",
    "auteur": "author",
    "source": "source",
    "url": "url",
    "tag": "tag",
    "lang": "lang",
    "country": "country",
    "pays": "country",
}
"""What a field may be called, in lower case and without accents."""

KEYWORDS: Final[dict[str, Kind]] = {
    "AND": "and",
    "and": "and",
    "ET": "and",
    "et": "and",
    "OR": "or",
    "OU": "or",
    "ou": "or",
    "NOT": "not",
    "SAUF": "not",
    "PAS": "not",
    "NEAR": "near",
    "PROCHE": "near",
    "ONEAR": "onear",
    "PUIS": "onear",
}
FUNCTIONS: Final[dict[str, Kind]] = {
    "ATLEAST": "atleast",
    "AUMOINS": "atleast",
    "TIMES": "times",
    "FOIS": "times",
}
WORDS: Final[dict[str, Kind]] = {**KEYWORDS, **dict.fromkeys(FUNCTIONS, "other")}
"""What a plain word may be besides; a function depends on what follows."""
NUMBERED: Final = {
    word: kind
    for word, kind in (KEYWORDS | FUNCTIONS).items()
    if kind in {"near", "onear", "atleast", "times"}
}


def field_named(name: str) -> Scope | None:
    """The field of that name, in either language, blind to case and accents."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return FIELDS.get("".join(char for char in letters if not unicodedata.combining(char)))
