"""Bars of text, and days as people say them."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.cli.rules import chart, dates
from bot.cli.rules.chart import Bar
from bot.i18n import Lang

MONDAY = date(2026, 3, 2)


def test_days_without_a_hit_have_a_bar() -> None:
    """Silence is news, too."""
    days = Counter({MONDAY: 3, MONDAY + timedelta(days=2): 1})
    assert chart.bars(days, MONDAY, MONDAY + timedelta(days=2), "en") == [
        Bar("Mon 2 Mar", 3),
        Bar("Tue 3 Mar", 0),
        Bar("Wed 4 Mar", 1),
    ]


@pytest.mark.parametrize(
    ("length", "bars", "first"),
    [
        (31, 31, "Mon 2 Mar"),
        (32, 5, "2 Mar – 8 Mar"),
        (217, 31, "2 Mar – 8 Mar"),
        (218, 8, "Mar 2026"),
    ],
)
def test_days_weeks_months(length: int, bars: int, first: str) -> None:
    """Never more than 31 bars before months; every hit is in one of them."""
    days = Counter({MONDAY + timedelta(days=number): 1 for number in range(length)})
    made = chart.bars(days, MONDAY, MONDAY + timedelta(days=length - 1), "en")
    assert (len(made), made[0].label) == (bars, first)
    assert sum(bar.number for bar in made) == length


@pytest.mark.parametrize("width", [0, 10, 20, 40, 80, 500])
@pytest.mark.parametrize("most", [1, 9, 12_345])
def test_bars_fit(width: int, most: int) -> None:
    """On any screen that can hold label and number; the longest is as long as there is room."""
    lines = list(chart.drawn([Bar("Mon", 0), Bar("Tue", most), Bar("Wed", 1)], width))
    assert max(map(len, lines)) <= max(width, len(f"  Mon ████ {most}"))
    assert "█" not in lines[0]
    assert lines[0].endswith(" 0")
    assert lines[1].endswith(f"█ {most}")
    assert lines[2][6] in "▏▎▍▌▋▊▉█"  # one hit is seen beside thousands


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("Sun 1 Mar", "1 Mar 2026", "1 Mar 09:05", "Mar 2026")),
        ("fr", ("dim. 1er mars", "1er mars 2026", "1er mars 09:05", "mars 2026")),
    ],
)
def test_dates(lang: Lang, said: tuple[str, ...]) -> None:
    """The French count the first of a month."""
    day, moment = date(2026, 3, 1), datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
    told = dates.weekday(day, lang), dates.whole(day, lang), dates.moment(moment, lang)
    assert (*told, dates.month(day, lang)) == said


@pytest.mark.parametrize(("days", "said"), [(3, "1er mars 09:05"), (400, "1er mars 2026")])
def test_a_day_of_another_year_has_its_year(days: int, said: str) -> None:
    """A day and an hour alone would pass a forgotten feed off as a fresh one."""
    moment = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
    assert dates.dated(moment, moment + timedelta(days=days), "fr") == said
