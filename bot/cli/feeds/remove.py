"""`vigie feeds remove NAME`: a source less."""

import click

from bot.cli.feeds import FEEDS
from bot.cli.feeds.desk import EX_UNCHANGED, consent, meant, name_argument
from bot.cli.options import yes_option
from bot.cli.rules.desk import opened, say
from bot.i18n import Lang, Text
from bot.pipeline import sources
from bot.settings import read_settings
from bot.watchlist.edit import FILE
from bot.watchlist.load import content_of
from bot.watchlist.source_edit import without

HELP = Text(
    en="All that was read of it stays in the database, and comes back if it is added again under "
    "the same address. A source that a rule names, or whose tag no other source has, is not "
    "removed: the rule is told. To stop polling it for a while, pause it instead.\n\n"
    "Example:\n\n  vigie feeds remove 'Le Phare'",
    fr="Tout ce qui en a été lu reste dans la base, et revient si on l'ajoute de nouveau à la même "
    "adresse. Une source qu'une règle cite, ou dont aucune autre n'a l'étiquette, n'est pas "
    "retirée : la règle est dite. Pour ne plus la relever un moment, mettez-la plutôt en pause."
    "\n\nExemple :\n\n  vigie feeds remove 'Le Phare'",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "remove",
        params=[name_argument(lang), yes_option(lang)],
        callback=lambda name, yes: _run(name, lang, yes=yes),
        help=f"{FEEDS['remove'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(name: str, lang: Lang, *, yes: bool) -> int:
    settings = read_settings()
    _, source = meant(name, lang)
    without(content_of(settings.watchlist), source.name, FILE)  # what forbids it comes first
    if not consent(_question(source.name), lang, yes=yes):
        return EX_UNCHANGED
    with opened(settings, None) as desk:
        sources.remove(desk, source.name)
    say(Text(en=f"Removed: {source.name}.", fr=f"Retirée : {source.name}."), lang)
    return 0


def _question(name: str) -> Text:
    return Text(
        en=f"Remove “{name}”? What was read of it stays in the database.",
        fr=f"Retirer « {name} » ? Ce qui en a été lu reste dans la base.",
    )
