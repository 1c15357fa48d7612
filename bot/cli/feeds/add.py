"""`vigie feeds add URL`: a new source, examined before it is written."""

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import click

from bot.cli.backlog import OF_SOURCE, backlog_option, for_source
from bot.cli.feeds import FEEDS
from bot.cli.feeds.checkup import address, examined, found, print_health
from bot.cli.feeds.desk import EX_UNCHANGED, consent, everything_known, pace_of
from bot.cli.options import yes_option
from bot.cli.rules.desk import opened, say, show_words
from bot.cli.terminal import tame
from bot.errors import EditRefused
from bot.i18n import Lang, Text
from bot.model import Backlog, Source, Watchlist
from bot.pipeline import sources
from bot.pipeline.health import Health
from bot.settings import read_settings
from bot.watchlist import values
from bot.watchlist.concepts import shipped
from bot.watchlist.load import load
from bot.watchlist.newcomers import Names, bearer_of, host_of
from bot.watchlist.source_edit import pairs
from bot.watchlist.yaml_writing import flow

T = TypeVar("T")

HELP = Text(
    en="The address of a feed, or of a site: then the feeds that the page names are shown to "
    "choose from, or looked for at the usual places. The feed is asked for as Vigie does, and its "
    "last items and health are shown before anything is written. Name and language are suggested "
    "by what was read.\n\nExits with 69 when there is no feed, 73 when it is there already.\n\n"
    "Example:\n\n  vigie feeds add lemonde.fr --tag france",
    fr="L'adresse d'un flux, ou d'un site : les flux que la page cite sont alors proposés, ou "
    "cherchés aux endroits habituels. Le flux est demandé comme le fait Vigie, et ses derniers "
    "articles et sa santé sont montrés avant que rien ne soit écrit. Le nom et la langue sont "
    "suggérés d'après ce qui a été lu.\n\nRend 69 s'il n'y a pas de flux, 73 s'il y est déjà.\n\n"
    "Exemple :\n\n  vigie feeds add lemonde.fr --tag france",
)
NAME = Text(en="How to call it.", fr="Comment l'appeler.")
TAG = Text(en="A tag; may be repeated.", fr="Une étiquette ; répétable.")
LANG = Text(en="Language of its articles, such as fr.", fr="Langue de ses articles, comme fr.")
COUNTRY = Text(en="Where it is published, such as FR.", fr="Où elle est publiée, comme FR.")
EVERY = Text(en="How often to look, such as 10m.", fr="À quel rythme la relever, comme 10m.")
EXPECTED = {
    "--name": values.NAME_EXPECTED,
    "--language": values.LANG_EXPECTED,
    "--every": values.EVERY_EXPECTED,
    "--country": Text(
        en="A country, by its name or its two letters, such as FR.",
        fr="Un pays, par son nom ou ses deux lettres, comme FR.",
    ),
}
NAME_ASKED = Text(en="Name", fr="Nom")
ASK = Text(en="Add this source?", fr="Ajouter cette source ?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed."""

    url: str
    name: str | None
    tags: frozenset[str]
    lang: str | None
    country: str | None
    every: timedelta | None
    backlog: Backlog | None


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    value = Text(en="VALUE", fr="VALEUR").into(lang)
    options = {"--name": NAME, "--country": COUNTRY, "--every": EVERY}
    return click.Command(
        "add",
        params=[
            click.Argument(["url"], metavar="URL"),
            *(
                click.Option([key], metavar=value, help=text.into(lang))
                for key, text in options.items()
            ),
            click.Option(["--language"], metavar=value, help=LANG.into(lang)),
            click.Option(["--tag", "tags"], multiple=True, metavar=value, help=TAG.into(lang)),
            backlog_option(OF_SOURCE, lang),
            yes_option(lang),
        ],
        callback=lambda yes, **given: _run(_wish(lang, **given), lang, yes=yes),
        help=f"{FEEDS['add'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _wish(
    lang: Lang, url: str, tags: tuple[str, ...], backlog: Backlog | None, **given: str | None
) -> Wish:
    """What was typed, understood.

    Raises:
        NoFeedError: the address is none.
        click.BadParameter: an option is nothing of its kind.
    """
    return Wish(
        url=address(url.strip()),
        name=_read("--name", given["name"], values.name, lang),
        tags=frozenset(tag.strip().casefold() for tag in tags if tag.strip()),
        lang=_read("--language", given["language"], values.lang, lang),
        country=_read("--country", given["country"], shipped().country_code, lang),
        every=_read("--every", given["every"], values.every, lang),
        backlog=backlog,
    )


def _read(option: str, text: str | None, read: Callable[[str], T | None], lang: Lang) -> T | None:
    if text is None:
        return None
    found = read(text.strip())
    if found is None:
        raise click.BadParameter(EXPECTED[option].into(lang), param_hint=f"'{option}'")
    return found


def _run(wish: Wish, lang: Lang, *, yes: bool) -> int:
    settings = read_settings()
    watchlist = load(settings.watchlist)
    _require_new(wish.url, watchlist)
    feed = found(wish.url, settings, lang, ask=sys.stdin.isatty() and not yes)
    _require_new(feed.asked, watchlist)
    health = examined(feed, pace_of(settings, everything_known(settings)))
    _require_new(health.url, watchlist)
    print_health(health, lang)
    source = _source(wish, health, watchlist, lang, ask=sys.stdin.isatty() and not yes)
    show_words(_written(source))
    backlog = for_source(wish.backlog, settings.backlog, lang, yes=yes)
    if not consent(ASK, lang, yes=yes):
        return EX_UNCHANGED
    with opened(settings, None) as desk:
        sources.add(desk, [source], backlog)
    say(Text(en=f"Added: {source.name}.", fr=f"Ajoutée : {source.name}."), lang)
    return 0


def _require_new(url: str, watchlist: Watchlist) -> None:
    """Refuse an address that a source has already."""
    if bearer := bearer_of(url, watchlist.sources):
        raise EditRefused(_there(tame(url), bearer.name), _see(shlex.quote(bearer.name)))


def _there(url: str, name: str) -> Text:
    return Text(en=f"{url} is there already: “{name}”.", fr=f"{url} est déjà là : « {name} ».")


def _see(name: str) -> Text:
    return Text(
        en=f"Nothing was written. See it with: vigie feeds show {name}",
        fr=f"Rien n'a été écrit. Pour la voir : vigie feeds show {name}",
    )


def _source(wish: Wish, health: Health, watchlist: Watchlist, lang: Lang, *, ask: bool) -> Source:
    names = Names(source.name for source in watchlist.sources)
    name = wish.name or names.free(health.title or host_of(health.url))
    if ask and not wish.name:
        name = click.prompt(NAME_ASKED.into(lang), default=name, err=True).strip()
    return Source(
        name=name,
        url=health.url,
        lang=wish.lang or health.lang,
        tags=wish.tags,
        every=wish.every,
        country=wish.country,
    )


def _written(source: Source) -> str:
    """As feeds.yaml will have it."""
    return f"  - {flow(pairs(source))}"
