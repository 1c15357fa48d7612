"""What a new source or rule tells of the past: the option, and the question."""

import sys
from typing import Final, get_args

import click

from bot.i18n import Lang, Text
from bot.model import Backlog

CHOICES: Final[tuple[Backlog, ...]] = get_args(Backlog)
OF_SOURCE: Final = Text(
    en="What to tell of the articles that it has already: none, the last three (last), those that "
    "are young in one digest (digest), or each of these in a post (all). VIGIE_BACKLOG when left "
    "out.",
    fr="Que dire des articles qu'elle a déjà : rien (none), les trois derniers (last), les récents "
    "réunis en un résumé (digest), ou chacun de ceux-là dans un message (all). VIGIE_BACKLOG si "
    "c'est omis.",
)
OF_RULE: Final = Text(
    en="What to tell of what has come before: none, when left out; the last three of a week "
    "(last); those of the last 24 hours in one digest (digest), or each in a post (all).",
    fr="Que dire de ce qui est déjà arrivé : rien (none), si c'est omis ; les trois derniers d'une "
    "semaine (last) ; ceux des dernières 24 heures réunis en un résumé (digest), ou chacun dans "
    "un message (all).",
)
_ASK_SOURCE: Final = Text(
    en="""Tell of what it has already?
  none    nothing
  last    the last three
  digest  what is young, in one digest
  all     what is young, each in a post
Choice""",
    fr="""Parler de ce qu'elle a déjà ?
  none    rien
  last    les trois derniers
  digest  ce qui est récent, en un résumé
  all     ce qui est récent, chacun dans un message
Choix""",
)
_ASK_RULE: Final = Text(
    en="""Tell of what has come before?
  none    nothing
  last    the last three of a week
  digest  those of 24 hours, in one digest
  all     those of 24 hours, each in a post
Choice""",
    fr="""Parler de ce qui est déjà arrivé ?
  none    rien
  last    les trois derniers d'une semaine
  digest  ceux des dernières 24 heures, en un résumé
  all     ceux des dernières 24 heures, chacun dans un message
Choix""",
)


def backlog_option(about: Text, lang: Lang) -> click.Option:
    """``--backlog CHOICE``."""
    value = Text(en="VALUE", fr="VALEUR").into(lang)
    choice = click.Choice(CHOICES)
    return click.Option(["--backlog"], type=choice, metavar=value, help=about.into(lang))


def for_source(given: Backlog | None, default: Backlog, lang: Lang, *, yes: bool) -> Backlog | None:
    """What was said, or a person at the terminal says; None when nobody is asked."""
    return given or _asked(_ASK_SOURCE, default, lang, yes=yes)


def for_rule(given: Backlog | None, lang: Lang, *, yes: bool) -> Backlog:
    """What was said, or a person at the terminal says; nothing when nobody is asked."""
    return given or _asked(_ASK_RULE, "none", lang, yes=yes) or "none"


def _asked(question: Text, default: Backlog, lang: Lang, *, yes: bool) -> Backlog | None:
    if yes or not sys.stdin.isatty():
        return None
    choice = click.Choice(CHOICES)
    said: Backlog = click.prompt(
        question.into(lang), type=choice, default=default, err=True, show_choices=False
    )
    return said
