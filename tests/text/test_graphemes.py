"""Where a text may be cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.graphemes import beginning

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "longest", "kept"),
    [
        ("abc", 3, "abc"),
        ("abc", 2, "ab"),
        (f"a{FAMILY}b", 5, "a"),
        (f"a{FAMILY}b", 6, f"a{FAMILY}"),
        ("e\u0301e\u0301", 3, "e\u0301"),
        ("🇫🇷🇩🇪", 3, "🇫🇷"),
        ("👍🏽👍🏽", 3, "👍🏽"),
        ("☺\ufe0f☺\ufe0f", 3, "☺\ufe0f"),
        ("กำกำ", 3, "กำ"),
        ("a\r\nb", 2, "a"),
        ("각각".encode().decode(), 1, "각"),
        ("", 5, ""),
    ],
)
def test_a_sign_stays_whole(text: str, longest: int, kept: str) -> None:
    """Families, accents, flags, skin tones, vowels above and beside."""
    assert beginning(text, longest) == kept


def test_an_endless_sign_is_cut_all_the_same() -> None:
    """A letter under hundreds of accents does not push everything out."""
    assert beginning("a" + "\u0301" * 500, 300) == "a" + "\u0301" * 299


@given(st.text(max_size=30), st.integers(1, 40))
def test_any_text(text: str, longest: int) -> None:
    """A beginning, never too long, never empty where there is something."""
    kept = beginning(text, longest)
    assert text.startswith(kept)
    assert len(kept) <= longest
    assert bool(kept) is bool(text)
