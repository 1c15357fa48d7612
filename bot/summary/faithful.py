"""Whether words that a model wrote may stand for an article: a check without mercy. Pure.

What it cannot know it refuses: the article's own sentences are always there instead. It sees
numbers, names, length, script, language and markup; it does not see a sense that is turned round.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence, Set
from typing import Final

from bot.i18n import Text
from bot.text.language import detected
from bot.text.numbers import numbers
from bot.text.sentences import sentences
from bot.text.words import read

LONG_ENOUGH: Final = 40
"""Characters: the language of fewer is guessed too often."""
MOST_NEW: Final = 0.5
MOST_NEW_UNCASED: Final = 0.25
"""The share of long words that the article lacks; less where names have no capital letter."""
LONG_WORD: Final = 4

_MARKUP: Final = re.compile(
    r"<[a-z/!]|https?:|www\.|\bt\.me/|(?:^|\s)[#@]\w|\*\*|__|``|\]\(|^\s*(?:[-*•]|\d+[.)])\s|[{}|]"
    r"|[^\S ]",
    re.IGNORECASE | re.MULTILINE,
)
_EAST: Final = frozenset(("CJK", "HIRAGANA", "KATAKANA"))
_CASED: Final = frozenset(("LATIN", "CYRILLIC", "GREEK", "ARMENIAN"))
_OPENERS: Final = frozenset(
    key
    for key in read(
        """
        le la les l' un une des du de d' il elle ils elles on ce cet cette ces c' son sa ses leur
        leurs selon dans mais alors après avant avec pour par si sur en et au aux à depuis lors
        lorsque quand face parmi chez entre sous sans plusieurs environ près plus moins tous tout
        toute toutes aucun aucune chaque certains certaines ainsi aussi cependant pourtant toutefois
        malgré grâce selon suite comme car donc enfin ensuite désormais aujourd'hui hier ne
        the a an this that these those he she they it its their his her but in on at after before
        with for by if as from to of and while when since among between under without several about
        nearly more less all no each some many most also however despite according following
        although now both other others there
        """
    ).keys
)
"""A sentence may begin with these although the article does not have them."""


def unfaithful(words: str, source: str, budget: int, lang: str | None = None) -> Text | None:
    """What is wrong with a model's summary; None when it may be shown.

    Args:
        words: What the model wrote.
        source: The article: title and text.
        budget: Characters at most.
        lang: The article's language, where it is known.
    """
    return (
        _misshapen(words, budget)
        or _foreign(words, source, lang)
        or _invented_number(words, source)
        or _invented_name(words, source)
    )


def _misshapen(words: str, budget: int) -> Text | None:
    if not any(map(str.isalnum, words)):
        return Text(en="it is empty", fr="il est vide")
    if len(words) > budget:
        return Text(
            en=f"it has {len(words)} characters instead of {budget}",
            fr=f"il fait {len(words)} caractères au lieu de {budget}",
        )
    if _MARKUP.search(words) or any(unicodedata.category(char) in {"Cc", "Cf"} for char in words):
        return Text(en="it holds markup", fr="il contient du balisage")
    return None


def _foreign(words: str, source: str, lang: str | None) -> Text | None:
    if _script(words) != _script(source):
        return Text(en="it is in another script", fr="il est dans une autre écriture")
    found = detected(words) if len(words) >= LONG_ENOUGH else None
    if found and found not in {lang, detected(source)}:
        return Text(en=f"it is in another language ({found})", fr=f"il est en {found}")
    return None


def _script(text: str) -> str:
    """The one that most letters belong to."""
    letters = Counter(filter(str.isalpha, text[:4000]))
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        name = unicodedata.name(letter, "UNKNOWN").partition(" ")[0]
        scripts["EAST" if name in _EAST else name] += count
    return max(scripts, key=lambda name: (scripts[name], name), default="")


# ── numbers ──────────────────────────────────────────────────────────────────────────────────


def _invented_number(words: str, source: str) -> Text | None:
    known = frozenset(numbers(source))
    for number in sorted(set(numbers(words)) - known):
        return Text(
            en=f"the article does not say “{number}”", fr=f"l'article ne dit pas « {number} »"
        )
    return None


# ── names ────────────────────────────────────────────────────────────────────────────────────


def _invented_name(words: str, source: str) -> Text | None:
    known = frozenset(read(source).keys)
    reading = read(words)
    opening = {start for start, _ in sentences(words, None)}
    new = []
    for written, key, start in zip(reading.texts, reading.keys, reading.starts, strict=True):
        if _is_known(key, known):
            continue
        new.append(written)
        is_opener = start in opening and key in _OPENERS
        if written[:1].isupper() and not is_opener:
            return Text(
                en=f"the article does not name “{written}”",
                fr=f"l'article ne nomme pas « {written} »",
            )
    return _mostly_new(new, reading.texts, is_cased=_script(words) in _CASED)


def _is_known(key: str, known: Set[str]) -> bool:
    """Whether the article has the word, perhaps with one or two letters less at its end."""
    shorter = (key[:cut] for cut in (-1, -2) if len(key) + cut >= LONG_WORD)
    return key in known or any(each in known for each in shorter)


def _mostly_new(new: Sequence[str], words: Sequence[str], *, is_cased: bool) -> Text | None:
    """Names in scripts without capitals look like other words: fewer new ones may be there."""
    shortest, most = (LONG_WORD, MOST_NEW) if is_cased else (1, MOST_NEW_UNCASED)
    longer = [sum(len(word) >= shortest for word in some) for some in (new, words)]
    if longer[0] <= most * longer[1]:
        return None
    return Text(
        en="too many of its words are not the article's",
        fr="trop de ses mots ne sont pas ceux de l'article",
    )
