"""Where sentences begin and end: sentencex, with the edges repaired."""

import re
from collections.abc import Iterator
from typing import Final

import sentencex

from bot.expression import Span

_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n")
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(«“'’-])(?:M|MM|Mme|Mmes|Mlle|Dr|Me|Mgr|St|Ste|Mr|Mrs|Ms|Prof|Gen|Gov|Sen|Rep|Lt|Col|"
    r"[A-Z]|vs|cf|av|env)\.\s*$"
)
"""A full stop after these ends no sentence: titles before a name, initials."""
_NUMBERED: Final = re.compile(r"(?:^|[\s(«“'’])(?:p|pp|art|vol|fig|No|no|n°)\.\s*$")
"""Nor after these, when a number follows."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
LONGEST_BLOCK: Final = 8_000
"""Characters that sentencex gets at once: its time grows with the square of unclosed quotes."""
_STOP: Final = re.compile(r"[.!?…][»”\"]?\s")
_LONGEST_ABBREVIATION: Final = 12
"""Characters, with the white space around: looking back no further keeps the time linear."""
_LOWER: Final = "a-zß-öø-ÿœ"
_UPPER: Final = "A-ZÀ-ÖØ-ÞŒ"
_STARTERS: Final = (
    "Le|La|Les|Un|Une|Des|Du|Il|Elle|Ils|Elles|Ce|Cet|Cette|Ces|Selon|Dans|Mais|Alors|Après|Avant|"
    "Avec|Pour|Depuis|Interrogée?|Invitée?|Lors|Lorsque|Quand|Face|Parmi|Si|Au|Aux|En|Sur|Seuls?|"
    "The|This|These|He|She|They|But|After|When"
)
_GLUE: Final = re.compile(
    rf"""
    (?<!\w)[{_LOWER}]{{3,}}(?=[{_UPPER}][{_LOWER}]{{2}}|[{_UPPER}][{_LOWER}]?\s|[LDCJ]['’])
    |(?<=[^\W_]{{3}})(?=(?:{_STARTERS})\s)   # AfricaLes, 2020Mais, CNEWSDes; not BuzzFeed
    |(?:(?<=[{_LOWER}]{{3}}\.)|(?<=[?!…»”]))(?=[{_UPPER}][{_LOWER}'’])
    |(?<=[^\s("«“]")(?=[{_UPPER}][{_LOWER}'’]|")
    """,
    re.VERBOSE,
)
"""The end of a heading or sentence that the next one follows without a space: where a page's markup
was thrown away, as in « Un individu recherchéSelon la police »."""
_STRAY_CLOSING: Final = re.compile(r"\s*(?:[»”)\]]+|\"(?=\s|$))[.!?…]*(?:\s+|$)")
"""A closing mark at the beginning belongs to the sentence before."""


def sentences(text: str, lang: str | None) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the white space around them.

    A blank line always ends one. Offsets count characters of `text`. Never raises.
    """
    text = _SURROGATE.sub("\ufffd", text)  # sentencex refuses lone ones
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
        if _goes_on(text, pending, piece):
            pending = Span(pending.start, piece.end)
            continue
        yield from _trimmed(text, pending)
        pending = piece
    if pending:
        yield from _trimmed(text, pending)


def _goes_on(text: str, before: Span, after: Span) -> bool:
    """Whether the full stop between the two belongs to an abbreviation."""
    end = text[max(before.start, before.end - _LONGEST_ABBREVIATION) : before.end]
    if _ABBREVIATED.search(end):
        return True
    return bool(_NUMBERED.search(end)) and text[after.start : after.end].lstrip()[:1].isdigit()


def _pieces(text: str, paragraph: Span, lang: str) -> Iterator[Span]:
    """What sentencex finds; it keeps every character, so lengths add up to offsets."""
    for block in _blocks(text, paragraph):
        position = block.start
        for piece in _segmented(text[block.start : block.end], lang):
            yield from _unglued(text, Span(position, position + len(piece)))
            position += len(piece)
        if position != block.end:
            yield Span(position, block.end)


def _segmented(block: str, lang: str) -> list[str]:
    """A block without any full stop is one sentence, and would take sentencex too long."""
    return [block] if len(block) > LONGEST_BLOCK else list(sentencex.segment(lang, block))


def _unglued(text: str, piece: Span) -> Iterator[Span]:
    """The heading and the sentence that stand without a space between them, apart."""
    start = piece.start
    for found in _GLUE.finditer(text, *piece):
        if start < found.end() < piece.end:
            yield Span(start, found.end())
            start = found.end()
    yield Span(start, piece.end)


def _blocks(text: str, paragraph: Span) -> Iterator[Span]:
    """A paragraph in stretches of bounded length, each up to a full stop where there is one."""
    start = paragraph.start
    while paragraph.end - start > LONGEST_BLOCK:
        stops = [found.end() for found in _STOP.finditer(text, start, start + LONGEST_BLOCK)]
        later = None if stops else _STOP.search(text, start + LONGEST_BLOCK, paragraph.end)
        end = stops[-1] if stops else later.end() if later else paragraph.end
        yield Span(start, end)
        start = end
    yield Span(start, paragraph.end)


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    whole = text[span.start : span.end]
    start = span.start + len(whole) - len(whole.lstrip())
    end = span.start + len(whole.rstrip())
    if start < end:
        yield Span(start, end)
