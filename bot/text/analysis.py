"""The forms of a word: what decides whether a word of a rule is a word of an article.

An article's word has several forms: its surface, blind to case, accents and plural; its lemma in
the article's language; and itself, letter for letter. A word of a rule looks for some of them. The
two are the same word when they share a form.
"""

import unicodedata
from collections.abc import Iterable
from typing import Final

from bot.text.folding import ZERO_WIDTH, fold, variants

EXACT: Final = "="
"""Begins the form that is the word itself, letter for letter."""
_INVISIBLE: Final = str.maketrans("", "", ZERO_WIDTH)


class Analyser:
    """Tells the forms of words, in the languages it was made for."""

    def __init__(self, langs: Iterable[str] = ("fr", "en")) -> None:
        self.langs = tuple(dict.fromkeys(langs))

    def forms(self, word: str, lang: str | None) -> tuple[str, ...]:  # noqa: ARG002 - lemmas follow
        """The forms of a word of an article in the language `lang`; the surface comes first."""
        return (fold(word), self.exact(word))

    def sought(self, word: str) -> frozenset[str]:
        """The forms that a word of a rule looks for: one of them is enough."""
        return variants(word)

    def exact(self, word: str) -> str:
        """The form that only this very spelling has (case, accents, plural)."""
        return EXACT + unicodedata.normalize("NFC", word.translate(_INVISIBLE))
