"""The forms of a word: what decides whether a word of a rule is a word of an article.

An article's word has several forms: its surface, blind to case, accents and plural; its lemma in
the article's language; and itself, letter for letter. A word of a rule looks for some of them. The
two are the same word when they share a form.

    article in French: « Drones »    drone, fr:drone, =Drones
    rule:              `drone`       drone, fr:drone, en:drone
                       `=drones`     =drones
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from bot.model import Watchlist
from bot.text import dictionary
from bot.text.dictionary import Dictionary
from bot.text.folding import (
    APOSTROPHES,
    HYPHENS,
    OWN_S,
    ZERO_WIDTH,
    fold,
    is_latin,
    surface,
    variants,
)
from bot.text.inflection import COMMONEST, ENDLESS, every_lemma, lemmas, without_case_ending
from bot.text.language import code
from bot.text.prefixes import FIRST_PREFIXED, without_article, without_prefixes

EXACT: Final = "="
"""Begins the form that is the word itself, letter for letter."""
MOST_REMEMBERED: Final = 4_096
"""Words whose forms are remembered, about 2 MB: a matcher remembers more, in less room."""
_LONGEST_LISTED: Final = 40
"""Characters: no dictionary lists a longer word, and none is remembered."""
_AS_WRITTEN: Final = str.maketrans(
    dict.fromkeys(HYPHENS, "-") | dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(f"{ZERO_WIDTH}.")
)
"""What an exact form is blind to: kinds of hyphens, invisible characters, the dots of U.S."""
_SMALL_WORDS: Final = frozenset(
    # Written in capitals these are acronyms: US, WHO, IT, EU, EST.
    """
    ai an are as at aura au but ca can car ce ces dans de des dont du en es est et eu eut fut had
    has he her his if il ils in is it its la le les leur lui ma mais me mes mon my ne ni no nos not
    nous of on ont or os ou our out par pas plus pour pu qu que qui sa sans se ses she si so son
    sont suis sur ta te tes the to ton tu un une us vers via vos vous vu was we who
    """.split()  # noqa: SIM905 - reads better without the quotes
)


USUAL: Final = ("fr", "en")
"""Languages of articles of which nothing is known."""


def languages_of(watchlist: Watchlist) -> tuple[str, ...]:
    """The languages whose words have to be known, sorted: of the sources, and those rules ask for.

    The usual ones where a source says none. Few: each takes up to a second to make at the first
    start, and some megabytes.
    """
    told = [code(source.lang) for source in watchlist.sources]
    wanted = (code(lang) for rule in watchlist.rules for lang in rule.languages)
    usual = USUAL if None in told or not told else ()
    return tuple(sorted({*filter(None, told), *filter(None, wanted), *usual}))


class Analyser:
    """Tells the forms of words, in the languages it was made for.

    A dictionary is loaded when the first word asks for it. Threads may share an analyser: the worst
    that can happen is that two of them do the same work.
    """

    def __init__(self, langs: Iterable[str] = USUAL) -> None:
        self.langs = tuple(dict.fromkeys(langs))
        self._dictionaries: dict[str, Dictionary | None] = {}
        self._unsaved: set[str] = set()
        self._remembered: dict[tuple[str, str | None], tuple[str, ...]] = {}
        self._before: dict[tuple[str, str | None], tuple[str, ...]] = {}

    def forms(self, word: str, lang: str | None) -> tuple[str, ...]:
        """The forms of a word of an article; the surface comes first.

        `lang` is the article's language. When it is not known, it may be any of the analyser's; a
        language that the analyser was not made for has no lemmas.
        """
        found = self._remembered.get((word, lang))
        if found is None:
            found = self._before.pop((word, lang), None) or self._forms(word, lang)
            self._remember(word, lang, found)
        return found

    def sought(self, word: str) -> frozenset[str]:
        """The forms that a word of a rule looks for: one of them is enough.

        A word that is a lemma in one of the languages looks for itself, as a surface and as a
        lemma; an inflected one (`drones`, `arrêtées`) for its lemma too. A small word in capitals
        is an acronym (`US`, `WHO`) and is found in capitals only.
        """
        key, exact = surface(word), self.exact(word)
        written = exact.removeprefix(EXACT)
        if len(written) > 1 and written.isupper() and key in _SMALL_WORDS:
            return frozenset((exact,))
        forms = {*variants(word), without_article(key)}
        listed = {lang: self._listed(written, lang) for lang in self.langs}
        own = key in OWN_S or any(key in keys for keys in listed.values())
        for lang, keys in listed.items():
            kept = {each for each in keys if not own or each.endswith(ENDLESS)} - COMMONEST
            forms |= {f"{lang}:{each}" for each in (key, *kept)}
        return frozenset(forms)

    def exact(self, word: str) -> str:
        """The form that only this very spelling has (case, accents, plural)."""
        if word.isascii() and word.isalnum():
            return EXACT + word
        if word.isascii():
            return EXACT + word.replace(".", "")
        if is_latin(word):
            return EXACT + word
        return EXACT + unicodedata.normalize("NFC", word).translate(_AS_WRITTEN)

    def export(self) -> Mapping[str, bytes]:
        """The dictionaries made since the last time, by language, compressed: for `adopt`."""
        made = {lang: self._dictionaries[lang] for lang in sorted(self._unsaved)}
        self._unsaved.clear()
        return {lang: known.export() for lang, known in made.items() if known}

    def adopt(self, lang: str, exported: bytes) -> bool:
        """Take a dictionary that `export` gave, in no time; False when it is of no use."""
        known = dictionary.adopt(lang, exported)
        if known is not None:
            self._dictionaries[lang] = known
        return known is not None

    def _forms(self, word: str, lang: str | None) -> tuple[str, ...]:
        key, exact = fold(word), self.exact(word)
        written = exact.removeprefix(EXACT)
        forms = [key]
        if key >= FIRST_PREFIXED:
            forms += without_prefixes(key)
        for each in self.langs if lang is None else (lang,):
            known = self._known(written, each)
            if known is not None:
                keys = map(surface, every_lemma(written, each, known))
                forms += [f"{each}:{lemma}" for lemma in (*keys, *without_case_ending(key, each))]
        return tuple(dict.fromkeys((*forms, exact)))

    def _listed(self, word: str, lang: str) -> frozenset[str]:
        """The keys of the lemmas of a rule's word; of a name also what no case ending changes."""
        known = self._known(word, lang)
        found = lemmas(word, lang, known) if known else ()
        named = not found or any(lemma[0].isupper() for lemma in found)
        endless = without_case_ending(surface(word), lang) if named else ()
        return frozenset((*map(surface, found), *endless))

    def _known(self, word: str, lang: str) -> Dictionary | None:
        """The dictionary to look up a word in; None where that is useless.

        That is for a lone capital, for what a hyphen joins (its parts are looked up), and for what
        is too long.
        """
        if lang not in self.langs or not (word.isalpha() and len(word) <= _LONGEST_LISTED):
            return None
        if len(word) == 1 and word.isupper():
            return None
        return self._dictionary(lang)

    def _dictionary(self, lang: str) -> Dictionary | None:
        if lang not in self._dictionaries:
            self._dictionaries[lang] = dictionary.read(lang)
            self._unsaved.add(lang)
        return self._dictionaries[lang]

    def _remember(self, word: str, lang: str | None, forms: tuple[str, ...]) -> None:
        if len(word) > _LONGEST_LISTED:
            return
        if len(self._remembered) >= MOST_REMEMBERED // 2:
            # What is not asked for while the next half fills is forgotten.
            self._before, self._remembered = self._remembered, {}
        self._remembered[word, lang] = forms
