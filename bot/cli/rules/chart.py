"""Numbers over time as bars of text, legible without colours and on a narrow screen."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from bot.cli.rules import dates
from bot.i18n import Lang

MOST_BARS: Final = 31
"""Before days become weeks, and weeks months."""
_WIDEST: Final = 40
_NARROWEST: Final = 4
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"


class Bar(NamedTuple):
    """A stretch of time and its number."""

    label: str
    number: int


def bars(days: Counter[date], first: date, last: date, lang: Lang) -> list[Bar]:
    """A bar for each day from `first` to `last`, or each week or month where days are many."""
    begin, label = _scale((last - first).days + 1)
    numbers: Counter[date] = Counter()
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    for day in every:
        numbers[begin(day)] += days[day]
    return [Bar(label(day, lang), number) for day, number in numbers.items()]


def _scale(days: int) -> tuple[Callable[[date], date], Callable[[date, Lang], str]]:
    if days <= MOST_BARS:
        return lambda day: day, dates.weekday
    if days <= MOST_BARS * 7:
        return lambda day: day - timedelta(days=day.weekday()), _week
    return lambda day: day.replace(day=1), dates.month


def _week(monday: date, lang: Lang) -> str:
    return f"{dates.short(monday, lang)} – {dates.short(monday + timedelta(days=6), lang)}"


def drawn(chart: Sequence[Bar], width: int) -> Iterator[str]:
    """A line for each bar, at most `width` columns wide where that is possible at all."""
    labels = max((len(bar.label) for bar in chart), default=0)
    most = max((bar.number for bar in chart), default=0) or 1
    room = min(max(width - labels - len(str(most)) - 4, _NARROWEST), _WIDEST)
    for bar in chart:
        block = _block(-(-bar.number * room * 8 // most))
        yield f"  {bar.label:<{labels}} {block}{' ' if block else ''}{bar.number}"


def _block(eighths: int) -> str:
    """A bar so many eighths of a column long."""
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
