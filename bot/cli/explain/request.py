"""What somebody wants to have explained, as typed."""

from dataclasses import dataclass, replace

import click

from bot.errors import VigieError
from bot.i18n import Lang, Text
from bot.settings import Settings

NO_RULE = Text(
    en="Say which rule: an expression, the name of one, or --all.",
    fr="Dites quelle règle : une expression, le nom d'une règle, ou --all.",
)
TOO_MANY = Text(
    en="More than one thing to explain is told: leave all but one out.",
    fr="Plus d'une chose à expliquer est donnée : n'en gardez qu'une.",
)


@dataclass(frozen=True, slots=True)
class Request:
    """The words of the command."""

    lang: Lang
    settings: Settings
    rule: str | None
    text: str | None
    every: bool
    entry: str | None
    recent: bool
    source: str | None
    text_lang: str | None
    as_json: bool
    dry_run: bool


class NothingToReadError(VigieError):
    """There is no such text."""

    exit_code = 66  # EX_NOINPUT


class NotTextError(NothingToReadError):
    """There is something, and it is no text."""

    exit_code = 65  # EX_DATAERR


def arranged(request: Request) -> Request:
    """The same; with --all, what stands first is the text.

    Raises:
        click.UsageError: nothing to ask, or more than one thing to explain.
    """
    if request.every:
        if request.text is not None:
            raise click.UsageError(TOO_MANY.into(request.lang))
        request = replace(request, rule=None, text=request.rule)
    elif request.rule is None:
        raise click.UsageError(NO_RULE.into(request.lang))
    if request.entry is not None and request.text is not None:
        raise click.UsageError(TOO_MANY.into(request.lang))
    return request
