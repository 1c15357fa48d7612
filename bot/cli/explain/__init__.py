"""`vigie explain RULE [TEXT]`: does a rule match, why, and what happened next."""

from contextlib import suppress
from typing import Any

import click

from bot.cli.entry import COMMANDS
from bot.cli.explain.asking import Asked, analyser_for, judge, rule_asked
from bot.cli.explain.data import print_json
from bot.cli.explain.material import gather
from bot.cli.explain.request import NothingToReadError, Request, arranged
from bot.cli.explain.screen import print_all
from bot.cli.options import history_option, json_option
from bot.cli.watchlist import show_hints, valid_watchlist
from bot.errors import DatabaseUnusable, RuleError
from bot.i18n import Lang, Text
from bot.model import Watchlist
from bot.settings import read_settings
from bot.text.analysis import Analyser
from bot.watchlist.caret import caret
from bot.watchlist.load import load

EX_NO_MATCH = 1

HELP = Text(
    en="RULE is an expression, or the name of a rule of feeds.yaml. TEXT is a file, the address of "
    "a web page, or nothing (or -) for standard input; in a file, a first line followed by a "
    "blank line is the title. An article that Vigie has read, told by its address or by --entry, "
    "comes from the database, with what happened to it.\n\n"
    "Exits with 0 when the rule matches (with --all: at least one), 1 when not, 65 when the "
    "rule or the text cannot be read, 66 when there is no such text.\n\n"
    "Examples:\n\n\b\n"
    "  vigie explain 'Chine + drones + Russie' article.txt\n"
    "  vigie explain 'Chine + drones' https://example.org/article\n"
    "  vigie explain --all --entry 4821",
    fr="RÈGLE est une expression, ou le nom d'une règle de feeds.yaml. TEXTE est un fichier, "
    "l'adresse d'une page web, ou rien (ou -) pour l'entrée standard ; dans un fichier, une "
    "première ligne suivie d'une ligne vide est le titre. Un article que Vigie a lu, donné par son "
    "adresse ou par --entry, vient de la base de données, avec ce qu'il est devenu.\n\n"
    "Rend 0 si la règle correspond (avec --all : au moins une), 1 sinon, 65 si la règle ou le "
    "texte est illisible, 66 s'il n'y a pas de tel texte.\n\n"
    "Exemples :\n\n\b\n"
    "  vigie explain 'Chine + drones + Russie' article.txt\n"
    "  vigie explain 'Chine + drones' https://example.org/article\n"
    "  vigie explain --all --entry 4821",
)
OPTIONS = {
    "--all": Text(en="Ask every rule of feeds.yaml.", fr="Interroger toutes les règles."),
    "--entry": Text(
        en="An article that Vigie has read: its number or address.",
        fr="Un article que Vigie a lu : son numéro ou son adresse.",
    ),
    "--recent": Text(
        en="List the articles read last, with their numbers.",
        fr="Lister les derniers articles lus, avec leurs numéros.",
    ),
    "--source": Text(
        en="As if it came from this source of feeds.yaml.",
        fr="Comme s'il venait de cette source de feeds.yaml.",
    ),
    "--text-lang": Text(en="Language of the text, as in fr.", fr="Langue du texte, comme dans fr."),
}


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    rule = Text(en="[RULE]", fr="[RÈGLE]").into(lang)
    text = Text(en="[TEXT]", fr="[TEXTE]").into(lang)
    return click.Command(
        "explain",
        params=[
            click.Argument(["rule"], metavar=rule, required=False),
            click.Argument(["text"], metavar=text, required=False),
            _flag(["--all", "every"], lang),
            _value(["--entry"], Text(en="NUMBER|URL", fr="NUMÉRO|URL"), lang),
            _flag(["--recent"], lang),
            _value(["--source"], Text(en="NAME", fr="NOM"), lang),
            _value(["--text-lang"], Text(en="LANGUAGE", fr="LANGUE"), lang),
            json_option(lang),
            history_option(lang),
        ],
        callback=lambda **given: _run(lang, **given),
        help=f"{COMMANDS['explain'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _flag(names: list[str], lang: Lang) -> click.Option:
    return click.Option(names, is_flag=True, help=OPTIONS[names[0]].into(lang))


def _value(names: list[str], metavar: Text, lang: Lang) -> click.Option:
    return click.Option(names, metavar=metavar.into(lang), help=OPTIONS[names[0]].into(lang))


def _run(lang: Lang, **given: Any) -> int:
    request = Request(lang=lang, settings=read_settings(), **given)
    if request.recent:
        from bot.cli.explain.recent import show_recent  # noqa: PLC0415 - loads the database

        return show_recent(request)
    request = arranged(request)
    watchlist = _watchlist(request)
    try:
        asked = _rules(request, watchlist)
        material = gather(request, watchlist)
    except RuleError as error:
        click.echo(caret(error, lang), err=True)
        return error.exit_code
    except NothingToReadError as error:
        click.secho(error.told(lang), fg="red", err=True)
        return error.exit_code
    if not request.every and asked[0].rule is None:
        show_hints(request.rule or "", lang)
    analyser = analyser_for(material, watchlist)
    _adopt_kept(analyser, request)
    verdicts = judge(asked, material, analyser)
    show = print_json if request.as_json else print_all
    show(verdicts, material, watchlist, request)
    return 0 if any(verdict.holds for verdict in verdicts) else EX_NO_MATCH


def _adopt_kept(analyser: Analyser, request: Request) -> None:
    """Where the bot has run here; a text can be explained without."""
    from bot.cli.rules.past import adopt_kept, opened  # noqa: PLC0415 - loads the database

    with (
        suppress(DatabaseUnusable),
        opened(request.settings, dry_run=request.dry_run) as database,
    ):
        adopt_kept(analyser, database)


def _watchlist(request: Request) -> Watchlist | None:
    """feeds.yaml; None where there is no valid one, unless its rules are what is asked."""
    file = request.settings.watchlist
    return load(file) if request.every else valid_watchlist(file, request.lang)


def _rules(request: Request, watchlist: Watchlist | None) -> list[Asked]:
    if request.rule is not None:
        return [rule_asked(request.rule, watchlist)]
    return [
        Asked(rule.name, rule.expression, rule) for rule in (watchlist.rules if watchlist else ())
    ]
