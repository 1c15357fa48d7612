"""Words in any order, close together: ``"a b c"~2``."""

from bisect import bisect_left
from collections.abc import Sequence

from bot.match.article import Place


def windows(parts: Sequence[Sequence[Place]], slop: int) -> tuple[Place, ...]:
    """The narrow windows with a word of its own for every part, and at most `slop` others.

    Args:
        parts: For each word of the phrase where it stands in the text, in order; one word each.
        slop: Words of the window that belong to no part.
    """
    if not all(parts):
        return ()
    columns = [[place.first for place in part] for part in parts]
    length = len(parts) + slop
    firsts = sorted({first for column in columns for first in column})
    found = (_window(columns, first, first + length) for first in firsts)
    return tuple(dict.fromkeys(place for place in found if place))


def _window(columns: Sequence[list[int]], first: int, stop: int) -> Place | None:
    """The narrowest window from `first`, before `stop`; None when there is none."""
    inside = [column[bisect_left(column, first) : bisect_left(column, stop)] for column in columns]
    if not all(inside):
        return None
    wanted: dict[int, list[int]] = {}
    for part, column in enumerate(inside):
        for word in column:
            wanted.setdefault(word, []).append(part)
    taken: dict[int, int] = {}
    for word in sorted(wanted):
        if _assign(word, wanted, taken, set()) and len(taken) == len(columns):
            return Place(min(taken.values()), word + 1)
    return None


def _assign(
    word: int, wanted: dict[int, list[int]], taken: dict[int, int], tried: set[int]
) -> bool:
    """Give `word` to a part, moving others where that helps (Kuhn's augmenting paths)."""
    for part in wanted[word]:
        if part not in tried:
            tried.add(part)
            if part not in taken or _assign(taken[part], wanted, taken, tried):
                taken[part] = word
                return True
    return False
