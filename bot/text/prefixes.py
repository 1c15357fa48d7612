"""Prefixes that Arabic and Hebrew write without a space: « and », « in », « for », « the ».

They never hide a word: the forms of an article's word are those without them too. A rule's word
loses its article only, since a first letter may be its own (وزير, a minister).
"""

from collections.abc import Iterator
from typing import Final

FIRST_PREFIXED: Final = "\u05d0"
"""The first letter of Hebrew; a word that begins before it has no prefixes."""
_FEWEST: Final = 3
"""Letters that must be left: with fewer, nearly every word would begin with a prefix."""
_ARTICLE: Final = "ال"
_FOR_THE: Final = "لل"
"""How « for » and the article are written together."""
_ARABIC: Final = ("وف", "بكل")
"""« And » or « so », then « in », « like » or « for », then the article: each may be left out."""
_HEBREW: Final = "הובכלמש"
_MOST_HEBREW: Final = 3


def without_article(key: str) -> str:
    """An Arabic word without its ال; any other as it is."""
    bare = key.removeprefix(_ARTICLE)
    return bare if len(bare) >= _FEWEST else key


def without_prefixes(key: str) -> Iterator[str]:
    """What an Arabic or Hebrew word may be without its prefixes; nothing for other words."""
    if "\u0600" <= key[:1] <= "\u06ff":
        bare = _bare_arabic(key)
    elif "\u05d0" <= key[:1] <= "\u05ea":
        bare = _bare_hebrew(key)
    else:
        return
    yield from (word for word in bare if len(word) >= _FEWEST)


def _bare_arabic(key: str) -> Iterator[str]:
    words = [key]
    for letters in _ARABIC:
        words += [word[1:] for word in words if word[:1] and word[0] in letters]
    yield from words[1:]
    for word in words:
        if word.startswith((_ARTICLE, _FOR_THE)):
            yield word[len(_ARTICLE) :]


def _bare_hebrew(key: str) -> Iterator[str]:
    for count, letter in enumerate(key[:_MOST_HEBREW], 1):
        if letter not in _HEBREW:
            return
        yield key[count:]
