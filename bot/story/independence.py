"""How many newsrooms tell a story in their own words.

Two hundred sites that print one dispatch are one telling; so are the nine feeds of one outlet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.story.likeness import overlap
from bot.story.place import nearly_equal
from bot.story.sketch import Outline

MOST_COMPARED: Final = 64
"""Independent texts of one story that a further one is compared with: more change nothing."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An article of a story."""

    outlet: str
    """Its publisher: see `bot.story.families.outlet`."""
    sketch: bytes
    """`bot.model.Sketch.packed`; empty when there is none."""
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    outline: Outline
    content_hash: str


def independent(tellings: Iterable[Telling]) -> int:
    """How many of the articles, oldest first, were written by different outlets on their own.

    An article counts unless its outlet has been counted, or its text is nearly that of an article
    that was. Without a sketch only outlet and content hash tell.
    """
    outlets: set[str] = set()
    counted: list[_Text] = []
    number = 0
    for telling in tellings:
        text = _Text(Outline.of(telling.sketch), telling.content_hash)
        if telling.outlet in outlets or any(_is_copy(text, other) for other in counted):
            continue
        outlets.add(telling.outlet)
        number += 1
        if len(counted) < MOST_COMPARED:
            counted.append(text)
    return number


def _is_copy(text: _Text, other: _Text) -> bool:
    if text.content_hash and text.content_hash == other.content_hash:
        return True
    return nearly_equal(overlap(text.outline, other.outline))
