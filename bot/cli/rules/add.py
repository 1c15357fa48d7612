"""`vigie rules add EXPRESSION --to CHANNEL`: a new rule at the end of the list."""

from typing import Any

import click

from bot.cli.rules import RULES
from bot.cli.rules.desk import (
    agreed,
    as_option,
    beforehand,
    checked,
    echo,
    given_options,
    opened,
    rule_options,
    say,
    show_words,
    yes_option,
)
from bot.errors import RuleError
from bot.i18n import Lang, Text
from bot.model import Watchlist
from bot.pipeline import editing
from bot.settings import read_settings
from bot.watchlist.concepts import known_in
from bot.watchlist.edit import Draft, with_rule
from bot.watchlist.language import parse
from bot.watchlist.load import content_of, load, loads
from bot.watchlist.naming import name_of

HELP = Text(
    en="The rule is told back in words before it is written. Its name is made from the expression "
    "when it is left out; --to may be left out where there is one channel only.\n\n"
    "Exits with 65 when the expression cannot be read, 73 when the file cannot be written, 78 when "
    "it is or would be invalid.\n\n"
    "Example:\n\n  vigie rules add 'Chine + drones + Russie' --to veille --priority breaking",
    fr="La règle est redite en mots avant d'être écrite. Son nom est tiré de l'expression s'il est "
    "omis ; --to peut être omis s'il n'y a qu'un canal.\n\n"
    "Rend 65 si l'expression est illisible, 73 si le fichier ne peut pas être écrit, 78 s'il est "
    "ou serait incorrect.\n\n"
    "Exemple :\n\n  vigie rules add 'Chine + drones + Russie' --to veille --priority breaking",
)
NAME = Text(en="How to call it.", fr="Comment l'appeler.")
ASK = Text(en="Add this rule?", fr="Ajouter cette règle ?")
EX_UNCHANGED = 1


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    metavar = Text(en="EXPRESSION", fr="EXPRESSION").into(lang)
    named = Text(en="NAME", fr="NOM").into(lang)
    return click.Command(
        "add",
        params=[
            click.Argument(["text"], metavar=metavar),
            click.Option(["--name"], metavar=named, help=NAME.into(lang)),
            *rule_options(lang),
            yes_option(lang),
            as_option(lang),
        ],
        callback=lambda **given: _run(lang, **given),
        help=f"{RULES['add'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(lang: Lang, text: str, name: str | None, **given: Any) -> int:
    settings = read_settings()
    watchlist = load(settings.watchlist)
    if not checked(text, watchlist, lang):
        return RuleError.exit_code
    values = given_options(given)
    draft = Draft(
        name=name or _name(text, watchlist),
        match=text,
        to=_channels(tuple(values.pop("to", ())), watchlist, lang),
        options=values,
    )
    with beforehand(lang):
        _preview(draft, lang)
    if not agreed(ASK, lang, yes=given["yes"]):
        return EX_UNCHANGED
    with opened(settings, given["who"]) as desk:
        editing.add(desk, draft)
    say(Text(en=f"Added: {draft.name}.", fr=f"Ajoutée : {draft.name}."), lang)
    return 0


def _name(text: str, watchlist: Watchlist) -> str:
    taken = {rule.name for rule in watchlist.rules}
    return name_of(parse(text, known_in(watchlist)), taken)


def _preview(draft: Draft, lang: Lang) -> None:
    """The rule in words, as the file would have it; what is wrong is raised."""
    path = read_settings().watchlist
    done = with_rule(content_of(path), draft, str(path))
    if done.rule:
        watchlist = loads(done.content, str(path)).watchlist
        show_words(f"{done.rule.name}  {echo(done.rule, watchlist, lang)}")


def _channels(wanted: tuple[str, ...], watchlist: Watchlist, lang: Lang) -> tuple[str, ...]:
    """Where it goes: the only channel when none is named."""
    names = tuple(place.name for place in watchlist.destinations)
    if wanted or len(names) == 1:
        return wanted or names
    which = ", ".join(names)
    text = Text(
        en=f"Say where its alerts go, with --to and one of: {which}.",
        fr=f"Dites où vont ses alertes, avec --to et l'un de : {which}.",
    )
    raise click.UsageError(text.into(lang))
