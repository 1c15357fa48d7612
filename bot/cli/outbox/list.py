"""`vigie outbox list`: what is not sent, and why."""

import json
from collections.abc import Sequence
from typing import Final, NamedTuple

import click
from rich.text import Text as Line

from bot.cli.options import json_option
from bot.cli.outbox import OUTBOX
from bot.cli.outbox.chosen import channel_metavar, require_places
from bot.cli.outbox.reasons import Scene
from bot.cli.outbox.screen import as_data, kept_data, kept_lines, lines, scene
from bot.cli.rules.past import opened
from bot.cli.status import NOTHING_YET
from bot.cli.terminal import ERR, OUT
from bot.clock import SystemClock
from bot.i18n import Lang, Text, counted
from bot.model import DeliveryState
from bot.settings import read_settings
from bot.store import unsent
from bot.store.database import Transaction
from bot.store.missed import Kept
from bot.store.unsent import OWED, Unsent

HELP = Text(
    en="Held and refused posts come first: they wait for you. Then what is looked for or under "
    "way, what waits, and what is kept back for a digest (it has no number yet, only its story); "
    "each with its reason and moment.\n\nThe states: held, dead (refused), uncertain (looked for), "
    "sending, pending (waiting), parked (its channel cannot be reached), kept (for a digest); and, "
    "only when asked for: dropped, gathered and grouped (told in a digest), sent.\n\n"
    "Example:\n\n  vigie outbox list --state held --channel veille",
    fr="D'abord les messages retenus et refusés : ils vous attendent. Puis ceux que l'on vérifie "
    "ou qui partent, ceux qui attendent, et ce qui est gardé pour un récapitulatif (sans numéro "
    "encore, seulement celui du sujet) ; chacun avec sa raison et son moment.\n\nLes états : held "
    "(retenu), dead (refusé), uncertain (vérifié), sending (en cours d'envoi), pending (en "
    "attente), parked (canal injoignable), kept (gardé pour un récapitulatif) ; et, seulement sur "
    "demande : dropped (abandonné), gathered et grouped (dit dans un récapitulatif), sent.\n\n"
    "Exemple :\n\n  vigie outbox list --state held --channel veille",
)
KEPT: Final = "kept"
PARKED: Final = "parked"
STATES: Final = (*map(str, (*OWED, *unsent.FINAL)), PARKED, KEPT)
STATE = Text(
    en="Only those in this state; may be repeated.",
    fr="Seulement ceux dans cet état ; répétable.",
)
CHANNEL = Text(
    en="Only those for this channel; may be repeated.",
    fr="Seulement ceux pour ce canal ; répétable.",
)
USUAL: Final = 50
LIMIT = Text(
    en=f"How many at most, 0 for all; when left out {USUAL}, and all in JSON.",
    fr=f"Combien au plus, 0 pour tous ; si c'est omis {USUAL}, et tous en JSON.",
)
NONE = Text(en="There is none.", fr="Il n'y en a pas.")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    state = Text(en="STATE", fr="ÉTAT").into(lang)
    return click.Command(
        "list",
        params=[
            click.Option(
                ["--state", "states"],
                multiple=True,
                metavar=state,
                type=click.Choice(STATES, case_sensitive=False),
                help=STATE.into(lang),
            ),
            click.Option(
                ["--channel", "channels"],
                multiple=True,
                metavar=channel_metavar(lang),
                help=CHANNEL.into(lang),
            ),
            click.Option(["--limit"], metavar="N", type=click.IntRange(0), help=LIMIT.into(lang)),
            json_option(lang),
        ],
        callback=lambda states, channels, limit, as_json: _run(
            _Wanted(states or (*map(str, OWED), KEPT), channels, limit), lang, as_json=as_json
        ),
        help=f"{OUTBOX['list'].into(lang)}\n\n{HELP.into(lang)}",
    )


class _Wanted(NamedTuple):
    """What to list."""

    states: Sequence[str]
    channels: Sequence[str]
    limit: int | None


class _Found(NamedTuple):
    """What there is, and how much more."""

    posts: Sequence[Unsent]
    kept: Sequence[Kept]
    more: int
    scene: Scene


def _run(wanted: _Wanted, lang: Lang, *, as_json: bool) -> int:
    settings, now = read_settings(), SystemClock().now()
    with opened(settings, dry_run=False) as database:
        if database is None:
            ERR.print(Line(NOTHING_YET.into(lang)))
            if as_json:
                click.echo("[]")
            return 0
        with database.reading() as tx:
            round_it = scene(tx, settings, now)
            found = _find(tx, wanted, round_it, lang, as_json=as_json)
    if as_json:
        told = [as_data(each, round_it, lang) for each in found.posts]
        told += [kept_data(each, now, lang) for each in found.kept]
        click.echo(json.dumps(told, ensure_ascii=False))
        return 0
    _print(found, lang)
    return 0


def _find(
    tx: Transaction, wanted: _Wanted, round_it: Scene, lang: Lang, *, as_json: bool
) -> _Found:
    most = USUAL if wanted.limit is None and not as_json else wanted.limit
    places = require_places(tx, wanted.channels, lang) if wanted.channels else None
    states = [DeliveryState(each) for each in wanted.states if each not in {PARKED, KEPT}]
    posts = unsent.found(tx, states, places, most or None)
    number = unsent.number(tx, states, places)
    if PARKED in wanted.states and DeliveryState.PENDING not in states:
        out_of_reach = [name for name in round_it.parked if places is None or name in places]
        waiting = (DeliveryState.PENDING,)
        posts += unsent.found(tx, waiting, out_of_reach, most or None)
        number += unsent.number(tx, waiting, out_of_reach)
    kept = unsent.kept(tx, places) if KEPT in wanted.states else ()
    shown = posts[: most or None]
    kept_shown = kept[: max(most - len(shown), 0)] if most else kept
    more = number + len(kept) - len(shown) - len(kept_shown)
    return _Found(shown, kept_shown, more, round_it)


def _print(found: _Found, lang: Lang) -> None:
    for each in found.posts:
        for line in lines(each, found.scene, lang):
            OUT.print(line)
    for kept in found.kept:
        for line in kept_lines(kept, found.scene.now, lang):
            OUT.print(line)
    if not (found.posts or found.kept):
        ERR.print(Line(NONE.into(lang)))
    if found.more:
        ERR.print(Line(_more(found.more).into(lang), style="dim"))


def _more(rest: int) -> Text:
    return Text(
        en=f"… and {rest} more: --limit 0 shows all.",
        fr=f"… et {counted(rest, 'autre', 'autres', 'fr')} : --limit 0 montre tout.",
    )
