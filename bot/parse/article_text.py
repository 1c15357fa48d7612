"""The text of an article in its page, by trafilatura, and what it leaves of the page's furniture.

Pure. Loading trafilatura takes a second and 16 MB: only `bot.parse.article` and `bot.parse.page`
import this module, and only a worker that reads pages imports those.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from trafilatura import extract as main_text

from bot.parse.entry import LONGEST_TEXT
from bot.text.html import clean
from bot.text.words import read

LONGEST_FURNITURE: Final = 300
"""Characters of a paragraph that may be the page's and not the article's."""
LONGEST_BAR: Final = 160
"""Characters of what asks for a subscription; sentences that speak of one are longer."""
TAIL: Final = 6
"""Paragraphs at the end among which that stands."""
TOP: Final = 4
"""Paragraphs at the beginning among which the title is repeated."""

_BULLET: Final = re.compile(r"^[-–—•*·|]\s+")
_FURNITURE: Final = re.compile(
    r"""
      (?:à\s+)?lire\s+(?:aussi|également|la\s+suite|plus)\b | (?:à\s+)?voir\s+aussi\b
    | sur\s+le\s+même\s+(?:sujet|thème)\b | pour\s+aller\s+plus\s+loin\s*:?$
    | (?:read\s+(?:more|also|next)|continue\s+reading)\b | see\s+also\b
    | you\s+(?:may|might)\s+also\s+like\b
    | related(?:\s+(?:posts?|articles?|stories|content|topics?|links?))?\s*(?::|$)
    | more\s+(?:from|on)\s[^.!?]{0,60}$ | more\s*:?$ | recommended(?:\s+for\s+you)?\s*:?$
    | (?:abonnez|inscrivez|connectez)-vous\b | s['’](?:abonner|inscrire)\b | je\s+m['’]abonne\b
    | recevez\s.{0,80}(?:newsletter|lettre|alerte) | suivez[-\s](?:nous|toute|l['’]actu)
    | retrouvez-nous\b | sign\s+up\b | subscribe\b | thanks\s+for\s+(?:signing|subscribing)
    | follow\s+(?:us\b|.{0,40}\bon\s+(?:facebook|twitter|instagram|x)\b)
    | .{0,60}\bclick(?:ing)?\s+here\b | cliquez\s+ici\b
    | get\s.{0,60}(?:newsletter|\bapp\b|delivered|in\s+your\s+inbox)
    | (?:partager|partagez|share|tweet(?:er)?|imprimer|print|e-?mail)\b[^.!?]{0,40}$
    | (?:copier|copy)\s+(?:le\s+lien|link) | envoyer\s+par\b
    | (?:\d+\s+)?(?:commentaires?|comments?)\s*:?$ | réagir\b[^.!?]{0,20}$ | tags?\s*(?::|$)
    | (?:source|crédits?(?:\s+photos?)?|photos?|image|vidéo|video|credit)s?\s*(?::|/|©).{0,80}$
    | (?:©|\(c\)\s)
    | tous\s+droits\s+réservés | all\s+rights\s+reserved
    | (?:publié|mis\s+à\s+jour|modifié|published|posted|updated|last\s+updated)\b
      (?=.{0,40}\d).{0,60}(?<![.!?])$
    | (?:temps\s+de\s+lecture|tempo\s+de\s+leitura|lecture\s*:?\s*\d|\d+\s*min(?:utes?)?\s+
      (?:de\s+lecture|read)).{0,30}$
    | [\d\s./:,h_-]{2,30}$ | advertisement$ | publicité$ | annonce$ | loading\b.{0,10}$
    | .{0,80}\b(?:cookies?|javascript)\b.{0,80}(?:accept|désactiv|enable|activ|bloqu)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""How a paragraph begins that is no part of the article: a call, a link, a credit, a share bar."""
_NEWSLETTER: Final = re.compile(r"\b(?:newsletter|infolettre|lettre\s+d['’]info)", re.IGNORECASE)
_PAYWALL: Final = re.compile(
    r"(?:réservée?s?|accessibles?)\s+(?:aux|à\s+nos)\s+abonn|il\s+vous\s+reste\s+[\d,.]+\s*%|"
    r"^déjà\s+abonnée?\b|pour\s+lire\s+la\s+suite|already\s+a\s+subscriber|"
    r"(?:subscribe|log\s?in|sign\s+in|register)\s+to\s+(?:continue|read|unlock|keep)|"
    r"to\s+(?:continue|keep)\s+reading\b|(?:for|is)\s+subscribers?(?:\s+only|[\s-]only)|"
    r"^subscribers?\s+only|article\s+(?:réservé|payant)",
    re.IGNORECASE,
)
"""What stands where a page breaks off for those who do not pay."""
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")


class Body(NamedTuple):
    """The text, and whether the page breaks it off for those who do not pay."""

    text: str
    is_cut: bool


def body_of(markup: str, titles: Iterable[str]) -> Body:
    """The main text of a page of HTML; empty where there is none. A blank line after paragraphs.

    Args:
        markup: The page.
        titles: What it calls its article: they are not repeated in the text.
    """
    found = main_text(markup, fast=True, include_comments=False) or ""
    lines = [clean(_BULLET.sub("", line)) for line in found[: 2 * LONGEST_TEXT].split("\n")]
    lines = [line for line in lines if line]
    is_cut = any(map(_is_bar, (*lines[:TOP], *lines[-TAIL:])))
    named = {_key(title) for title in titles}
    seen: set[str] = set()
    kept = [
        line
        for number, line in enumerate(lines)
        if not (number < TOP and _key(line) in named)
        and not _is_furniture(line)
        and _is_new(line, seen)
    ]
    return Body("\n\n".join(kept)[:LONGEST_TEXT], is_cut)


def _is_furniture(line: str) -> bool:
    if len(line) > LONGEST_FURNITURE:
        return False
    if _FURNITURE.match(line) or _is_bar(line) or _ADDRESS.fullmatch(line):
        return True
    return bool(_NEWSLETTER.search(line)) and len(line) < LONGEST_FURNITURE / 2


def _is_bar(line: str) -> bool:
    """Whether this is what stands where a page breaks off."""
    return len(line) <= LONGEST_BAR and bool(_PAYWALL.search(line))


def _is_new(line: str, seen: set[str]) -> bool:
    """Whether a paragraph stands there for the first time; short ones may come twice."""
    if len(line) < 60:
        return True
    is_new = line not in seen
    seen.add(line)
    return is_new


def _key(line: str) -> str:
    return " ".join(read(line).keys)
