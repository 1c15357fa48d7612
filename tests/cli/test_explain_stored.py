"""`vigie explain` about an article that Vigie has read: the rules, then what became of it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_mock import MockerFixture

from bot.i18n import Text
from bot.model import Backlog, DeliveryState, Receipt, Watchlist
from bot.store import backlogs, dictionaries, outbox
from bot.store.outbox import Settlement
from bot.text import dictionary
from bot.text.analysis import Analyser
from bot.watchlist.load import loads
from tests.command_line import Vigie
from tests.fixed_clock import NOON
from tests.newsroom import Newsroom
from tests.samples import OTHER_SOURCE, entry

LONG = " ".join(f"mot{number}" for number in range(60))
"""Enough words for two articles to be known as the same."""
FEEDS = """
sources:
  - {name: Le Phare, url: "https://phare.example/rss", lang: fr}
  - {name: Harbour Post, url: "https://harbour.example/feed", lang: en}
channels:
  veille: {telegram: "@veille"}
  bureau: {telegram: "@bureau"}
rules:
  - {name: Drones, match: drones, to: veille}
  - {name: Ballons, match: ballons, to: bureau}
"""


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A Vigie that has run here, with its feeds.yaml."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/vigie.db")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456789:" + "A" * 35)
    room = Newsroom(tmp_path)
    write(room, FEEDS)
    return room


def write(newsroom: Newsroom, feeds: str) -> Watchlist:
    """Another feeds.yaml, taken up."""
    Path("feeds.yaml").write_text(feeds)
    watchlist = loads(feeds.encode(), "feeds.yaml").watchlist
    newsroom.watch(watchlist)
    return watchlist


def settled(newsroom: Newsroom, state: DeliveryState, reason: Text | None = None) -> None:
    """Let the first post have come to this."""
    receipt = Receipt(-100123, 77, NOON) if state is DeliveryState.SENT else None
    with newsroom.database.begin() as tx:
        outbox.settle(tx, Settlement(1, state, NOON, reason, receipt))


async def test_a_post_that_was_sent(newsroom: Newsroom, vigie: Vigie) -> None:
    """The rule, its words in their sentence, the story, and when the post went out."""
    await newsroom.read(entry())
    settled(newsroom, DeliveryState.SENT)
    said = vigie("explain", "Drones", "--entry", "1")
    assert said.code == 0
    assert "Article 1, read on 2 Mar 12:00 UTC in Le Phare." in said.out
    assert "✓ The rule “Drones” matches: drones." in said.out
    assert "  • Trois *drones* ont survolé le port dans la nuit." in said.out
    assert "When it came, it matched: “Drones”." in said.out
    assert "A new story, number 1: Nothing like it is known." in said.out
    assert "Post to veille: sent on 2 Mar 12:00 UTC." in said.out


async def test_in_french(newsroom: Newsroom, vigie: Vigie) -> None:
    """All of it is said in the reader's language."""
    await newsroom.read(entry())
    said = vigie("--lang", "fr", "explain", "--all", "--entry", "1")
    assert "Article 1, lu le 2 mars 12:00 UTC dans Le Phare." in said.out
    assert "✓ La règle « Drones » correspond : drones." in said.out
    assert "✗ La règle « Ballons » ne correspond pas." in said.out
    assert "1 règle correspond sur 2." in said.out
    assert "À son arrivée, il correspondait à : « Drones »." in said.out
    assert "Message vers veille : en attente, dû le 2 mars 12:00 UTC." in said.out


async def test_an_alert_that_waits(newsroom: Newsroom, vigie: Vigie) -> None:
    """Quiet hours, a cap, a digest: until when, and why."""
    write(newsroom, FEEDS.replace("match: drones", "match: drones, quiet: 11:00-14:00"))
    await newsroom.read(entry())
    waits = "To veille it is told with others on 2 Mar 14:00 UTC: quiet hours of Drones"
    assert waits in vigie("explain", "Drones", "--entry", "1").out
    assert "Vers veille, il sera dit avec d'autres le 2 mars 14:00 UTC : heures calmes" in (
        vigie("--lang", "fr", "explain", "Drones", "--entry", "1").out
    )


@pytest.mark.parametrize(
    ("backlog", "said"),
    [
        ("none", "was there before its source was watched"),
        ("digest", "To veille it is told with what else was missed, once that is read."),
    ],
)
async def test_what_was_there_before(
    backlog: Backlog, said: str, newsroom: Newsroom, vigie: Vigie
) -> None:
    """That it was not to be told, or that it waits for the rest."""
    with newsroom.database.begin() as tx:
        backlogs.choose(tx, ["https://phare.example/rss"], backlog)
    await newsroom.read(entry())
    assert said in vigie("explain", "Drones", "--entry", "1").out


async def test_hits_come_first(newsroom: Newsroom, vigie: Vigie) -> None:
    """With --all, what matches is read first, whatever the order of the file."""
    await newsroom.read(entry(title="Des ballons", text="Trois ballons."))
    said = vigie("explain", "--all", "--entry", "1")
    assert said.code == 0
    assert said.out.index("“Ballons” matches") < said.out.index("“Drones” does not match")
    assert "1 of 2 rules match." in said.out


async def test_a_duplicate_names_what_it_repeats(newsroom: Newsroom, vigie: Vigie) -> None:
    """The article that was there before is named, and why the two are one."""
    text = f"Trois drones. {LONG}"
    first, second = (
        entry(name, text=text, content_hash="same" * 16, title="Des drones") for name in "ab"
    )
    await newsroom.read(first)
    newsroom.clock.advance(3600)
    await newsroom.read(second, source=OTHER_SOURCE)
    said = vigie("explain", "Drones", "--entry", "2")
    assert "Repeats article 1, “Des drones” (Le Phare), of story 1: Same text" in said.out
    assert "Post to veille: waiting, due on 2 Mar 12:00 UTC, about the article" in said.out


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (DeliveryState.HELD, "Post to veille: held for you to decide. Nobody knows."),
        (DeliveryState.DEAD, "Post to veille: refused for good. Nobody knows."),
        (DeliveryState.UNCERTAIN, "Post to veille: uncertain. Nobody knows."),
    ],
)
async def test_a_post_that_did_not_go(
    newsroom: Newsroom, vigie: Vigie, state: DeliveryState, told: str
) -> None:
    """The state of a post, and why it is so."""
    await newsroom.read(entry())
    settled(newsroom, state, Text(en="Nobody knows.", fr="Nul ne sait."))
    assert told in vigie("explain", "Drones", "--entry", "1").out


async def test_too_old_for_a_post(newsroom: Newsroom, vigie: Vigie) -> None:
    """An article that came too late says so, with its date."""
    await newsroom.read(entry(published_at=NOON - timedelta(days=30)))
    said = vigie("explain", "Drones", "--entry", "1")
    assert "No post to veille for “Drones”: the article is too old (published on" in said.out


async def test_a_rule_that_was_written_later(newsroom: Newsroom, vigie: Vigie) -> None:
    """What has come is not asked again, and that is said."""
    await newsroom.read(entry(text="Trois gabarres au port.", title="Au port"))
    write(newsroom, FEEDS.replace("match: drones", "match: gabarres"))
    said = vigie("explain", "Drones", "--entry", "1")
    assert said.code == 0
    assert "When it came, no rule matched: no post." in said.out
    assert "“Drones”: it matches now, but did not when the article came" in said.out


async def test_a_rule_that_is_gone(newsroom: Newsroom, vigie: Vigie) -> None:
    """A rule that matched and left feeds.yaml is told."""
    await newsroom.read(entry())
    write(newsroom, FEEDS.replace("name: Drones", "name: Engins"))
    assert "“Drones” is no longer in feeds.yaml." in vigie("explain", "port", "--entry", "1").out


async def test_a_rule_that_does_not_listen(newsroom: Newsroom, vigie: Vigie) -> None:
    """The words are there, but the rule is for another source: no."""
    write(newsroom, FEEDS.replace("match: drones", "match: drones, sources: [Harbour Post]"))
    await newsroom.read(entry())
    said = vigie("explain", "Drones", "--entry", "1")
    assert said.code == 1
    assert "does not hear this article: the rule does not listen to the source Le Ph" in said.out
    assert vigie("explain", "Drones", "--entry", "1", "--source", "harbour post").code == 0


async def test_a_muted_rule(newsroom: Newsroom, vigie: Vigie) -> None:
    """A rule that matches and rests says until when."""
    write(newsroom, FEEDS.replace("match: drones", "match: drones, muted_until: 2199-01-01"))
    await newsroom.read(entry())
    said = vigie("explain", "Drones", "--entry", "1")
    assert said.code == 0
    assert "No alert: the rule is mute until 2199" in said.out
    assert "No post to veille for “Drones”: the rule is mute until 2199" in said.out


@pytest.mark.parametrize(
    "address", ["https://phare.example/a", "http://www.phare.example/a?utm_source=x"]
)
async def test_by_its_address(newsroom: Newsroom, vigie: Vigie, address: str) -> None:
    """A page that was read is not asked for again, whatever has been added to its address."""
    await newsroom.read(entry())
    for words in (["drones", address], ["drones", "--entry", address]):
        said = vigie("explain", *words)
        assert (said.code, said.err) == (0, "")
        assert "Article 1, read on" in said.out


@pytest.mark.parametrize(
    "number", ["2", "0", "-1", "99999999999999999999999", "²", "abc", "https://phare.example/zzz"]
)
async def test_an_article_that_is_not_there(newsroom: Newsroom, vigie: Vigie, number: str) -> None:
    """Whatever the number, the answer is a sentence and where to look."""
    await newsroom.read(entry())
    said = vigie("explain", "drones", f"--entry={number}")
    assert said.code == 66
    assert f"Vigie has not read the article {number}." in said.err


async def test_json(newsroom: Newsroom, vigie: Vigie) -> None:
    """Programs read the article, every rule and the fate under stable names."""
    await newsroom.read(entry())
    settled(newsroom, DeliveryState.SENT)
    said = json.loads(vigie("explain", "--all", "--entry", "1", "--json").out)
    assert said["article"]["id"] == 1
    drones, balloons = said["rules"]
    assert (drones["name"], drones["matched"], drones["failed"]) == ("Drones", True, [])
    assert drones["evidence"][0] == {
        "term": "drones", "field": "title", "start": 4, "end": 10, "text": "drones"
    }  # fmt: skip
    assert balloons["failed"] == [{"clause": "ballons", "excluded": False}]
    fate = said["fate"]
    assert (fate["story"], fate["level"], fate["duplicate_of"]) == (1, "new", None)
    assert fate["posts"][0]["state"] == "sent"
    assert fate["posts"][0]["message_id"] == 77


async def test_recent(newsroom: Newsroom, vigie: Vigie) -> None:
    """The articles read last are listed with the numbers to ask about them."""
    await newsroom.read(entry("a", title="Un"), entry("b", title="Deux"))
    said = vigie("explain", "--recent")
    assert [line.strip() for line in said.out.splitlines()[:4]] == [
        "2  2 Mar 12:00 · Le Phare", "Deux", "1  2 Mar 12:00 · Le Phare", "Un"
    ]  # fmt: skip
    rows = json.loads(vigie("explain", "--recent", "--json").out)
    assert [row["id"] for row in rows] == [2, 1]


def test_recent_of_nothing(vigie: Vigie) -> None:
    """Where Vigie has never run, that is said."""
    said = vigie("explain", "--recent")
    assert said.code == 74
    assert "has not run here yet" in said.err


async def test_a_title_does_not_steer_the_terminal(newsroom: Newsroom, vigie: Vigie) -> None:
    """Control characters of a feed are shown, not obeyed."""
    hostile = entry(title="drones \x1b]0;boo\x07", text="drones \x1b[2J")
    await newsroom.read(replace(hostile, url="https://phare.example/\x1b[2J"))
    assert "\x1b" not in vigie("explain", "drones", "--entry", "1").out
    assert "\x1b" not in vigie("explain", "--recent").out


def test_dictionaries_of_the_bot_are_taken(
    newsroom: Newsroom, vigie: Vigie, tmp_path: Path, mocker: MockerFixture
) -> None:
    """What the bot has made is not made again for a text, either."""
    made = Analyser()
    made.sought("arrêter")
    with newsroom.database.begin() as tx:
        dictionaries.keep(tx, made.export())
    mocker.patch.object(dictionary, "read", side_effect=AssertionError("made again"))
    (tmp_path / "article.txt").write_text("Deux journalistes arrêtées")
    assert vigie("explain", "arrêter", "article.txt").code == 0
