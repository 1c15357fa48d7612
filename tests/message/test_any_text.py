"""Whatever feeds, articles and feeds.yaml say, Telegram takes the message and shows all of it."""

from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.expression import Span
from bot.i18n import LANGS, Lang
from bot.message import compose, compose_digest, compose_reply
from bot.message.nodes import utf16_length
from bot.model import Evidence, Field, Layout, Match, StoredEntry, Story, Summary
from tests.samples import DESTINATION, rule, stored
from tests.telegram_text import any_text, check, passages

FEW = settings(max_examples=40, deadline=None)  # making the texts takes long, not the messages
urls = (
    st.just("https://phare.example/a")
    | any_text(60)
    | any_text(60).map(lambda text: f"https://phare.example/{text}")
)


@st.composite
def articles(draw: st.DrawFn) -> StoredEntry:
    """Any article."""
    url = draw(urls)
    title, text = draw(any_text()), draw(any_text())
    return stored(source=draw(any_text(120)), title=title, text=text, url=url)


@st.composite
def matches(draw: st.DrawFn, lead: StoredEntry) -> Match:
    """Any rule with any evidence, such as of another version of the article."""
    place = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted)
    fields: tuple[Field, ...] = get_args(Field)
    field = st.sampled_from(fields)
    evidence = [
        Evidence(draw(any_text(30)), draw(field), Span(*draw(place)))
        for _ in range(draw(st.integers(0, 10)))
    ]
    return Match(rule(draw(any_text(100)), hashtag=draw(any_text(70))), tuple(evidence))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Any story, told by up to forty outlets."""
    lead = draw(articles())
    others = draw(st.lists(any_text(100), max_size=3))
    number = draw(st.integers(1, 10))
    outlets = (lead.source, *others * number)
    return Story(
        id=1,
        lead=lead,
        outlets=outlets,
        matches=tuple(draw(st.lists(matches(lead), max_size=6))),
        former_title=draw(any_text()),
        is_retracted=draw(st.booleans()),
        latest=draw(articles()),
        pages=tuple(draw(urls) for _ in outlets),
    )


@FEW
@given(st.data(), st.sampled_from(LANGS), st.sampled_from(get_args(Layout)))
def test_any_post(data: st.DataObject, lang: Lang, layout: Layout) -> None:
    """In both layouts, however long the summary."""
    story, title = data.draw(stories()), data.draw(passages())
    several = st.lists(passages(), max_size=4).map(tuple)
    summary = Summary(title, data.draw(several), data.draw(several))
    place = replace(DESTINATION, lang=lang, layout=layout)
    check(compose(story, summary, place, silent=False))


@FEW
@given(st.data(), st.sampled_from(LANGS))
def test_any_reply(data: st.DataObject, lang: Lang) -> None:
    """Whatever has happened."""
    story = data.draw(stories())
    for kind in ("outlets", "title", "urgent", "retracted", "further"):
        check(compose_reply(story, kind, replace(DESTINATION, lang=lang), silent=True))


@FEW
@given(st.data(), st.integers(1, 30), st.sampled_from(LANGS))
def test_any_digest(data: st.DataObject, times: int, lang: Lang) -> None:
    """Nothing is left out; each message has 3,500 units and 40 links at most."""
    several = data.draw(st.lists(stories(), min_size=1, max_size=2)) * times
    told = compose_digest(several, lang)
    assert sum(number for number, _ in told) == len(several)
    for number, message in told:
        check(message)
        assert number <= 40
        assert utf16_length(message.plain) <= 3_500
