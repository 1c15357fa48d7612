"""Values to test with, made in one line each."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.expression import Word
from bot.i18n import Text
from bot.model import (
    Destination,
    Entry,
    Level,
    Message,
    Placement,
    Rule,
    Source,
    StoredEntry,
    Watchlist,
)
from tests.fixed_clock import NOON

SOURCE = Source("Le Phare", "https://phare.example/rss", lang="fr")
OTHER_SOURCE = Source("Harbour Post", "https://harbour.example/feed", lang="en")
DESTINATION = Destination("veille", "@veille", lang="fr")
ANYTHING = Text(en="because", fr="parce que")


def entry(identity: str = "a", **changes: Any) -> Entry:
    """An entry of a news feed; its addresses follow from its identity.

    Those with other identities than "a" go on in words of their own: they are no copies.
    """
    url = f"https://phare.example/{identity}"
    more = "" if identity == "a" else f" {own_words(identity)}"
    sample = Entry(
        identity=identity,
        url=url,
        canonical_url=url,
        title="Des drones au port",
        text=f"Trois drones ont survolé le port dans la nuit.{more}",
        content_hash="",
        lang="fr",
        published_at=NOON - timedelta(hours=1),
    )
    return replace(sample, **changes)


def own_words(name: str, count: int = 80) -> str:
    """A sentence of words that nobody else uses."""
    words = (sha256(f"{name} {number}".encode()).digest() for number in range(count))
    return " ".join("".join(chr(97 + byte % 26) for byte in word[:8]) for word in words) + "."


def stored(id: int = 1, source: str = SOURCE.name, **changes: Any) -> StoredEntry:  # noqa: A002 - the field's name
    """A stored entry; further arguments change its entry."""
    return StoredEntry(id, 1, source, NOON, entry(**changes))


def rule(name: str = "Drones", **changes: Any) -> Rule:
    """A rule that looks for drones and goes to `DESTINATION`."""
    sample = Rule(
        name=name,
        text="drones",
        expression=Word("drones"),
        to=(DESTINATION.name,),
        hashtag=f"#{name}",
    )
    return replace(sample, **changes)


def watchlist(*rules: Rule, **changes: Any) -> Watchlist:
    """A watchlist of two sources and one destination."""
    sample = Watchlist("feeds.yaml", (SOURCE, OTHER_SOURCE), (DESTINATION,), rules, digest="0")
    return replace(sample, **changes)


def message(text: str = "Des drones au port") -> Message:
    """A post without any markup."""
    return Message(html=text, plain=text)


def new_story() -> Placement:
    """The placement of an entry that nothing resembles."""
    return Placement(Level.NEW, None, None, 0.0, ANYTHING)


def later(now: datetime = NOON, **units: float) -> datetime:
    """`now` plus a `timedelta` of `units`."""
    return now + timedelta(**units)
