"""`vigie outbox show ID`: one post."""

from collections.abc import Iterator

import click
from rich.text import Text as Line

from bot.channels.console import print_to
from bot.cli.outbox import OUTBOX
from bot.cli.outbox.chosen import chosen
from bot.cli.outbox.reasons import Scene, why
from bot.cli.outbox.screen import part, scene, state
from bot.cli.rules import dates
from bot.cli.rules.past import required
from bot.cli.terminal import OUT, tame
from bot.clock import SystemClock
from bot.i18n import Lang, Text
from bot.settings import read_settings
from bot.store.unsent import Unsent

HELP = Text(
    en="What it says to the letter, when it was tried, why it is not sent, and what to do.\n\n"
    "Example:\n\n  vigie outbox show 42",
    fr="Ce qu'il dit à la lettre, quand il a été tenté, pourquoi il n'est pas parti, et quoi "
    "faire.\n\nExemple :\n\n  vigie outbox show 42",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    metavar = Text(en="ID", fr="N°").into(lang)
    return click.Command(
        "show",
        params=[click.Argument(["number"], type=click.IntRange(1), metavar=metavar)],
        callback=lambda number: _run(number, lang),
        help=f"{OUTBOX['show'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(number: int, lang: Lang) -> int:
    settings, now = read_settings(), SystemClock().now()
    with required(settings, dry_run=False) as database, database.reading() as tx:
        (post,) = chosen(tx, [number], None, lang)
        round_it = scene(tx, settings, now)
    for line in _lines(post, round_it, lang):
        print_to(OUT, line)
    return 0


def _lines(post: Unsent, round_it: Scene, lang: Lang) -> Iterator[Line]:
    yield Line.assemble(
        (f"{post.id}  ", "bold"),
        (tame(post.destination), "bold"),
        f" · {part(post, lang)} · {state(post, round_it, lang)}",
    )
    yield Line(tame(why(post, round_it).into(lang)))
    for said in _facts(post):
        yield Line(said.into(lang), "dim")
    yield Line()
    yield Line(tame(post.text))


def _facts(post: Unsent) -> Iterator[Text]:
    yield Text(
        en=f"Story {post.story_id}: vigie stories {post.story_id}",
        fr=f"Sujet {post.story_id} : vigie stories {post.story_id}",
    )
    yield Text(
        en=f"Owed since {dates.moment(post.created_at, 'en')} UTC, priority {post.priority}",
        fr=f"Dû depuis le {dates.moment(post.created_at, 'fr')} UTC, priorité {post.priority}",
    )
    if post.started_at:
        yield Text(
            en=f"Attempt {post.attempt} on {dates.moment(post.started_at, 'en')} UTC",
            fr=f"Tentative {post.attempt} le {dates.moment(post.started_at, 'fr')} UTC",
        )
    if post.sent_at:
        yield Text(
            en=f"Sent on {dates.moment(post.sent_at, 'en')} UTC",
            fr=f"Envoyé le {dates.moment(post.sent_at, 'fr')} UTC",
        )
