"""Habits from plain sentences and from other search tools that make a valid rule say too much.

Pure: what is said of one, or nothing.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.expression import Span, Word
from bot.i18n import Text
from bot.watchlist.frequent import is_frequent
from bot.watchlist.lexer import Lexeme

_GLUED: Final = re.compile(r"(O?NEAR|PROCHE|PUIS)(\d{1,3})")


def slips(lexemes: Sequence[Lexeme], known: frozenset[str]) -> Iterator[tuple[Span, Text]]:
    """What is said of each, with its place; of words that are `known` otherwise, nothing here."""
    small = [each for each in sorted(_small_words(lexemes), key=_place) if each.text not in known]
    if small:
        yield small[0].span, _too_many([each.text for each in small])
    for lexeme in lexemes:
        if lexeme.kind != "word":
            continue
        if "?" in lexeme.text:
            yield lexeme.span, _NO_WILDCARD
        elif found := _GLUED.fullmatch(lexeme.text):
            yield lexeme.span, _not_glued(lexeme.text, f"{found[1]}/{found[2]}")


def _place(lexeme: Lexeme) -> Span:
    return lexeme.span


def _small_words(lexemes: Sequence[Lexeme]) -> Iterator[Lexeme]:
    """Words that nearly every article has, beside another word with nothing between."""
    for before, word, after in zip(lexemes, lexemes[1:], lexemes[2:], strict=False):
        if before.kind != "field" and "word" in {before.kind, after.kind} and _is_small(word):
            yield word
    if len(lexemes) > 1 and lexemes[1].kind == "word" and _is_small(lexemes[0]):
        yield lexemes[0]


def _is_small(lexeme: Lexeme) -> bool:
    """In capitals it may be a name (US, WHO); a letter alone is one."""
    if lexeme.kind != "word" or lexeme.text.isupper() or len(lexeme.text) == 1:
        return False
    return is_frequent(Word(lexeme.text))


def _too_many(words: Sequence[str]) -> Text:
    names = tuple(dict.fromkeys(words))
    en = ", ".join(f"“{name}”" for name in names)
    fr = ", ".join(f"« {name} »" for name in names)
    if len(names) == 1:
        return Text(
            en=f"{en} is looked for as well: an article without it does not match. {_LEAVE_OUT.en}",
            fr=f"{fr} est cherché aussi : un article sans ce mot ne correspond pas. "
            f"{_LEAVE_OUT.fr}",
        )
    return Text(
        en=f"{en} are looked for as well: an article without them does not match. {_LEAVE_OUT.en}",
        fr=f"{fr} sont cherchés aussi : un article sans ces mots ne correspond pas. "
        f"{_LEAVE_OUT.fr}",
    )


def _not_glued(word: str, meant: str) -> Text:
    return Text(
        en=f"“{word}” is looked for as a word; the operator is written {meant}.",
        fr=f"« {word} » est cherché comme un mot ; l'opérateur s'écrit {meant}.",
    )


_LEAVE_OUT: Final = Text(
    en='Take small words out; a name goes between quotes as a whole: "New York"',
    fr="Retirez les petits mots ; un nom se met tout entier entre guillemets : « Corée du Sud »",
)
_NO_WILDCARD: Final = Text(
    en="The sign ? stands for no letter: it is passed over. Every ending: dron*; several "
    "spellings: (analyse | analyze)",
    fr="Le signe ? ne remplace pas une lettre : il ne compte pas. Toutes les fins : dron* ; "
    "plusieurs graphies : (clé | clef)",
)
