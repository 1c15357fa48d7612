"""What a careful reader would dislike in a sentence, looked at without the filter's own rules."""

import re
from collections.abc import Iterator
from typing import Final

_OPENED_BY: Final = {"»": "«", "”": "“", ")": "(", "]": "[", "」": "「", "』": "『", "】": "【"}
_ENDS: Final = ".!?…。！？؟।۔"
_CLOSING: Final = "»”\"'’)]」"
_PAGE: Final = (
    r"<\w|&\w+;|https?:|www\.|©|\babonne[zr]\b|\bcliquez|\blire aussi|\bà lire\b|\bshare post\b|"
    r"\bsubscribe\b|\bsign up\b|\bnewsletters?\b|\bgalerie photo|\btous droits\b|"
    r"\b(?:our|nos|ces|accept\w*|use) cookies\b|"
    r"\bread more\b|\bcontributed to this report|^(?:publié|mis à jour|published|updated) (?:le|on)"
)


def flaws(text: str, article: str) -> list[str]:
    """What is wrong with a sentence of an article."""
    return [*_of_marks(text), *_of_ends(text, article), *_of_contents(text)]


def _of_marks(text: str) -> Iterator[str]:
    opened: list[str] = []
    for mark in text:
        if mark in _OPENED_BY.values():
            opened.append(mark)
        elif mark in _OPENED_BY and (not opened or opened.pop() != _OPENED_BY[mark]):
            yield f"{mark} closes nothing"
    if opened:
        yield f"{opened[-1]} is never closed"
    quotes = [found.start() for found in re.finditer('"', text)]
    if len(quotes) % 2:
        yield "an odd quotation mark"
    for opening, closing in zip(quotes[::2], quotes[1::2], strict=False):
        if text[opening + 1].isspace() or text[closing - 1].isspace() or closing == opening + 1:
            yield "a quotation mark that faces the wrong way"


def _of_ends(text: str, article: str) -> Iterator[str]:
    first = next(filter(str.isalnum, text), "")
    if not first or first.islower() or text[0] in "()»”-–—,;:.!?…":
        yield "begins in the middle"
    bare = text.rstrip(_CLOSING)
    is_last = article.rstrip(". …[]").endswith(text.rstrip(". …"))
    quoted = text != bare and not text.endswith((")", "]"))
    if not is_last and not quoted and (not bare or bare[-1] not in _ENDS):
        yield "has no end"
    if re.search(r"[,;:–—-]\s?…?$", text):
        yield "breaks off"


def _of_contents(text: str) -> Iterator[str]:
    if re.search(r"(?<!\w)[a-zà-ÿ]{3,}[A-ZÀ-Ý][a-zà-ÿ]{2}", text):
        yield "two words are glued"
    if re.search(r'[a-zà-ÿ]{3}[.!?»”][A-ZÀ-Ý][a-zà-ÿ]|\d(?:Les|Le|La|Un|Une|Mais|Il)\s|""', text):
        yield "two sentences are glued"
    if re.search(rf"(?i){_PAGE}", text):
        yield "belongs to the page"
    if re.search(r"\((?:AFP|AP|Reuters|dpa|EFE|ANSA)\)\s?[–—-]|^\d{1,2}[h:]\d{2}\s?[-–:]", text):
        yield "has its dateline"
    if len(text.split()) < 4 and text.isascii():
        yield "is a stump"
