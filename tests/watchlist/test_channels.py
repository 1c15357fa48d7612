"""`channels:` of feeds.yaml: the hours of a channel's readers."""

from datetime import time

import pytest

from bot.errors import Problem, WatchlistError
from bot.model import Destination, QuietHours
from bot.watchlist.load import loads
from bot.watchlist.moments import time_of_day, zone

REST = """
sources: [{name: Here, url: https://here.example/rss}]
rules: [{name: R, match: drone, to: veille}]
"""


def read(more: str) -> Destination:
    """A channel with these keys beside its address."""
    content = f'channels:\n  veille: {{telegram: "@veille"{more}}}{REST}'.encode()
    (found,) = loads(content, "feeds.yaml").watchlist.destinations
    return found


def problems(more: str) -> tuple[Problem, ...]:
    """What is wrong with it."""
    with pytest.raises(WatchlistError) as caught:
        read(more)
    return caught.value.problems


def test_the_hours_of_a_channel() -> None:
    """A zone in any case, quiet hours, one or several times for the digest in their order."""
    found = read(", timezone: europe/paris, quiet: 22h-7h, digest: [18:00, 8h, 8:00]")
    assert found.timezone == "Europe/Paris"
    assert found.quiet_hours == QuietHours(time(22), time(7))
    assert found.digest_at == (time(8), time(18))
    assert read(", digest: 7h30").digest_at == (time(7, 30),)


def test_left_out() -> None:
    """UTC, no quiet hours, a digest in the morning."""
    assert read("") == Destination("veille", "@veille")


def test_how_and_where_posts_appear() -> None:
    """A layout in any case; what stands under it; a topic of a forum group."""
    found = read(", style: Dossier, topic: 12, preview: Picture")
    assert (found.layout, found.topic, found.preview) == ("dossier", 12, "picture")
    assert read(", style: flash").layout == "flash"


@pytest.mark.parametrize(
    ("more", "what", "hint"),
    [
        (", style: flsh", "“style” cannot be “flsh”.", "dossier"),
        (", preview: image", "“preview” cannot be “image”.", "picture"),
        (", topic: 1", "“topic” cannot be “1”.", "leave the key out"),
        (", topic: news", "“topic” cannot be “news”.", "https://t.me/c/"),
        (f", topic: {2**31}", f"“topic” cannot be “{2**31}”.", "from 2"),
        (", timezone: Paris", "“timezone” cannot be “Paris”.", "Europe/Paris"),
        (", timezone: CEST", "“timezone” cannot be “CEST”.", "Europe/Paris"),
        (", timezone: ../../etc/passwd", "“timezone” cannot be “../../etc/passwd”.", "Europe"),
        (", quiet: 22h", "“quiet” cannot be “22h”.", "22:00-07:00"),
        (", digest: [8h, 25h]", "“digest” cannot be “25h”.", "08:00"),
        (", digest: soon", "“digest” cannot be “soon”.", "08:00"),
        (f", digest: [{', '.join(f'{hour}h' for hour in range(13))}]", "Up to 12 times", ""),
    ],
)
def test_mistakes(more: str, what: str, hint: str) -> None:
    """Said where they are, with what may be written."""
    (found,) = problems(more)
    assert found.line == 2
    assert found.text.en.startswith(what)
    assert hint in (found.hint.en if found.hint else "")


@pytest.mark.parametrize("text", ["24:00", "8", "8:0", "8h60", "", "midi", "٨h"])
def test_no_time_of_day(text: str) -> None:
    """Nothing is guessed."""
    assert time_of_day(text) is None


def test_every_zone_is_known_by_its_name() -> None:
    """On any machine: the zones come with Vigie's libraries."""
    for name in ("Europe/Paris", "America/Montreal", "Indian/Reunion", "Asia/Shanghai", "UTC"):
        assert zone(name.upper()) == name
    assert zone("America/New York") == "America/New_York"
