"""`vigie rules mute NAME`: no alert of a rule for some time."""

from datetime import datetime, timedelta

import click

from bot.cli.rules import RULES, dates
from bot.cli.rules.desk import as_option, known, opened, say
from bot.clock import SystemClock
from bot.i18n import Lang, Text
from bot.notation import read_duration
from bot.pipeline import editing
from bot.settings import read_settings
from bot.store.rule_changes import ChangeKind
from bot.watchlist.moments import UNTIL_EXPECTED, until

HELP = Text(
    en="For a day when nothing else is said. What it matches meanwhile is recorded, and never "
    "sent.\n\nExample:\n\n  vigie rules mute 'Mer Rouge' --for 2h",
    fr="Pour un jour si rien d'autre n'est dit. Ce qu'elle trouve entre-temps est noté, et jamais "
    "envoyé.\n\nExemple :\n\n  vigie rules mute 'Mer Rouge' --for 2h",
)
FOR = Text(en="For how long: 30m, 2h, 1d.", fr="Pour combien de temps : 30m, 2h, 1d.")
UNTIL = Text(en="Until when: a day, or a moment.", fr="Jusqu'à quand : un jour, ou un moment.")
OFF = Text(en="Let it speak again.", fr="La laisser parler de nouveau.")
DURATION_EXPECTED = Text(
    en="A duration of at most ten years, such as 30m, 2h or 1d.",
    fr="Une durée d'au plus dix ans, comme 30m, 2h ou 1d.",
)
ONE_OF_THEM = Text(
    en="Give one of --for, --until and --off.", fr="Donnez un seul de --for, --until et --off."
)
PAST = Text(en="That moment has passed.", fr="Ce moment est passé.")
UNCHANGED = Text(en="It was not muted.", fr="Elle n'était pas en sourdine.")
LONGEST_DAYS = 3650


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    length = Text(en="DURATION", fr="DURÉE").into(lang)
    day = Text(en="DAY", fr="JOUR").into(lang)
    return click.Command(
        "mute",
        params=[
            click.Argument(["name"], metavar=Text(en="NAME", fr="NOM").into(lang)),
            click.Option(["--for", "length"], metavar=length, help=FOR.into(lang)),
            click.Option(["--until", "day"], metavar=day, help=UNTIL.into(lang)),
            click.Option(["--off"], is_flag=True, help=OFF.into(lang)),
            as_option(lang),
        ],
        callback=lambda name, length, day, off, who: _run(
            name, who, _end(length, day, lang, off=off), lang
        ),
        help=f"{RULES['mute'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _end(length: str | None, day: str | None, lang: Lang, *, off: bool) -> datetime | None:
    """When the silence ends; None for no silence."""
    if (length is not None) + (day is not None) + off > 1:
        raise click.UsageError(ONE_OF_THEM.into(lang))
    if off:
        return None
    now = SystemClock().now()
    if day is not None:
        option, end, expected = "--until", until(day.strip()), UNTIL_EXPECTED
    else:
        option, expected = "--for", DURATION_EXPECTED
        lasts = read_duration("1d" if length is None else length)
        end = now + lasts if lasts and lasts.days <= LONGEST_DAYS else None
    if end is None:
        raise click.BadParameter(expected.into(lang), param_hint=f"'{option}'")
    if end <= now:
        raise click.BadParameter(PAST.into(lang), param_hint=f"'{option}'")
    return end if end.second == 0 and end.microsecond == 0 else _next_minute(end)


def _next_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _run(name: str, who: str | None, end: datetime | None, lang: Lang) -> int:
    known(name, lang)
    value = f"{end:%Y-%m-%d %H:%M}" if end else None
    with opened(read_settings(), who) as desk:
        done = editing.change(desk, name, {"muted_until": value}, ChangeKind.MUTE)
    say(_told(name, end) if done else UNCHANGED, lang)
    return 0


def _told(name: str, end: datetime | None) -> Text:
    if end is None:
        return Text(en=f"“{name}” speaks again.", fr=f"« {name} » parle de nouveau.")
    return Text(
        en=f"“{name}” is mute until {dates.moment(end, 'en')} UTC.",
        fr=f"« {name} » est en sourdine jusqu'au {dates.moment(end, 'fr')} UTC.",
    )
