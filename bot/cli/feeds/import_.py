"""`vigie feeds import FILE`: the feeds of an OPML list."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.text import Text as Line

from bot.cli.backlog import OF_SOURCE, backlog_option, for_source
from bot.cli.feeds import FEEDS
from bot.cli.feeds.desk import EX_UNCHANGED, consent
from bot.cli.options import yes_option
from bot.cli.rules.desk import opened, say
from bot.cli.terminal import ERR, OUT, tame
from bot.errors import VigieError
from bot.i18n import Lang, Text, counted
from bot.model import Backlog, Source
from bot.pipeline import sources
from bot.settings import read_settings
from bot.watchlist.load import load
from bot.watchlist.newcomers import Refused, admit
from bot.watchlist.opml import LARGEST, read_opml
from bot.watchlist.report import render_problems

HELP = Text(
    en="Groups and categories become tags. What is there already is left out and told. A list that "
    "is broken somewhere is read as far as possible, and the line is told.\n\n"
    "Exits with 65 when nothing can be read in the file.\n\n"
    "Example:\n\n  vigie feeds import feedly.opml --dry-run",
    fr="Les groupes et les catégories deviennent des étiquettes. Ce qui est déjà là est laissé de "
    "côté et dit. Une liste abîmée est lue autant que possible, et la ligne est dite.\n\n"
    "Rend 65 si rien n'est lisible dans le fichier.\n\n"
    "Exemple :\n\n  vigie feeds import feedly.opml --dry-run",
)
DRY_RUN = Text(en="Only say what would be added.", fr="Dire seulement ce qui serait ajouté.")
NOTHING = Text(en="There is nothing to add.", fr="Il n'y a rien à ajouter.")
ADDRESS = Text(
    en="This is an address; a file is wanted.", fr="C'est une adresse ; il faut un fichier."
)
SAVE = Text(
    en="Open it in a browser, save the list, and give the name of that file. "
    "A single feed or site: vigie feeds add URL",
    fr="Ouvrez-la dans un navigateur, enregistrez la liste, et donnez le nom de ce fichier. "
    "Un seul flux ou site : vigie feeds add URL",
)
SHOWN = 20
"""Of each kind; five thousand lines help nobody."""


class NoFileError(VigieError):
    """What is to be imported is no file."""

    exit_code = 66  # EX_NOINPUT


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    metavar = Text(en="FILE", fr="FICHIER").into(lang)
    return click.Command(
        "import",
        params=[
            click.Argument(["file"], metavar=metavar, type=str),
            click.Option(["--dry-run"], is_flag=True, help=DRY_RUN.into(lang)),
            backlog_option(OF_SOURCE, lang),
            yes_option(lang),
        ],
        callback=lambda **given: _run(lang, **given),
        help=f"{FEEDS['import'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(lang: Lang, file: str, backlog: Backlog | None, *, dry_run: bool, yes: bool) -> int:
    settings = read_settings()
    found = read_opml(_content(file), file)
    if found.warnings:
        click.echo(render_problems(file, found.warnings, lang) + "\n", err=True)
    new, refused = admit(found.feeds, load(settings.watchlist).sources)
    OUT.print(Line(_tally(len(new), len(refused)).into(lang)))
    _show_new(new, lang)
    _show_refused(refused, lang)
    if not new:
        ERR.print(NOTHING.into(lang))
        return 0
    if dry_run:
        return 0
    backlog = for_source(backlog, settings.backlog, lang, yes=yes)
    if not consent(_question(len(new)), lang, yes=yes):
        return EX_UNCHANGED
    with opened(settings, None) as desk:
        sources.add(desk, new, backlog)
    say(_added(len(new)), lang)
    return 0


def _content(file: str) -> bytes:
    """What is in a file, and of one that is too large enough to be told so.

    Raises:
        NoFileError: it is an address.
        OSError: it cannot be read.
    """
    if file.lower().startswith(("http://", "https://")):
        raise NoFileError(ADDRESS, SAVE)
    with Path(file).open("rb") as opml:
        return opml.read(LARGEST + 1)


def _tally(new: int, refused: int) -> Text:
    return Text(
        en=f"{counted(new, 'source', 'sources', 'en')} to add, {refused} left out.",
        fr=f"{counted(new, 'source', 'sources', 'fr')} à ajouter, "
        f"{counted(refused, 'laissée', 'laissées', 'fr')} de côté.",
    )


def _show_new(new: Sequence[Source], lang: Lang) -> None:
    for source in new[:SHOWN]:
        tags = f" · {', '.join(sorted(source.tags))}" if source.tags else ""
        name, rest = tame(source.name), tame(f"  {source.url}{tags}")
        OUT.print(Line.assemble(("+ ", "green"), (name, "bold"), (rest, "dim")))
    _show_rest(len(new), lang)


def _show_refused(refused: Sequence[Refused], lang: Lang) -> None:
    for each in refused[:SHOWN]:
        name, reason = tame(each.title or each.url), tame(f"  {each.reason.into(lang)}")
        OUT.print(Line.assemble(("- ", "yellow"), name, (reason, "dim")))
    _show_rest(len(refused), lang)


def _show_rest(number: int, lang: Lang) -> None:
    if number > SHOWN:
        rest = number - SHOWN
        told = Text(en=f"  … and {rest} more", fr=f"  … et {rest} de plus")
        OUT.print(Line(told.into(lang), style="dim"))


def _question(number: int) -> Text:
    return Text(
        en=f"Add {counted(number, 'source', 'sources', 'en')} to feeds.yaml?",
        fr=f"Ajouter {counted(number, 'source', 'sources', 'fr')} à feeds.yaml ?",
    )


def _added(number: int) -> Text:
    return Text(
        en=f"Added: {counted(number, 'source', 'sources', 'en')}.",
        fr=f"{counted(number, 'source ajoutée', 'sources ajoutées', 'fr')}.",
    )
