"""The key of a word: what makes « Armés », « armé » and « ARMES » the same word.

A key is blind to case, accents, ligatures, elision, the English possessive and the plural. The
same function folds rules and articles. Endings are folded only where the singular is certain: a
word that keeps its ending costs a miss that an editor can mend, two words that share a key cost
alerts that nobody understands.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Final

APOSTROPHES: Final = "'’ʼ‘´"
HYPHENS: Final = "-‐‑﹣－"
"""The plain one comes first: there it stands for itself in a character class of `re`."""
ZERO_WIDTH: Final = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Soft hyphens, joiners and direction marks: in a word they are not read."""

ELIDED: Final = frozenset("l d j m n s t c qu jusqu lorsqu puisqu quoiqu".split())  # noqa: SIM905 - reads better without the quotes
"""French words that lose their vowel before an apostrophe; they are never looked for."""

_ELISION: Final = re.compile(
    rf"^(?:{'|'.join(sorted(ELIDED))})[{APOSTROPHES}](?=\w)", re.IGNORECASE
)
_POSSESSIVE: Final = re.compile(rf"(?<=\w)[{APOSTROPHES}][sS]$")
_UNWRITTEN: Final = re.compile(rf"[{HYPHENS}{APOSTROPHES}{ZERO_WIDTH}\u0640_.]")
_DELETED: Final = str.maketrans("", "", f"{HYPHENS}{APOSTROPHES}{ZERO_WIDTH}\u0640_.")
_APOSTROPHES: Final = frozenset(APOSTROPHES)
_MARKS: Final = re.compile(
    # A breve or diaeresis that carries the letter stays: й is not и, ї is not і, ў is not у.
    "(?<![иу])\u0306|(?<!і)\u0308|(?<![гк])\u0301"
    # Latin, Greek and Cyrillic accents; Arabic and Hebrew vowel signs.
    "|[\u0300\u0302-\u0305\u0307\u0309-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u0652\u0670]"
)
_INVISIBLE: Final = str.maketrans("", "", ZERO_WIDTH)
_LETTERS: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})

OWN_S: Final = frozenset(
    # Words whose -s is theirs while the rest is another word: Paris is not the plural of pari.
    """
    adams angers apres cannes carlos chaos corps cours daniels denis edwards envers
    evans fonds georges hamas heros louis michaels nicolas paris pays peters phillips rennes revers
    richards roberts temps texas tiers tunis vannes vegas williams
    """.split()  # noqa: SIM905 - reads better without the quotes
)
"""Keys that keep their -s."""
_LISTED_PLURALS: Final = frozenset(
    # Of four letters and of those in -us only these: most others are words of their own (mais,
    # vers, mars, fils; virus, campus).
    """
    ages airs amis apps arcs arts bals bans bars bids bles bots caps cats ceos cles cols cops
    cuts days dogs dons duos eaux eggs elus eyes fans fees feux gaps guns iles jets jeux jobs
    kids labs lacs laws lits lois maps mers mots murs ngos nids noms oies ongs pics pigs pots
    pubs rats rois rues sacs seas sels sols suvs tips tirs toys vets vies vins vols vues wars
    ways zoos
    barbus bleus clous connus contenus convenus defendus detenus disparus ecus entendus fondus
    inconnus individus menus obtenus parvenus pendus perdus pneus prevenus recus rendus residus
    revenus soutenus survenus tissus tribus trous vendus verrous vertus
    """.split()  # noqa: SIM905 - reads better without the quotes
)
_TOLD_BY_ACCENT: Final = {
    # On the left what is in every French or English text: without its accent « maïs » would be in
    # all of them.
    "a": ("à",),
    "de": ("dé",),
    "des": ("dés", "dès"),
    "du": ("dû",),
    "fut": ("fût",),
    "la": ("là",),
    "mais": ("maïs",),
    "ne": ("né",),
    "ou": ("où",),
    "sur": ("sûr",),
    "the": ("thé",),
}
_IRREGULAR: Final = {
    "boyaux": "boyau",
    "coraux": "corail",
    "joyaux": "joyau",
    "materiaux": "materiau",
    "noyaux": "noyau",
    "travaux": "travail",
    "tuyaux": "tuyau",
    "vitraux": "vitrail",
}


@lru_cache(maxsize=8_192)
def fold(word: str) -> str:
    """The key of one word; empty for a lone apostrophe, hyphen, accent or invisible character.

    A plural in ``-ies`` keeps its ending, being that of both ``-y`` and ``-ie``: `variants` is
    what looks for it.
    """
    return _singular(surface(word))


def surface(word: str) -> str:
    """As `plain`, but for the few words that only their accent tells from one in every text."""
    key = plain(word)
    told = _TOLD_BY_ACCENT.get(key)
    if told is None or word.isascii():
        return key
    written = unicodedata.normalize("NFC", word.translate(_INVISIBLE).casefold())
    return written if written in told else key


def plain(word: str) -> str:
    """The key of one word with its own ending: what a prefix is compared with."""
    if word.isascii() and word.isalnum():
        return word.lower()
    if _UNWRITTEN.search(word):
        if not _APOSTROPHES.isdisjoint(word):
            word = _POSSESSIVE.sub("", _ELISION.sub("", word))
        word = word.translate(_DELETED)
        if word.isascii() and word.isalnum():
            return word.lower()
    if is_latin(word):
        return word.translate(_LATIN_KEYS)
    return _plain(word)


def is_latin(word: str) -> bool:
    """Whether all are Latin letters and digits, none of them decomposed."""
    return _LATIN_WORD.fullmatch(word) is not None


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold()).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", letters).translate(_LETTERS))


_LATIN_WORD: Final = re.compile("[0-9A-Za-zÀ-ÖØ-öø-ſ]++")
_LATIN_KEYS: Final = {
    code: _plain(chr(code)) for code in chain(range(ord("A"), ord("Z") + 1), range(0xC0, 0x180))
}
"""The same letter by letter, a third of the time: in a word of these no letter minds another."""


def variants(word: str) -> frozenset[str]:
    """Every key under which an article may hold `word`: its own, and of its plural in -ies."""
    key = fold(word)
    if key in _TOLD_BY_ACCENT:  # who leaves out accents means either
        return frozenset((key, *_TOLD_BY_ACCENT[key]))
    if key.endswith("ies") and len(key) > 4:
        return frozenset((key, key[:-3] + "y", key[:-1]))
    if key.endswith("ie") and len(key) > 3:
        return frozenset((key, key + "s"))
    if key.endswith("y") and len(key) > 3:
        return frozenset((key, key[:-1] + "ies"))
    return frozenset((key,))


def _singular(key: str) -> str:
    if len(key) < 5 or key.endswith("us"):
        return key[:-1] if key in _LISTED_PLURALS else key
    if key.endswith("s"):
        kept = key.endswith(("ss", "ies")) or key in OWN_S
        return key if kept else key[:-1]
    if key.endswith(("eaux", "eux", "oux")):
        return key[:-1]
    if key.endswith("aux"):
        return _IRREGULAR.get(key, key[:-2] + "l")
    return key
