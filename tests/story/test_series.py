"""Titles that come back, and numbers that are part of a name."""

from datetime import timedelta

import pytest

from bot.story.series import other_day, other_number, other_rank, same_name, same_title
from tests.fixed_clock import NOON
from tests.samples import later
from tests.story.articles import article, known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prix des carburants au 12 juin", "Prix des carburants au 13 juin"),
        ("Coronavirus : 57 morts en 24 heures", "Coronavirus: 46 morts en 24 heures"),
        ("Market close on Monday, June 8", "Market close on Tuesday, June 9"),
        ("Wetter am Freitag, 3. Juli", "Wetter am Samstag, 4. Juli"),
        ("Le point sur la pandémie", "LE POINT SUR LA PANDÉMIE"),
    ],
)
def test_same_name(one: str, other: str) -> None:
    """Digits and dates do not tell titles apart."""
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ("12", "13"),
        ("12 juin 2026", "13 juin 2026"),
        ("Un drone à Lorient", "Un drone à Brest"),
    ],
)
def test_other_names(one: str, other: str) -> None:
    """Titles of nothing but a date are no series of their own."""
    assert not same_name(one, other)


def test_ranks_and_counts() -> None:
    """A rank is part of the name, a count is not; without another number nothing differs."""
    assert other_rank("Le 12e paquet", "Le 13e paquet")
    assert other_rank("Épisode 3 : le port", "Épisode 4 : le port")
    assert other_rank("Le douzième paquet", "Le treizième paquet")
    assert not other_rank("12 morts à Lima", "13 morts à Lima")
    assert other_number("12 morts à Lima", "13 morts à Lima")
    assert not other_number("12 morts à Lima", "12 morts à Lima")
    assert not other_rank("Le 12e paquet", "Le 12e paquet")
    assert not other_rank("Le 12e paquet", "La 13e heure")


def test_the_very_same_title() -> None:
    """Spaces, accents and case aside, a day or a number makes it another."""
    assert same_title("Le point sur la pandémie", "LE POINT sur  la pandemie")
    assert not same_title("Le point de lundi", "Le point de mardi")
    assert not same_title("12 morts à Lima", "13 morts à Lima")


def test_days() -> None:
    """Another day is another date, and more than one evening."""
    at = NOON + timedelta(hours=11)
    first = known(article(1, at=at))
    assert not other_day(article(2, at=at + timedelta(hours=3)), first)
    assert other_day(article(2, at=at + timedelta(hours=8)), first)
    assert not other_day(article(2, at=NOON), first)


def test_days_as_seen_where_feeds_tell_none() -> None:
    """A date that only one of the two has tells nothing."""
    undated = article(2, at=later(days=1), published_at=None)
    assert other_day(undated, known(article(1, published_at=later(days=1))))
    assert not other_day(
        article(2, at=later(days=1), published_at=NOON), known(article(1, published_at=NOON))
    )
