"""The numbers of a text, however it writes them: grouped or not, in digits or letters. Pure."""

import re
import unicodedata
from typing import Final

from bot.text.folding import fold
from bot.text.words import read

_APART: Final = "[.,'’ \u00a0\u2009\u202f]"
"""Between groups of three digits, somewhere in the world."""
_NUMBER: Final = re.compile(
    rf"\d{{1,3}}(?:{_APART}\d{{3}})+(?!\d)(?:[.,]\d+)?"  # 2 300; 1,200.50
    r"|\d+(?:[.,]\d+)*"  # 2300; 4,5; 12.03.2026
)
_GROUPING: Final = re.compile(rf"{_APART}(?=\d{{3}}(?!\d))")
_WORDS: Final = """
    2 deux two 3 trois three 4 quatre four 5 cinq five 6 six 7 sept seven 8 huit eight 9 neuf nine
    10 dix ten 11 onze eleven 12 douze twelve douzaine dozen 13 treize thirteen 14 quatorze fourteen
    15 quinze fifteen 16 seize sixteen 17 seventeen 18 eighteen 19 nineteen 20 vingt twenty
    30 trente thirty 40 quarante forty 50 cinquante fifty 60 soixante sixty 70 seventy 80 eighty
    90 ninety 100 cent hundred 1000 mille thousand 1000000 million 1000000000 milliard billion
"""
"""What one writes in letters another may write in digits. Not 1: in French it is an article."""


def _spelt() -> dict[str, str]:
    found, number = {}, ""
    for word in _WORDS.split():
        if word.isdigit():
            number = word
        else:
            found[fold(word)] = number
    return found


_SPELT: Final = _spelt()


def numbers(text: str) -> list[str]:
    """The numbers of `text` as ``2300`` and ``4.5``, each as often as it is there.

    In digits of any script, in their order, then those in French or English letters, word by word:
    *vingt-deux* is 20 and 2. A point or a comma before three digits groups them.
    """
    western = "".join(str(unicodedata.digit(char, char)) for char in text)
    written = [_GROUPING.sub("", found).replace(",", ".") for found in _NUMBER.findall(western)]
    return written + [_SPELT[key] for key in read(text).keys if key in _SPELT]
