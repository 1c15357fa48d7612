"""The numbers of a text."""

import time

import pytest

from bot.text.numbers import numbers


@pytest.mark.parametrize(
    "written",
    ["2300", "2 300", "2\u00a0300", "2\u202f300", "2\u2009300", "2.300", "2,300", "2'300", "2’300"],
)
def test_grouping_is_no_part_of_a_number(written: str) -> None:
    """Whatever a country puts between three digits and three."""
    assert numbers(f"Ils sont {written}, dit-on.") == ["2300"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4,5 hectares et 4.5 km", ["4.5", "4.5"]),
        ("1,200.50 euros, 1.200.000 fois", ["1200.50", "1200000"]),
        ("pi : 3.14159", ["3.14159"]),
        ("le 12.03.2026 à 14:30", ["12.03.2026", "14", "30"]),
        ("en 2023 450 personnes", ["2023", "450"]),
        ("COVID-19, 12.", ["19", "12"]),
        ("٢٣٠٠ شخص, ३ लोग", ["2300", "3"]),
        ("Trois morts, four injured, DEUX disparus", ["3", "4", "2"]),
        ("vingt-deux", ["20", "2"]),
        ("5 morts et cinq blessés", ["5", "5"]),
        ("un an, une fois, one day", []),
        ("", []),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    """Decimals, dates, figures of other scripts, words; as often as they are there."""
    assert numbers(text) == found


@pytest.mark.parametrize("piece", ["1.000", "1.000.", "1 000 ", "1,", "9"])
def test_long_texts_take_linear_time(piece: str) -> None:
    """However a text ends, nothing is tried twice."""
    started = time.process_time()
    numbers(piece * 40_000)
    assert time.process_time() - started < 2
