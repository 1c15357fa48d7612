"""`families:` of feeds.yaml."""

import pytest

from bot.errors import Problem, WatchlistError
from bot.model import Family, Watchlist
from bot.pipeline.watch import Watch
from bot.story import outlet
from bot.watchlist.load import loads

REST = """
sources: [{name: Here, url: https://here.example/rss}]
channels: {alerts: {telegram: "@alerts_here"}}
rules: [{name: R, match: drone, to: alerts}]
"""


def read(families: str) -> Watchlist:
    """A small file with these families."""
    return loads(f"families:\n{families}{REST}".encode(), "feeds.yaml").watchlist


def problems(families: str) -> tuple[Problem, ...]:
    """What is wrong in it."""
    with pytest.raises(WatchlistError) as caught:
        read(families)
    return caught.value.problems


def test_a_family_is_a_name_and_hosts() -> None:
    """A host may be written as an address; one alone needs no brackets."""
    watchlist = read(
        "  Le Phare: [Phare.example, https://www.sport-phare.example/une]\n  É: é.fr\n"
    )
    assert watchlist.families == (
        Family("Le Phare", ("phare.example", "www.sport-phare.example")),
        Family("É", ("é.fr",)),
    )


def test_its_outlets_count_once() -> None:
    """Whatever is watched knows them, beside those that come with Vigie."""
    watch = Watch.of(read("  Le Phare: [phare.example, sport-phare.example]\n"))
    for url in ("https://m.phare.example/a", "https://sport-phare.example/b"):
        assert outlet(url, "", watch.families) == "Le Phare"
    assert outlet("https://www.dna.fr/a", "", watch.families) == "EBRA"


@pytest.mark.parametrize(
    ("families", "line", "what"),
    [
        ("  Le Phare: [phare]\n", 2, "This is no host of web pages."),
        ("  Le Phare: [le phare.example]\n", 2, "This is no host of web pages."),
        ("  Le Phare: [127.0.0.1]\n", 2, "This is no host of web pages."),
        ("  Le Phare: ['https://[::1]/']\n", 2, "This is no host of web pages."),
        ("  Le Phare: []\n", 2, "This family has no host."),
        ("  A: [a.example]\n  B: [a.example]\n", 3, "This host is already on line 2."),
        ("  - a.example\n", 2, "“families” wants names, each with the hosts of its pages."),
    ],
)
def test_mistakes_are_told_with_their_line(families: str, line: int, what: str) -> None:
    """What is wrong, and where."""
    found = [(each.line, each.text.en) for each in problems(families)]
    assert found == [(line, what)]


def test_a_list_without_end() -> None:
    """Of families, and of hosts in one."""
    many = "".join(f"  F{number}: [f{number}.example]\n" for number in range(501))
    assert [each.text.en for each in problems(many)] == ["More than 500 families."]
    hosts = "".join(f"   - f{number}.example\n" for number in range(201))
    found = [each.text.en for each in problems(f"  F:\n{hosts}")]
    assert found == ["More than 200 hosts in one family."]
