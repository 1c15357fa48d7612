"""Stories that were missed, a line each."""

import pytest

from bot.message import compose_digest
from bot.message.nodes import utf16_length
from bot.model import Mark, Story
from tests.samples import stored
from tests.telegram_text import check


def story(number: int, title: str, url: str = "") -> Story:
    """A story of that title."""
    url = url or f"https://phare.example/{number}"
    return Story(number, stored(number, title=f"{title} {number}", url=url), ("Le Phare",), ())


@pytest.mark.parametrize(
    ("title", "url", "counts"),
    [
        ("Drones", "", [40, 40, 20]),
        ("Drones au port " * 10, "", [18, 18, 18, 18, 18, 10]),
        ("D", "https://phare.example/" + "&" * 1900, [3] * 33 + [1]),
    ],
)
def test_as_many_messages_as_it_takes(title: str, url: str, counts: list[int]) -> None:
    """40 links, 3,500 units and 32,768 bytes each at most; every story is told, in its order."""
    told = compose_digest([story(number, title, url) for number in range(100)], "fr")
    assert [number for number, _ in told] == counts
    lines = [line for _, message in told for line in message.plain.splitlines() if "•" in line]
    assert all(f" {number} · Le Phare" in line for number, line in enumerate(lines))
    for _, message in told:
        check(message)
        assert message.silent
        assert utf16_length(message.plain) <= 3_500
        assert sum(style.mark is Mark.LINK for style in message.styles) <= 40


def test_an_address_that_is_too_long_is_no_link() -> None:
    """The story is told all the same."""
    long = "https://phare.example/" + "a" * 3900
    [(_, message)] = compose_digest([story(1, "Drones", long)], "en")
    check(message)
    assert "Drones 1 · Le Phare" in message.plain
    assert all(style.mark is not Mark.LINK for style in message.styles)


def test_none() -> None:
    """Nothing to tell is no message."""
    assert compose_digest([], "fr") == ()
