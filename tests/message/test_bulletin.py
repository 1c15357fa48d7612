"""What operators read of feeds in trouble."""

import pytest

from bot.i18n import Lang, Text
from bot.message.bulletin import MOST, compose_bulletin
from bot.message.nodes import LONGEST, utf16_length
from bot.model import FailureKind, FetchFailure
from tests.polls import failing, recovered


def test_in_french() -> None:
    """Who, why and what to do; then who is well again."""
    told = compose_bulletin([failing("Le Phare"), recovered("Harbour Post")], "fr")
    assert told.plain.splitlines() == [
        "1 flux en difficulté",
        "✗ Le Phare · Le serveur ne répond pas. Rien à faire.",
        "",
        "1 flux rétabli",
        "✓ Harbour Post",
    ]


def test_in_english() -> None:
    """The same in the other language."""
    told = compose_bulletin([failing("Le Phare"), failing("Harbour Post")], "en")
    assert told.plain.splitlines()[0] == "2 feeds in trouble"
    assert "The server does not answer. Nothing to do." in told.plain


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_whole_house_in_trouble_fits_into_a_message(lang: Lang) -> None:
    """Some are named, the others counted; nothing makes it too long or breaks its markup."""
    long = Text(en="<b>" * 500, fr="<b>" * 500)
    failure = FetchFailure(FailureKind.DNS, long, long)
    reports = [failing("&" * 900, failure) for _ in range(500)]
    told = compose_bulletin([*reports, *(recovered("é" * 900) for _ in range(500))], lang)
    assert told.plain.count("✗") == told.plain.count("✓") == MOST
    assert "490" in told.plain
    assert "<b><" not in told.html.replace("<b>&", "")
    assert utf16_length(told.plain) <= LONGEST
