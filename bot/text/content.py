"""The identity of a text: equal for the same words, whatever the punctuation and the markup."""

from hashlib import sha256
from typing import Final

from bot.text.words import read

FEWEST_WORDS: Final = 48
"""Shorter texts do not tell: « Lire la suite » and the like repeat under many articles."""


def content_hash(title: str, text: str) -> str:
    """SHA-256 of the folded words of title and text, in hexadecimal.

    Empty when there are fewer than 48 words, too few to say that two articles are one.
    """
    keys = [*read(title).keys, *read(text).keys]
    if len(keys) < FEWEST_WORDS:
        return ""
    return sha256(" ".join(keys).encode(errors="replace")).hexdigest()
