"""`vigie rules edit NAME`: another expression, other options, or the rule in one's editor."""

from typing import Any

import click

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
from bot.cli.rules.past import named
from bot.errors import RuleError
from bot.i18n import Lang, Text
from bot.pipeline import editing
from bot.pipeline.editing import Done
from bot.settings import read_settings
from bot.watchlist.edit import Edited, changed, rule_text
from bot.watchlist.load import content_of, load, loads
from bot.watchlist.yaml_writing import Value

HELP = Text(
    en="Without an expression or an option, the rule opens in your editor ($VISUAL or $EDITOR). "
    "An option given as '' is taken out.\n\n"
    "Exits with 65 when the expression cannot be read, 73 when the file cannot be written, 78 when "
    "it is or would be invalid.\n\n"
    "Example:\n\n  vigie rules edit 'Mer Rouge' --priority normal --owner Ana",
    fr="Sans expression ni option, la règle s'ouvre dans votre éditeur ($VISUAL ou $EDITOR). Une "
    "option donnée comme '' est retirée.\n\n"
    "Rend 65 si l'expression est illisible, 73 si le fichier ne peut pas être écrit, 78 s'il est "
    "ou serait incorrect.\n\n"
    "Exemple :\n\n  vigie rules edit 'Mer Rouge' --priority normal --owner Ana",
)
RENAME = Text(en="Another name.", fr="Un autre nom.")
ASK = Text(en="Write this?", fr="Écrire cela ?")
UNCHANGED = Text(en="Nothing to change.", fr="Rien à modifier.")
CHANGED = Text(en="Changed.", fr="Modifiée.")
EX_UNCHANGED = 1


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    named = Text(en="NAME", fr="NOM").into(lang)
    return click.Command(
        "edit",
        params=[
            click.Argument(["name"], metavar=named),
            click.Argument(["text"], metavar="[EXPRESSION]", required=False),
            click.Option(["--name", "rename"], metavar=named, help=RENAME.into(lang)),
            *rule_options(lang),
            yes_option(lang),
            as_option(lang),
        ],
        callback=lambda **given: _run(lang, **given),
        help=f"{RULES['edit'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(lang: Lang, name: str, **given: Any) -> int:
    watchlist = load(read_settings().watchlist)
    named(name, watchlist, lang)
    if given["text"] is not None and not checked(given["text"], watchlist, lang):
        return RuleError.exit_code
    changes = _changes(given)
    if changes:
        return _change(lang, name, changes, given)
    return _in_editor(lang, name, given["who"])


def _changes(given: dict[str, Any]) -> dict[str, Value | None]:
    changes: dict[str, Value | None] = {
        key: value if value not in ("", ("",)) else None
        for key, value in given_options(given).items()
    }
    new = {"match": given["text"], "name": given["rename"]}
    return {key: value for key, value in new.items() if value is not None} | changes


def _change(lang: Lang, name: str, changes: dict[str, Value | None], given: dict[str, Any]) -> int:
    settings = read_settings()
    path = settings.watchlist
    with beforehand(lang):
        _show(changed(content_of(path), name, changes, str(path)), lang)
    if not agreed(ASK, lang, yes=given["yes"]):
        return EX_UNCHANGED
    with opened(settings, given["who"]) as desk:
        return _told(editing.change(desk, name, changes), lang)


def _show(done: Edited, lang: Lang) -> None:
    if done.rule:
        watchlist = loads(done.content, "feeds.yaml").watchlist
        show_words(f"{done.rule.name}  {echo(done.rule, watchlist, lang)}")


def _in_editor(lang: Lang, name: str, who: str | None) -> int:
    settings = read_settings()
    path = settings.watchlist
    text = rule_text(content_of(path), name, str(path))
    written = click.edit(text + "\n", extension=".yaml")
    if written is None or not written.strip() or written.rstrip() == text.rstrip():
        return _told(None, lang)
    with opened(settings, who) as desk:
        return _told(editing.rewrite(desk, name, written.rstrip()), lang)


def _told(done: Done | None, lang: Lang) -> int:
    say(CHANGED if done else UNCHANGED, lang)
    return 0
