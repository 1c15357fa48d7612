"""A feed found and examined, and the result on the screen: for `add` and `check`."""

import asyncio
import json
from datetime import datetime
from typing import Any

import click
from rich.text import Text as Line

from bot.cadence import Pace
from bot.cli.feeds.list import per_day
from bot.cli.feeds.probe import Found, Page, Probe
from bot.cli.feeds.typed import as_typed
from bot.cli.rules import dates
from bot.cli.terminal import ERR, OUT, tame
from bot.clock import SystemClock
from bot.errors import VigieError
from bot.i18n import Lang, Text, counted
from bot.model import FetchFailure
from bot.pipeline.health import Health, examine
from bot.settings import Settings
from bot.text.discovery import FeedLink
from bot.watchlist import values

ITEMS = 5
WHICH = Text(en="Which one?", fr="Lequel ?")
SEVERAL = Text(en="This page names several feeds:", fr="Cette page cite plusieurs flux :")
GIVE_ONE = Text(en="Give the address of one of them.", fr="Donnez l'adresse de l'un d'entre eux.")
SEARCHING = Text(
    en="This is a page that names no feed; looking at the usual places …",
    fr="C'est une page qui ne cite aucun flux ; recherche aux endroits habituels…",
)
UNDATED = Text(en="undated", fr="sans date")
UNKNOWN = Text(en="unknown", fr="inconnue")
EXPECTED = Text(
    en="Give the address of a feed or of a site, such as lemonde.fr or "
    "https://www.lemonde.fr/rss/une.xml; without blanks, user name or password.",
    fr="Donnez l'adresse d'un flux ou d'un site, comme lemonde.fr ou "
    "https://www.lemonde.fr/rss/une.xml ; sans espace, nom d'utilisateur ni mot de passe.",
)


class NoFeedError(VigieError):
    """There is no feed to be had at an address."""

    exit_code = 69  # EX_UNAVAILABLE


def address(text: str) -> str:
    """An address as a person types it: the scheme may be left out.

    Raises:
        NoFeedError: it is none.
    """
    url = values.url(text if "://" in text else f"https://{text}")
    if url is None:
        raise NoFeedError(_no_address(tame(text)), EXPECTED)
    return url


def _no_address(text: str) -> Text:
    return Text(
        en=f"“{text}” is no address of the web.", fr=f"« {text} » n'est pas une adresse du web."
    )


def found(url: str, settings: Settings, lang: Lang, *, ask: bool, typed: bool = True) -> Found:
    """The feed at an address, or one of those that the page there names.

    Args:
        url: The address.
        settings: How to ask for it.
        lang: The language to ask a person in.
        ask: Whether there is a person to choose among several.
        typed: Whether somebody has just typed the address, else it is that of a source.

    Raises:
        NoFeedError: there is none, or several and nobody to choose.
    """
    answer = asyncio.run(_look(url, settings))
    if isinstance(answer, Page):
        if answer.links:
            answer = asyncio.run(_look(_chosen(answer.links, lang, ask=ask).url, settings))
        else:
            ERR.print(Line(SEARCHING.into(lang), style="dim"))
            answer = asyncio.run(_search(answer, settings))
    if isinstance(answer, Found):
        return answer
    failure = answer if isinstance(answer, FetchFailure) else answer.failure
    failure = as_typed(failure) if typed else failure
    raise NoFeedError(failure.text, failure.hint)


async def _look(url: str, settings: Settings) -> Found | Page | FetchFailure:
    async with Probe(settings) as probe:
        return await probe.look(url)


async def _search(page: Page, settings: Settings) -> Found | FetchFailure:
    async with Probe(settings) as probe:
        return await probe.search(page)


def _chosen(links: tuple[FeedLink, ...], lang: Lang, *, ask: bool) -> FeedLink:
    if len(links) == 1:
        return links[0]
    ERR.print(SEVERAL.into(lang))
    for number, link in enumerate(links, 1):
        title = tame(f"{link.title}  " if link.title else "")
        ERR.print(Line.assemble(f"{number:3}  {title}{link.kind}  ", (tame(link.url), "dim")))
    if not ask:
        raise NoFeedError(GIVE_ONE)
    kind = click.IntRange(1, len(links))
    number = click.prompt(WHICH.into(lang), type=kind, default=1, err=True)
    return links[number - 1]


def examined(feed: Found, pace: Pace) -> Health:
    """The health of a feed that was found."""
    return examine(feed.asked, feed.fetched, feed.parsed, pace)


def print_health(health: Health, lang: Lang) -> None:
    """The title, the last items, what was found, and how often Vigie would look."""
    count = len(health.entries)
    number = Text(
        en=counted(count, "item", "items", "en"), fr=counted(count, "article", "articles", "fr")
    )
    title = tame(health.title) or health.url
    OUT.print(Line.assemble((title, "bold"), (f" · {number.into(lang)}", "dim")))
    OUT.print(Line(health.url, style="dim"))
    now = SystemClock().now()
    for entry in health.entries[:ITEMS]:
        at = _when(entry.published_at, now, lang)
        OUT.print(Line.assemble((f"  {at}  ", "dim"), tame(entry.title)))
    for finding in health.findings:
        sign = ("✓ ", "green") if finding.good else ("⚠ ", "yellow")
        OUT.print(Line.assemble(sign, tame(finding.text.into(lang))))
    OUT.print(Line(f"→ {rhythm(health, lang)}"))


def _when(moment: datetime | None, now: datetime, lang: Lang) -> str:
    return dates.dated(moment, now, lang) if moment else UNDATED.into(lang)


def rhythm(health: Health, lang: Lang) -> str:
    """How often it publishes, and how often Vigie would look."""
    minutes = max(1, round(health.every.total_seconds() / 60))
    every = f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
    dated = any(entry.published_at for entry in health.entries)  # else the rate is but a guess
    rate = f"{per_day(health.rate, lang)}; " if health.rate is not None and dated else ""
    language = Text(en=health.lang, fr=health.lang) if health.lang else UNKNOWN
    return Text(
        en=f"{rate}language: {language.en}. Vigie would look about every {every}.",
        fr=f"{rate.replace(';', ' ;')}langue : {language.fr}. Vigie la relèverait "
        f"environ toutes les {every}.",
    ).into(lang)


def print_json(health: Health, lang: Lang) -> None:
    """The same for programs."""
    click.echo(json.dumps(as_data(health, lang), ensure_ascii=False))


def as_data(health: Health, lang: Lang) -> dict[str, Any]:
    """The keys stay; moments are in ISO 8601."""
    return {
        "url": health.url,
        "title": health.title,
        "lang": health.lang,
        "entries": len(health.entries),
        "entries_per_day": None if health.rate is None else round(health.rate, 2),
        "poll_every_seconds": round(health.every.total_seconds()),
        "latest": [
            {
                "title": entry.title,
                "url": entry.url,
                "published_at": entry.published_at.isoformat() if entry.published_at else None,
            }
            for entry in health.entries[:ITEMS]
        ],
        "findings": [
            {"key": each.key, "good": each.good, "text": each.text.into(lang)}
            for each in health.findings
        ],
    }
