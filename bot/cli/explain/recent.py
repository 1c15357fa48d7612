"""`vigie explain --recent`: the articles read last, with the numbers to ask about them."""

import json

import click
from rich.text import Text as Line

from bot.channels.console import print_to
from bot.cli.explain.request import Request
from bot.cli.rules import dates
from bot.cli.rules.past import required
from bot.cli.terminal import OUT, tame
from bot.i18n import Text
from bot.store import history

MOST = 20

NOTHING = Text(en="No article has been read yet.", fr="Aucun article n'a encore été lu.")
ASK = Text(
    en="\nAbout one of them: vigie explain --all --entry NUMBER",
    fr="\nSur l'un d'eux : vigie explain --all --entry NUMÉRO",
)


def show_recent(request: Request) -> int:
    """Print them, the newest first.

    Raises:
        DatabaseUnusable: there is none yet, or it is of another version.
    """
    with (
        required(request.settings, dry_run=request.dry_run) as database,
        database.reading() as tx,
    ):
        past = [each.stored for each in history.latest(tx, MOST)]
    if request.as_json:
        rows = [
            {
                "id": stored.id,
                "title": stored.entry.title,
                "url": stored.entry.url or None,
                "source": stored.source,
                "first_seen_at": stored.first_seen_at.isoformat(),
            }
            for stored in past
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for stored in past:
        when = f"{dates.moment(stored.first_seen_at, request.lang)} · {stored.source}"
        OUT.print(Line(f"{stored.id:>6}  ", style="bold") + Line(when, style="dim"))
        print_to(OUT, Line(f"        {tame(stored.entry.title)}"))
    OUT.print(Line((ASK if past else NOTHING).into(request.lang), style="dim"))
    return 0
