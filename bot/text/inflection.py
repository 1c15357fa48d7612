"""Lemmas that a dictionary of one lemma per form leaves out: « accusés » is of *accuser* too.

A dictionary gives the noun or the adjective where a participle is both, and lists feminines as
words of their own (« régionale »). What is added here is only ever a lemma that the dictionary
lists. On UD Sequoia (dev) it lifts verbs from F1 .92 to .96 and adjectives from .93 to .94 at no
cost for nouns; what was tried and left out: verbs from a bare -e (« risque » is of *risquer*:
verbs .90), adjectives from any -e (« porte » is of *port*: nouns .970 for .974).
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.text.dictionary import Dictionary

_FEMININE: Final = (
    ("ale", "al"),
    ("elle", "el"),
    ("ère", "er"),
    ("ive", "if"),
    ("euse", "eux"),
    ("euse", "eur"),
    ("enne", "en"),
    ("onne", "on"),
    ("trice", "teur"),
    ("ète", "et"),
)
_PARTICIPLES: Final = ("é", "ée", "és", "ées")
_INFLECTED: Final = tuple(
    {*_PARTICIPLES, "ant", *(end + s for end, _ in _FEMININE for s in ("", "s"))}
)
_NO_PARTICIPLES: Final = frozenset(
    ("avant", "cependant", "devant", "durant", "maintenant", "pendant")
)
_VERBS: Final = ("er", "ir", "re")
_SHORTEST_STEM: Final = 3
_CASES: Final = frozenset(("ru", "uk"))
"""Languages whose names have case endings."""


def _french(word: str, known: Dictionary) -> Iterator[str]:
    for ending in _PARTICIPLES:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield stem + "er"
            if known.lemma(word) != word:  # not « armée », which is a word of its own
                yield stem + "é"
    if word.endswith("ant") and word not in _NO_PARTICIPLES:
        yield from _of_participle(word.removesuffix("ant"), known)
    singular = word.removesuffix("s")
    for feminine, masculine in _FEMININE:
        if singular.endswith(feminine):
            yield singular.removesuffix(feminine) + masculine


def _of_participle(stem: str, known: Dictionary) -> Iterator[str]:
    """« concernant » → *concerner*, « suivant » → *suivre*, by « suivons », « suivait »."""
    yield stem + "er"
    for ending in ("ons", "ait", "ent"):
        yield known.lemma(stem + ending) or ""


def lemmas(word: str, lang: str, known: Dictionary) -> tuple[str, ...]:
    """What the dictionary says of a word, in capitals or not; `Paris` is no form of *pari*."""
    small = word.lower()
    lemma = known.lemma(small)
    found: tuple[str, ...] = (lemma,) if lemma else ()
    if lemma and lang == "fr" and lemma != small and lemma.endswith(_VERBS):
        found += _with_plural(small, known)
    if found and small == word:
        return found
    name = small.capitalize()
    named = known.lemma(name)
    if named is None:
        return found
    return (named,) if named == name else (*found, named)


def _with_plural(word: str, known: Dictionary) -> tuple[str, ...]:
    """A participle that has a plural is a word of its own too: « fait », « suivi », « élu »."""
    return (word,) if known.lemma(word + "s") == word else ()


def every_lemma(word: str, lang: str, known: Dictionary) -> tuple[str, ...]:
    """What the dictionary says of a word, and what else it may be a form of."""
    found = lemmas(word, lang, known)
    small = word.lower()
    if lang != "fr" or not small.endswith(_INFLECTED):
        return found
    further = (lemma for lemma in _french(small, known) if len(lemma) > _SHORTEST_STEM)
    return (*found, *filter(known.has, further))


COMMONEST: Final = frozenset(
    # Of these a form never stands for the lemma in a rule: `Est` and `été` are not *être*.
    """
    avoir be essere estar etre haben haber have sein ser werden avere ter haver do
    быть бути
    """.split()  # noqa: SIM905 - reads better without the quotes
)

_CASE_ENDING: Final = re.compile(
    # Russian and Ukrainian, of nouns and adjectives; not -ов, -ев, -ин, -ів, which end surnames.
    "(?:ями|ами|ого|его|ому|ему|ыми|ими|ові|еві|ою|ею|єю|ой|ей|ом|ем|єм|ям|ам|ях|ах|ая|яя|ую|юю|ый"
    "|ий|ій|ые|ие|ых|их|ым|им|ім|[аяуюеиыоьйіїє])$"
)
ENDLESS: Final = "~"
"""Ends the form that is a word without its case ending."""


def without_case_ending(key: str, lang: str) -> tuple[str, ...]:
    """What is left of a Russian or Ukrainian name that no dictionary lists: « Пашиняна »."""
    if lang not in _CASES or not "\u0400" <= key[:1] <= "\u04ff":
        return ()  # in another script there are no such endings: 国 is no stem of anything
    stem, rest = key[:_SHORTEST_STEM], key[_SHORTEST_STEM:]
    return (stem + _CASE_ENDING.sub("", rest) + ENDLESS,)
