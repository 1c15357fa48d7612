"""`vigie stories [STORY]`: which articles make one story, and why each is in it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import click
from rich.text import Text as Line

from bot.cli.entry import COMMANDS
from bot.cli.options import history_option
from bot.cli.rules import dates
from bot.cli.rules.past import opened
from bot.cli.status import NOTHING_YET
from bot.cli.terminal import ERR, OUT, STATES, tame
from bot.clock import SystemClock
from bot.i18n import Lang, Text, counted
from bot.model import EDIT, POST, Level
from bot.settings import read_settings
from bot.store import placements
from bot.store.database import Transaction
from bot.store.placements import Headline, Placed, Sent

HELP = Text(
    en="Alone, it lists the stories of the last days, with how many articles tell each. With a "
    "story's number it shows every article: how it was recognised, by what figure, whether its "
    "page could be read; and what was posted.\n\nExamples:\n\n  vigie stories --several\n\n"
    "  vigie stories 42",
    fr="Seule, elle liste les sujets des derniers jours, et combien d'articles racontent chacun. "
    "Avec le numéro d'un sujet, elle montre chaque article : comment il a été reconnu, par quel "
    "chiffre, si sa page a pu être lue ; et ce qui a été publié.\n\nExemples :\n\n"
    "  vigie stories --several\n\n  vigie stories 42",
)
DAYS = Text(en="How many days back; 2 when left out.", fr="Sur combien de jours ; 2 si omis.")
SEVERAL = Text(
    en="Only stories that several articles tell.",
    fr="Seulement les sujets que plusieurs articles racontent.",
)
LIMIT = Text(en="How many at most; 50 when left out.", fr="Combien au plus ; 50 si omis.")
NONE = Text(en="No story in these days.", fr="Aucun sujet ces jours-là.")
LEVELS = {
    Level.NEW: Text(en="first", fr="premier"),
    Level.SAME_URL: Text(en="same address", fr="même adresse"),
    Level.SAME_TEXT: Text(en="same text", fr="même texte"),
    Level.NEAR_DUPLICATE: Text(en="near duplicate", fr="quasi-doublon"),
    Level.SAME_STORY: Text(en="same story", fr="même sujet"),
}
PARTS = {POST: Text(en="post", fr="message"), EDIT: Text(en="edit", fr="modification")}
REPLIED = Text(en="reply", fr="réponse")
FEED_TEXT = Text(en="the feed's text serves", fr="le texte du flux sert")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    story = Text(en="[STORY]", fr="[SUJET]").into(lang)
    return click.Command(
        "stories",
        params=[
            click.Argument(["story"], type=click.IntRange(1), required=False, metavar=story),
            click.Option(
                ["--days"],
                metavar="N",
                type=click.IntRange(1, 365),
                default=2,
                help=DAYS.into(lang),
            ),
            click.Option(["--several"], is_flag=True, help=SEVERAL.into(lang)),
            click.Option(
                ["--limit"], metavar="N", type=click.IntRange(1), default=50, help=LIMIT.into(lang)
            ),
            history_option(lang),
        ],
        callback=lambda story, days, several, limit, dry_run: _run(
            story, _Wanted(timedelta(days=days), limit, several), lang, dry_run=dry_run
        ),
        help=f"{COMMANDS['stories'].into(lang)}\n\n{HELP.into(lang)}",
    )


class _Wanted(NamedTuple):
    """What to list."""

    days: timedelta
    limit: int
    several: bool


def _run(story: int | None, wanted: _Wanted, lang: Lang, *, dry_run: bool) -> int:
    with opened(read_settings(), dry_run=dry_run) as database:
        if database is None:
            ERR.print(Line(NOTHING_YET.into(lang)))
            return 0
        now = SystemClock().now()
        with database.reading() as tx:
            if story is None:
                return _list(tx, wanted, now, lang)
            return _show(tx, story, lang)


def _list(tx: Transaction, wanted: _Wanted, now: datetime, lang: Lang) -> int:
    found = placements.headlines(tx, now - wanted.days, wanted.limit, several=wanted.several)
    if not found:
        ERR.print(Line(NONE.into(lang)))
    for each in found:
        OUT.print(_headline(each, lang))
    return 0


def _headline(story: Headline, lang: Lang) -> Line:
    more = counted(story.entries, "article", "articles", lang)
    when = dates.moment(story.at, lang)
    return Line.assemble(
        (f"{story.id:>6}  ", "bold"),
        tame(story.title),
        (f"\n        {when} UTC · {tame(story.source)} · {more}", "dim"),
    )


def _show(tx: Transaction, story: int, lang: Lang) -> int:
    found = placements.entries_of(tx, story)
    if not found:
        text = Text(en=f"There is no story {story}.", fr=f"Il n'y a pas de sujet {story}.")
        hint = Text(en="List them: vigie stories", fr="Pour les lister : vigie stories")
        ERR.print(Line(text.into(lang), style="red"))
        ERR.print(Line(hint.into(lang)))
        return 65  # EX_DATAERR
    for each in found:
        for line in _placed(each, lang):
            OUT.print(line)
    for sent in placements.sent_of(tx, story):
        OUT.print(_sent(sent, lang))
    return 0


def _placed(each: Placed, lang: Lang) -> Iterator[Line]:
    yield Line.assemble(
        ("● " if each.level is Level.NEW else "↳ ", "bold"),
        tame(each.title),
        (f"  [{LEVELS[each.level].into(lang)}]", "cyan"),
    )
    yield Line(
        f"  {dates.moment(each.at, lang)} UTC · {tame(each.source)} · {tame(each.url)}", "dim"
    )
    yield Line(f"  {each.reason.into(lang)}")
    if each.unread:
        colon = " : " if lang == "fr" else ": "
        yield Line(f"  {FEED_TEXT.into(lang)}{colon}{each.unread.into(lang)}", "yellow")


def _sent(each: Sent, lang: Lang) -> Line:
    part = PARTS.get(each.part, REPLIED).into(lang)
    state = STATES[each.state].into(lang)
    moment = dates.moment(each.at, lang)
    return Line.assemble(
        ("✉ ", "bold"), f"{tame(each.destination)} · {part} · {state} · {moment} UTC"
    )
