"""Posts about whatever a feed may say."""

from datetime import UTC, datetime

import pytest

from bot.expression import Span
from bot.message import compose
from bot.message.parts import LONGEST_TITLE, dated
from bot.model import Match, Message, Passage, Story, Summary
from tests.samples import DESTINATION, rule, stored
from tests.telegram_text import check


def post(title: str = "Titre", *sentences: str, source: str = "Le Phare", url: str = "") -> Message:
    """The post about a story without highlights."""
    lead = stored(source=source, title=title, url=url)
    summary = Summary(Passage(title), tuple(map(Passage, sentences)))
    story = Story(1, lead, (source,), (Match(rule(), ()),))
    return compose(story, summary, DESTINATION, silent=False)


@pytest.mark.parametrize(
    "piece",
    ["a", "é", "🚢", "&", "<", "ا", "a ", "\n", " ", "\u202e", "\ud800", "👨‍👩‍👧", "\u0301"],
)
def test_ten_thousand_characters(piece: str) -> None:
    """The title is cut, sentences that make the post too long are left out."""
    long = piece * (10_000 // len(piece))
    message = post(long, long[:3000], long[:3000], source=long)
    check(message)
    first = message.plain.partition("\n")[0]
    assert first
    assert len(first) <= LONGEST_TITLE + 3


def test_as_many_sentences_as_fit() -> None:
    """The last ones are left out, the first stay whole."""
    message = post("Titre", "a" * 2000 + ".", "b" * 2000 + ".", "c" * 2000 + ".")
    assert "a." in message.plain
    assert "b." in message.plain
    assert "c" * 9 not in message.plain


def test_long_hashtags_do_not_fill_the_post() -> None:
    """As many as fit in a thousand units."""
    lead = stored()
    matches = tuple(Match(rule(hashtag=f"#{letter * 400}"), ()) for letter in "abcdef")
    story = Story(1, lead, (lead.source,), matches)
    message = compose(story, Summary(Passage("Titre"), ()), DESTINATION, silent=False)
    assert message.plain.count("#") == 2


@pytest.mark.parametrize(
    "title", ["", " ", "\n\t", "\u00a0\u202f", "\u200b\u200d", "\u202e", "\x00"]
)
def test_a_title_without_anything_to_see(title: str) -> None:
    """A post never begins with an empty line."""
    assert post(title).plain.startswith("(sans titre)\n")


@pytest.mark.parametrize("title", ["🚢", "…", "!", "7", "港"])
def test_a_title_of_one_sign(title: str) -> None:
    """An emoji alone is a title."""
    assert post(title).html.startswith(f"<b>{title}</b>\n")


def test_the_title_is_what_a_lock_screen_shows() -> None:
    """The first hundred characters are the title's, without spaces before it."""
    title = (
        "Des drones survolent le port de Brest dans la nuit de jeudi à vendredi, et la préfecture"
    )
    assert post(f"\n  {title}").plain.startswith(f"{title}\n")


def test_a_title_keeps_its_highlights_when_cut_and_trimmed() -> None:
    """They move with the text, and go with what goes."""
    text = "  Le port " + "de Brest " * 60
    title = Passage(text, (Span(5, 9), Span(len(text) - 6, len(text) - 1)))
    story = Story(1, stored(), ("Le Phare",), ())
    message = compose(story, Summary(title, ()), DESTINATION, silent=False)
    marked = [message.plain[slice(*each.span)] for each in message.styles]
    assert message.html.startswith("<b>Le <u>port</u> de Brest")
    assert message.plain.partition("\n")[0].endswith("Brest de…")
    assert marked.count("port") == 1
    assert len(marked) == 3  # the title, the port, the source


@pytest.mark.parametrize(
    ("url", "usable"),
    [
        ("https://phare.example/a?b=\"c\"&d='e'", True),
        ("http://phare.example/é", True),
        ("", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("tg://resolve?domain=x", False),
        ("https://phare.example/a b", False),
        ("https://phare.example/a\x00b", False),
        ("https://phare.example/\u202eb", False),
        ("https://", False),
        ("//phare.example/a", False),
    ],
)
def test_only_web_addresses_get_a_button(url: str, usable: bool) -> None:
    """Anything else is neither opened nor previewed."""
    message = post(url=url)
    assert [button.url for button in message.buttons if button.url] == ([url] if usable else [])
    assert message.preview_url == (url if usable else "")
    assert message.buttons[-1].data == "why:1"


@pytest.mark.parametrize(
    ("month", "english", "french"),
    [(1, "5 Jan 2026, 06:07 UTC", "5 janv. 2026, 06:07 UTC"), (8, "5 Aug", "5 août"),
     (12, "5 Dec 2026", "5 déc. 2026")],
)  # fmt: skip
def test_dates(month: int, english: str, french: str) -> None:
    """In the destination's language, for applications that do not know `tg-time`."""
    moment = datetime(2026, month, 5, 6, 7, tzinfo=UTC)
    assert dated(moment, "en").startswith(english)
    assert dated(moment, "fr").startswith(french)
