"""`vigie rules add EXPRESSION --to CHANNEL`: a new rule at the end of the list."""

from collections.abc import Sequence
from typing import Any

import click

from bot.cli.backlog import OF_RULE, backlog_option, for_rule
from bot.cli.options import yes_option
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
)
from bot.cli.rules.past import analyser, last_days, progress
from bot.errors import RuleError
from bot.i18n import Lang, Text, counted
from bot.model import Backlog, Rule, Watchlist
from bot.pipeline import editing
from bot.pipeline.editing import Desk
from bot.pipeline.lookback import DAYS, look_back
from bot.pipeline.replay import Archive
from bot.settings import read_settings
from bot.store import backlogs
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
            backlog_option(OF_RULE, lang),
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
        rule = _preview(draft, lang)
    backlog = for_rule(given["backlog"], lang, yes=given["yes"])
    if not agreed(ASK, lang, yes=given["yes"]):
        return EX_UNCHANGED
    with opened(settings, given["who"]) as desk:
        before = _before(desk, rule, watchlist, backlog, lang)
        editing.add(desk, draft)
        _ask_for(desk, rule, before, together=backlog == "digest")
    _say_before(before, backlog, lang)
    say(Text(en=f"Added: {draft.name}.", fr=f"Ajoutée : {draft.name}."), lang)
    return 0


def _name(text: str, watchlist: Watchlist) -> str:
    taken = {rule.name for rule in watchlist.rules}
    return name_of(parse(text, known_in(watchlist)), taken)


def _preview(draft: Draft, lang: Lang) -> Rule:
    """The rule, as the file would have it, told in words; what is wrong is raised."""
    path = read_settings().watchlist
    done = with_rule(content_of(path), draft, str(path))
    watchlist = loads(done.content, str(path)).watchlist
    rule = next(rule for rule in watchlist.rules if rule.name == draft.name)
    show_words(f"{rule.name}  {echo(rule, watchlist, lang)}")
    return rule


def _before(
    desk: Desk, rule: Rule, watchlist: Watchlist, backlog: Backlog, lang: Lang
) -> tuple[int, ...]:
    """What came before that the rule shall tell of: ids of entries."""
    if backlog == "none":
        return ()
    words = analyser(watchlist, desk.database)
    week = last_days(desk.now, DAYS if backlog == "last" else 1)
    archive = Archive(desk.database, week, watchlist.sources, words)
    with progress(desk.database, week, lang) as advance:
        return look_back(archive, rule, backlog, advance)


def _ask_for(desk: Desk, rule: Rule, before: Sequence[int], *, together: bool) -> None:
    with desk.database.begin() as tx:
        backlogs.want(tx, rule.name, before, desk.now, together=together)


def _say_before(before: Sequence[int], backlog: Backlog, lang: Lang) -> None:
    if backlog == "none":
        return
    number = len(before)
    told = Text(
        en=f"To be told of before: {counted(number, 'article', 'articles', 'en')}.",
        fr=f"À dire de ce qui est déjà arrivé : {counted(number, 'article', 'articles', 'fr')}.",
    )
    show_words(told.into(lang))


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
