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

from bot.text import dictionary
from bot.text.dictionary import Dictionary
from bot.text.folding import APOSTROPHES, HYPHENS, OWN_S, ZERO_WIDTH, fold, surface, variants
from bot.text.inflection import COMMONEST, further, is_singular, without_case_ending
from bot.text.prefixes import without_article, without_prefixes
from bot.text.words import split

EXACT: Final = "="
"""Begins the form that is the word itself, letter for letter."""
MOST_REMEMBERED: Final = 16_384
"""Words whose forms are remembered, in each language."""
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


class Analyser:
    """Tells the forms of words, in the languages it was made for.

    A dictionary is loaded when the first word asks for it. Threads may share an analyser: the worst
    that can happen is that two of them do the same work.
    """

    def __init__(self, langs: Iterable[str] = ("fr", "en")) -> None:
        self.langs = tuple(dict.fromkeys(langs))
        self._dictionaries: dict[str, Dictionary | None] = {}
        self._unsaved: set[str] = set()
        self._remembered: dict[tuple[str, str | None], tuple[str, ...]] = {}

    def forms(self, word: str, lang: str | None) -> tuple[str, ...]:
        """The forms of a word of an article; the surface comes first.

        `lang` is the article's language. When it is not known, it may be any of the analyser's; a
        language that the analyser was not made for has no lemmas.
        """
        found = self._remembered.get((word, lang))
        if found is None:
            found = self._forms(word, lang)
            self._remember(word, lang, found)
        return found

    def of_chunk(self, chunk: str, lang: str | None) -> tuple[str, ...]:
        """The forms of every word of a chunk, and of what is joined in it."""
        words, joined = split(chunk)
        if len(words) == 1:
            return self.forms(words[0].text, lang)
        texts = (*(word.text for word in words), *(whole.text for whole in joined))
        return tuple(dict.fromkeys(form for text in texts for form in self.forms(text, lang)))

    def sought(self, word: str) -> frozenset[str]:
        """The forms that a word of a rule looks for: one of them is enough.

        A word that is a lemma in one of the languages looks for itself, as a surface and as a
        lemma; an inflected one (`drones`, `arrêtées`) for its lemma too. A small word in capitals
        is an acronym (`US`, `WHO`) and is found in capitals only.
        """
        key = surface(word)
        if len(word) > 1 and word.isupper() and key in _SMALL_WORDS:
            return frozenset((self.exact(word),))
        forms = {*variants(word), without_article(key)}
        lemmas = {lang: self._keys(self._listed(word, lang)) for lang in self.langs}
        stems = any(key in keys for keys in lemmas.values()) or key in OWN_S
        for lang, keys in lemmas.items():
            endless = without_case_ending(key, lang) if not keys else ()
            also = () if stems else (*(each for each in keys if each not in COMMONEST), *endless)
            forms |= {f"{lang}:{each}" for each in (key, *also)}
        return frozenset(forms)

    def exact(self, word: str) -> str:
        """The form that only this very spelling has (case, accents, plural)."""
        if word.isascii() and word.isalnum():
            return EXACT + word
        return EXACT + unicodedata.normalize("NFC", word).translate(_AS_WRITTEN)

    def export(self) -> Mapping[str, bytes]:
        """The dictionaries made since the last time, by language, compressed: for `adopt`."""
        made = {lang: self._dictionaries[lang] for lang in sorted(self._unsaved)}
        self._unsaved.clear()
        return {lang: known.export() for lang, known in made.items() if known}

    def adopt(self, lang: str, exported: bytes) -> bool:
        """Take a dictionary that `export` gave, in no time; False when it is damaged."""
        known = dictionary.adopt(exported)
        if known is not None:
            self._dictionaries[lang] = known
        return known is not None

    def _forms(self, word: str, lang: str | None) -> tuple[str, ...]:
        key = fold(word)
        langs = self.langs if lang is None else (lang,) if lang in self.langs else ()
        lemmas = (f"{each}:{lemma}" for each in langs for lemma in self._lemmas(word, each))
        return tuple(dict.fromkeys((key, *without_prefixes(key), *lemmas, self.exact(word))))

    def _lemmas(self, word: str, lang: str) -> Iterable[str]:
        """The keys of all lemmas; of a word that is not listed, what its case ending leaves."""
        listed = self._listed(word, lang)
        known = self._dictionaries.get(lang)
        if known is None:
            return ()
        small = word.lower()
        return self._keys((*listed, *further(small, lang, known))) or without_case_ending(
            surface(word), lang
        )

    def _listed(self, word: str, lang: str) -> tuple[str, ...]:
        """What the dictionary says of it, in capitals or not; `Paris` is no form of *pari*."""
        if len(word) > _LONGEST_LISTED or (len(word) == 1 and word.isupper()):
            return ()
        known = self._dictionary(lang)
        if known is None:
            return ()
        small = unicodedata.normalize("NFC", word.translate(_AS_WRITTEN)).lower()
        name = small.capitalize()
        own = (small,) if is_singular(small, lang, known) else ()
        lemma = known.lemma(small)
        found = (*own, lemma) if lemma else own
        if found and word == small:
            return found
        named = known.lemma(name)
        return (named,) if named == name else (*found, *filter(None, (named,)))

    def _keys(self, lemmas: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(surface, lemmas)))

    def _dictionary(self, lang: str) -> Dictionary | None:
        if lang not in self._dictionaries:
            self._dictionaries[lang] = dictionary.read(lang)
            self._unsaved.add(lang)
        return self._dictionaries[lang]

    def _remember(self, word: str, lang: str | None, forms: tuple[str, ...]) -> None:
        if len(word) > _LONGEST_LISTED:
            return
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[word, lang] = forms
