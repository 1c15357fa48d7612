"""Where sentences begin and end: sentencex, with the edges repaired."""

import re
from collections.abc import Iterator
from typing import Final

import sentencex

from bot.model import Span

_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(«“'’])(?:M|MM|Mme|Mmes|Mlle|Dr|Me|Mgr|St|Ste|Mr|Mrs|Ms|Prof|Gen|Gov|Sen|Rep|Lt|Col|"
    r"[A-Z]|vs|cf|p|art|av|env|No|n°)\.\s*$"
)
"""A full stop after these ends no sentence: titles before a name, initials."""
_STRAY_CLOSING: Final = re.compile(r"\s*[»”)\]]+[.!?…]*(?:\s+|$)")
"""A closing mark at the beginning belongs to the sentence before."""


def sentences(text: str, lang: str | None) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the white space around them.

    A blank line always ends one. Offsets count characters of `text`.
    """
    found: list[Span] = []
    start = 0
    for border in [*_PARAGRAPH.finditer(text), None]:
        end = border.start() if border else len(text)
        found += _of_paragraph(text, Span(start, end), lang or "en")
        start = border.end() if border else end
    return tuple(found)


def _of_paragraph(text: str, paragraph: Span, lang: str) -> Iterator[Span]:
    pending: Span | None = None
    for piece in _pieces(text, paragraph, lang):
        if pending is None:
            pending = piece
            continue
        stray = _STRAY_CLOSING.match(text, *piece)
        if stray:
            pending = Span(pending.start, stray.end())
            piece = Span(stray.end(), piece.end)  # noqa: PLW2901 - what is left of it
        if _ABBREVIATED.search(text[pending.start : pending.end]):
            pending = Span(pending.start, piece.end)
            continue
        yield from _trimmed(text, pending)
        pending = piece
    if pending:
        yield from _trimmed(text, pending)


def _pieces(text: str, paragraph: Span, lang: str) -> Iterator[Span]:
    """What sentencex finds; it keeps every character, so lengths add up to offsets."""
    position = paragraph.start
    for piece in sentencex.segment(lang, text[paragraph.start : paragraph.end]):
        yield Span(position, position + len(piece))
        position += len(piece)
    if position != paragraph.end:
        yield Span(position, paragraph.end)


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    whole = text[span.start : span.end]
    start = span.start + len(whole) - len(whole.lstrip())
    end = span.start + len(whole.rstrip())
    if start < end:
        yield Span(start, end)
