"""What is to be thought of a feed that somebody wants to watch: pure, from one document of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.cadence import Look, Pace, after
from bot.i18n import Text, counted
from bot.model import Entry, Fetched, FetchState, ParsedFeed

OLD: Final = timedelta(days=30)
"""A feed that has brought nothing for so long may be a forgotten one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the feed."""

    key: str
    """For programs."""
    good: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Health:
    """A feed as its document and its server present it."""

    url: str
    """The address to write down: the one that was given, or where it has moved for good."""
    title: str
    lang: str | None
    entries: tuple[Entry, ...]
    rate: float | None
    """Entries a day."""
    every: timedelta
    """How often Vigie would look."""
    findings: tuple[Finding, ...]


def examine(asked: str, fetched: Fetched, parsed: ParsedFeed, pace: Pace) -> Health:
    """The health of a feed.

    Args:
        asked: The address that was given.
        fetched: What the server answered.
        parsed: What was read in it.
        pace: How often feeds are looked at.
    """
    now = fetched.fetched_at
    look = Look(fetched, parsed, len(parsed.entries), now)
    state = after(FetchState(0, asked), look, pace, 0)
    due = state.next_poll_at or now
    return Health(
        url=fetched.moved_to or asked,
        title=parsed.title,
        lang=_language(parsed.entries),
        entries=parsed.entries,
        rate=state.rate,
        every=due - now,
        findings=tuple(_findings(fetched, parsed, now)),
    )


def _language(entries: tuple[Entry, ...]) -> str | None:
    """That of most entries."""
    found = Counter(entry.lang.partition("-")[0] for entry in entries if entry.lang)
    most = found.most_common(1)
    return most[0][0] if most and 2 * most[0][1] > len(entries) else None


def _findings(fetched: Fetched, parsed: ParsedFeed, now: datetime) -> Iterator[Finding]:
    if not parsed.entries:
        yield Finding("entries", good=False, text=_EMPTY)
    else:
        yield _dates(parsed.entries, now)
        yield _identities(parsed.entries)
    yield _validators(fetched)
    if fetched.moved_to:
        yield Finding("address", good=False, text=_moved(fetched.moved_to))
    for warning in parsed.warnings:
        yield Finding("document", good=False, text=warning)


def _dates(entries: tuple[Entry, ...], now: datetime) -> Finding:
    moments = [entry.published_at for entry in entries if entry.published_at]
    missing = len(entries) - len(moments)
    if not moments:
        return Finding("dates", good=False, text=_UNDATED)
    if now - max(moments) > OLD:
        return Finding("dates", good=False, text=_old((now - max(moments)).days))
    if missing:
        return Finding("dates", good=False, text=_some_undated(missing, len(entries)))
    return Finding("dates", good=True, text=_DATED)


def _identities(entries: tuple[Entry, ...]) -> Finding:
    linkless = sum(not entry.url for entry in entries)
    if linkless:
        return Finding("links", good=False, text=_linkless(linkless, len(entries)))
    own = sum(entry.identity != entry.canonical_url for entry in entries)
    return Finding("ids", good=True, text=_WITH_IDS if own == len(entries) else _BY_ADDRESS)


def _validators(fetched: Fetched) -> Finding:
    if {"etag", "last-modified"}.isdisjoint(fetched.headers):
        return Finding("validators", good=False, text=_NO_VALIDATORS)
    return Finding("validators", good=True, text=_VALIDATORS)


_EMPTY: Final = Text(en="There is nothing in it now.", fr="Il est vide en ce moment.")
_DATED: Final = Text(en="Every item is dated.", fr="Tous les articles sont datés.")
_UNDATED: Final = Text(
    en="No item is dated: an old one cannot be told from a new one at the first poll.",
    fr="Aucun article n'est daté : à la première relève, rien ne distingue un ancien d'un nouveau.",
)
_WITH_IDS: Final = Text(
    en="Every item has an identifier.", fr="Tous les articles ont un identifiant."
)
_BY_ADDRESS: Final = Text(
    en="Items are told apart by their addresses.",
    fr="Les articles se distinguent par leurs adresses.",
)
_VALIDATORS: Final = Text(
    en="The server can answer “nothing new”, which costs nobody anything.",
    fr="Le serveur sait répondre « rien de neuf », ce qui ne coûte rien à personne.",
)
_NO_VALIDATORS: Final = Text(
    en="The server sends the whole document each time (neither ETag nor Last-Modified).",
    fr="Le serveur envoie chaque fois tout le document (ni ETag ni Last-Modified).",
)


def _moved(url: str) -> Text:
    return Text(en=f"It has moved for good to {url}", fr=f"Il a déménagé pour de bon : {url}")


def _old(days: int) -> Text:
    return Text(
        en=f"Nothing new for {days} days: perhaps it is not kept up any more.",
        fr=f"Rien de nouveau depuis {days} jours : peut-être n'est-il plus tenu à jour.",
    )


def _some_undated(missing: int, total: int) -> Text:
    return Text(
        en=f"{counted(missing, 'item', 'items', 'en')} of {total} without a date.",
        fr=f"{counted(missing, 'article', 'articles', 'fr')} sur {total} sans date.",
    )


def _linkless(missing: int, total: int) -> Text:
    return Text(
        en=f"{counted(missing, 'item', 'items', 'en')} of {total} without a link: an alert "
        "about one leads nowhere.",
        fr=f"{counted(missing, 'article', 'articles', 'fr')} sur {total} sans lien : une alerte "
        "à leur sujet ne mène nulle part.",
    )
