"""The language of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language import code, detected, language

FRENCH = "La Chine aurait livré des drones à la Russie, selon Washington"
ENGLISH = "China has delivered drones to Russia, officials in Washington say"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("fr", "fr"),
        ("fr-FR", "fr"),
        (" FR_fr ", "fr"),
        ("eng", "en"),
        ("ger", "de"),
        ("zh-Hans-CN", "zh"),
        ("iw", "he"),
        ("français", None),
        ("english", None),
        ("xx", None),
        ("us", None),
        ("*", None),
        ("", None),
        (None, None),
        ("fr" * 5000, None),
    ],
)
def test_codes_of_languages(written: str | None, expected: str | None) -> None:
    """Whatever a feed writes becomes two letters, or nothing."""
    assert code(written) == expected


def test_the_source_speaks_before_the_feed_and_the_feed_before_the_text() -> None:
    """Each is asked only when the one before does not know."""
    assert language("de", "en", FRENCH) == "de"
    assert language(None, "en-US", FRENCH) == "en"
    assert language(None, "nonsense", FRENCH) == "fr"
    assert language("", None, ENGLISH) == "en"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FRENCH, "fr"),
        (ENGLISH, "en"),
        ("Україна отримала нові безпілотники від союзників", "uk"),
        ("Китай поставил России беспилотники, заявили в Вашингтоне", "ru"),
        ("中国向俄罗斯提供无人机", "zh"),
        ("وصلت الطائرات المسيرة الصينية إلى روسيا", "ar"),
        ("", None),
        ("42", None),
        ("\x00\ud800\x07 🚁", None),
    ],
)
def test_the_detector(text: str, expected: str | None) -> None:
    """A sentence is enough; nothing readable is no language."""
    assert detected(text) == expected


@given(st.text(max_size=100))
def test_the_detector_takes_any_text(text: str) -> None:
    """It says two letters or nothing."""
    found = detected(text)
    assert found is None or len(found) == 2
