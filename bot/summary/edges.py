"""What stands before and after the news in a text: datelines, crossheads, invitations. Pure."""

import re
from typing import Final

from bot.expression import Span

_PLACE: Final = (
    r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’./ -]{2,60}(?:,[^–—()-]{1,30})?(?:\s*\([^()]{2,20}\))?"
    r"|\([A-Z][^()]{1,20}\)"
)
_AGENCY: Final = (
    r"AFP|AP|Reuters|REUTERS|dpa|DPA|EFE|ANSA|Ansa|ATS|Belga|BELGA|TASS|ТАСС|Xinhua|Kyodo|UPI|PTI|"
    r"Lusa|ANP|APA|AAP|CP|PA|PAP|РИА\sНовости|Интерфакс|أ\s?ف\s?ب|رويترز|د\s?ب\s?أ|فرانس\sبرس"
)
# 4 June (AP) — · (Reuters) · 新华社北京6月4日电 · 【パリ共同】 · 14h32 - · ROME/WASHINGTON –
_LEAD_IN: Final = re.compile(
    rf"[^.!?…(/\n]{{0,60}}[(/](?:{_AGENCY})(?:\s[^()/\n]{{1,30}})?[)/](?:\s?[–—-]+|\.[–—-]*)\s+"
    rf"|[(/](?:{_AGENCY})[)/]\s+"
    r"|(?:新华社|中新社|路透社|法新社|共同社)[^。，]{0,30}?电(?:\s?[（(][^（()）]{1,20}[）)])?\s?"
    r"|【[^【】]{1,30}】\s?"
    r"|\d{1,2}\s?[h:.]\s?\d{2}(?:\s?(?:[ap]\.?m\.?|AM|PM|GMT|CES?T|UTC))?\s?[-–—:|]+\s+"
    rf"|(?:{_PLACE})\s*[–—-]+\s+(?=[«“\"]?\s?[A-ZÀ-ÖØ-Þ\d])"
    r"|[-–—]\s?[^\n.–—-][^\n.–—]{1,60}\s[-–—]\s?(?=\S)"  # - A heading in the text -
    r"|[-–—•▪●►>*·]+\s?(?=\S)"  # • a point of a list
)
_MOST_LEAD_INS: Final = 2
"""(ANSA) - ROMA, 4 GIU -"""
_LONGEST_ENDING: Final = 420
_MOST_ENDINGS: Final = 8
_ENDINGS: Final = re.compile(
    r"""(?:
    (?:[\[(]\s*)?(?:Lire\ la\ suite|LIRE\ LA\ SUITE|Lire\ l['’]article|Lire\ plus|En\ savoir\ plus|
    Voir\ plus|Continue\ [Rr]eading|CONTINUE\ READING|Read\ (?:[Mm]ore|the\ full|the\ rest|full)|
    READ\ MORE|Keep\ reading|Full\ story)[^.!?\n]{0,80}[\])]?[.!]?
    |(?:The\ post|L['’]article|Cet\ article)\s[^\n]{1,300}\s
     (?:est\ apparu\ en\ premier|appeared\ first)\s[^\n]{1,80}
    |[→>]+
    |(?P<dots>[\[(]\s*(?:…|\.{3})\s*[\])]|…|\.{3})
    |(?<=[.!?»”"])[a-z]{2,5}(?:[-/][a-z]{2,5})+
    )\Z""",
    re.VERBOSE,
)
"""Invitations to read on, marks of omission, and the initials of those who wrote a dispatch."""
_FEWEST_IN_TITLE: Final = 3
"""Words: many a sentence begins with two that are a title elsewhere."""


def after_title(text: str, title: str) -> int:
    """Where a text goes on that begins with its title: 0 when it does not."""
    if len(title.split()) < _FEWEST_IN_TITLE or not text.startswith(title):
        return 0
    rest = text[len(title) :]
    news = rest.lstrip(" .:–—-\u00a0\n")
    is_one_sentence = rest[:1].isalnum() or news[:1].islower()
    return 0 if is_one_sentence else len(text) - len(news)


def without_ending(text: str) -> tuple[int, bool]:
    """Where the news ends in a text, and whether it breaks off there."""
    end, broken = len(text.rstrip()), False
    for _ in range(_MOST_ENDINGS):
        found = _ENDINGS.search(text, max(end - _LONGEST_ENDING, 0), end)
        if found is None:
            break
        broken = broken or bool(found["dots"])
        end = len(text[: found.start()].rstrip())
    return end, broken


def without_lead_in(text: str, span: Span) -> Span:
    """A sentence without its dateline, the heading above it, or the point of a list."""
    start = span.start
    for _ in range(_MOST_LEAD_INS):
        found = _LEAD_IN.match(text, start, span.end)
        if found is None:
            break
        start = found.end()
    return Span(start, span.end)
