"""Posts about whatever a feed may say."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.botapi.markup import parse_html
from bot.demo.botapi.tidy import tidied
from bot.expression import Span
from bot.i18n import LANGS, Lang
from bot.message import compose
from bot.message.nodes import LONGEST, utf16_length
from bot.message.parts import LONGEST_TITLE, dated
from bot.model import Mark, Match, Message, Passage, Story, Summary
from tests.samples import DESTINATION, rule, stored

ENTITIES = {"bold": Mark.BOLD, "italic": Mark.ITALIC, "underline": Mark.UNDERLINE}


def post(title: str = "Titre", *sentences: str, source: str = "Le Phare", url: str = "") -> Message:
    """The post about a story without highlights."""
    lead = stored(source=source, title=title, url=url)
    summary = Summary(Passage(title), tuple(map(Passage, sentences)))
    story = Story(1, lead, (source,), (Match(rule(), ()),))
    return compose(story, summary, DESTINATION, silent=False)


def checked(message: Message) -> None:
    """What Telegram shows is what `plain` says, within all limits."""
    parsed = parse_html(message.html)
    assert parsed.text == message.plain
    assert tidied(parsed).text == message.plain.strip(" \n")
    assert 0 < utf16_length(message.plain) <= LONGEST
    assert len(message.html.encode()) <= 32_768
    assert len(tidied(parsed).entities) <= 100
    shown = [
        (ENTITIES[each.type], utf16_slice(parsed.text, each.offset, each.end))
        for each in parsed.entities
        if each.type in ENTITIES
    ]
    written = [(style.mark, message.plain[slice(*style.span)]) for style in message.styles]
    assert sorted(shown) == sorted(written)


def utf16_slice(text: str, start: int, end: int) -> str:
    """The text between two offsets of Telegram."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@st.composite
def passages(draw: st.DrawFn, longest: int) -> Passage:
    """Any text with highlights that are sorted and apart."""
    any_text = st.text(st.characters(), max_size=longest)
    marks = st.text("<>&\"'\u202e\u2067\u200fא ا\n\x00🚢é", max_size=longest)
    text = draw(any_text | marks)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return Passage(text, tuple(map(Span, ends[::2], ends[1::2])))


@given(
    passages(400),
    st.lists(passages(300), max_size=3),
    st.text(max_size=120),
    st.integers(1, 40),
    st.sampled_from(LANGS),
)
def test_any_story_makes_a_post(
    title: Passage, sentences: list[Passage], source: str, count: int, lang: Lang
) -> None:
    """Whatever it is called and says, Telegram takes it, and shows what we wrote down."""
    outlets = tuple(f"{source}{number}" for number in range(count))
    rules = [Match(rule(hashtag=f"#Règle{number}"), ()) for number in range(count)]
    story = Story(1, stored(source=source, title=title.text), outlets, tuple(rules))
    destination = replace(DESTINATION, lang=lang)
    message = compose(story, Summary(title, tuple(sentences)), destination, silent=True)
    checked(message)
    assert message.silent


@pytest.mark.parametrize(
    "piece",
    ["a", "é", "🚢", "&", "<", "ا", "a ", "\n", " ", "\u202e", "\ud800", "👨‍👩‍👧", "\u0301"],
)
def test_ten_thousand_characters(piece: str) -> None:
    """The title is cut, sentences that make the post too long are left out."""
    long = piece * (10_000 // len(piece))
    message = post(long, long[:3000], long[:3000], source=long)
    checked(message)
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
