"""Editing the sources of feeds.yaml: what is touched, and that nothing else is."""

import codecs
from datetime import timedelta

import pytest

from bot.errors import EditRefused, WatchlistError
from bot.model import Source
from bot.watchlist.load import loads
from bot.watchlist.source_edit import changed, pairs, rules_needing, with_sources, without
from tests.house.source import ROOT

SHIPPED = (ROOT / "feeds.yaml").read_bytes()
TAIL = """channels: {veille: {telegram: "@veille"}}
rules:
  - {name: One, match: a, to: veille, sources: [Le Phare]}
  - {name: Two, match: b, to: veille, tags: [mer]}
"""
LINES = (
    """sources:   # what to read
  # France
  - {name: Le Phare, url: "https://phare.example/rss", tags: [mer]}   # the first

  - name: Harbour Post   # of the coast
    url: https://harbour.example/feed
  # at the end
"""
    + TAIL
)
BRACKETS = (
    "sources: [{name: Le Phare, url: 'https://phare.example/rss', tags: mer},"
    " {name: Harbour Post, url: 'https://harbour.example/feed'}]\n" + TAIL
)
NEW = Source(
    "L'Écho : du « port »",
    "https://echo.example/flux?a=1&b=#x",
    lang="fr",
    tags=frozenset({"mer", "à suivre, un jour"}),
    every=timedelta(minutes=90),
    country="FR",
    paused=True,
)
BARE = Source("Z", "https://z.example/feed")
FORMS = pytest.mark.parametrize(
    "content",
    [
        SHIPPED,
        LINES.encode(),
        BRACKETS.encode(),
        codecs.BOM_UTF8 + LINES.replace("\n", "\r\n").encode(),
    ],
    ids=["shipped", "lines", "brackets", "windows"],
)


@FORMS
def test_sources_are_added_at_the_end(content: bytes) -> None:
    """What is written is read back as it was, and every other byte is still there."""
    result = with_sources(content, (NEW, BARE))
    before, after = (loads(each, "feeds.yaml").watchlist for each in (content, result))
    assert after.sources == (*before.sources, NEW, BARE)
    assert (after.rules, after.destinations) == (before.rules, before.destinations)
    same = next(
        (n for n, pair in enumerate(zip(content, result, strict=False)) if len(set(pair)) > 1),
        len(content),
    )
    assert result.endswith(content[same:])


@FORMS
def test_pausing_and_resuming_leaves_the_file_as_it_was(content: bytes) -> None:
    """A key that is added and taken out again leaves no trace."""
    name = loads(content, "feeds.yaml").watchlist.sources[-1].name
    paused = changed(content, name, {"paused": "yes"})
    sources = loads(paused, "feeds.yaml").watchlist.sources
    assert [source.name for source in sources if source.paused] == [name]
    assert changed(paused, name, {"paused": None}) == content


@FORMS
def test_a_source_goes_and_the_others_stay(content: bytes) -> None:
    """Only the source that was named is gone."""
    before = loads(content, "feeds.yaml").watchlist
    name = before.sources[-1].name
    after = loads(without(content, name), "feeds.yaml").watchlist
    assert after.sources == before.sources[:-1]
    assert after.rules == before.rules


def test_rules_that_need_a_source_keep_it() -> None:
    """A source that a rule names, or whose tag only it has, is not removed from under the rule."""
    watchlist = loads(LINES.encode(), "feeds.yaml").watchlist
    assert [rule.name for rule in rules_needing(watchlist, "Le Phare")] == ["One", "Two"]
    assert rules_needing(watchlist, "Harbour Post") == ()
    with pytest.raises(EditRefused, match="One, Two"):
        without(LINES.encode(), "Le Phare")


def test_the_last_source_stays() -> None:
    """A file without any source would not be valid: nothing is written, pausing is advised."""
    only = f"sources: [{{name: A, url: 'https://a.example/'}}]\n{TAIL.splitlines()[0]}\n"
    content = f"{only}rules: [{{name: R, match: a, to: veille}}]\n".encode()
    with pytest.raises(EditRefused, match="only source"):
        without(content, "A")


@pytest.mark.parametrize("edit", [without, lambda b, n: changed(b, n, {"paused": "yes"})])
def test_unknown_names_get_a_suggestion(edit: object) -> None:
    """A slip in the name is answered with the one that was meant."""
    assert callable(edit)
    with pytest.raises(EditRefused) as refused:
        edit(LINES.encode(), "le phare")
    assert "“Le Phare”" in refused.value.told("en")


def test_what_would_be_invalid_is_refused() -> None:
    """A name that is taken, or a value that cannot be read, is told with its place."""
    with pytest.raises(WatchlistError):
        with_sources(LINES.encode(), [Source("Le Phare", "https://other.example/")])
    with pytest.raises(WatchlistError):
        changed(LINES.encode(), "Le Phare", {"paused": "perhaps"})


def test_what_is_usual_is_not_written() -> None:
    """A source of which only name and address are known takes two keys."""
    assert pairs(BARE) == {"name": "Z", "url": "https://z.example/feed"}
