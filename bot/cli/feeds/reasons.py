"""Why a feed is polled when it is. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.cadence import NEVER, Pace, interval
from bot.i18n import Lang, Text, counted
from bot.model import FetchState, Hints, Source
from bot.notation import write_duration

_DAYS: Final = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
}


def reasons(source: Source, state: FetchState | None, pace: Pace, now: datetime) -> Iterator[Text]:
    """What decides on the next poll, the strongest first."""
    if source.paused:
        yield _PAUSED
        return
    if state is None or state.last_polled_at is None:
        yield _NEW
        return
    if state.next_poll_at and state.next_poll_at >= NEVER:
        yield _STOPPED
        return
    if state.failures:
        yield _failures(state.failures)
    if state.not_before and state.not_before > now:
        yield _server(state.not_before)
    yield from _hints(state.hints)
    if state.pushed_until and state.pushed_until > now:
        yield _PUSHED
    yield _usual(source, state, pace)


def _usual(source: Source, state: FetchState, pace: Pace) -> Text:
    if source.every:
        length = write_duration(source.every)
        return Text(en=f"feeds.yaml says every {length}", fr=f"feeds.yaml dit toutes les {length}")
    minutes = round(interval(state.rate, pace).total_seconds() / 60)
    return Text(
        en=f"by what it brings, about every {_length(minutes, 'en')}",
        fr=f"d'après ce qu'elle apporte, environ toutes les {_length(minutes, 'fr')}",
    )


def _length(minutes: int, lang: Lang) -> str:
    if minutes < 120:
        return f"{minutes} min"
    hours = f"{minutes / 60:.1f}".removesuffix(".0")
    return f"{hours.replace('.', ',') if lang == 'fr' else hours} h"


def _hints(told: Hints) -> Iterator[Text]:
    wait = max((each for each in (told.ttl, told.update_period) if each), default=None)
    if wait:
        minutes = round(wait.total_seconds() / 60)
        yield Text(
            en=f"the document advises {_length(minutes, 'en')} (heeded up to 15 min)",
            fr=f"le document conseille {_length(minutes, 'fr')} (suivi jusqu'à 15 min)",
        )
    if told.skip_hours:
        hours = ", ".join(f"{hour} h" for hour in sorted(told.skip_hours))
        yield Text(en=f"it asks for no poll at {hours} UTC", fr=f"pas de relève à {hours} UTC")
    if told.skip_days:
        days = {
            lang: ", ".join(names[day] for day in sorted(told.skip_days))
            for lang, names in _DAYS.items()
        }
        yield Text(en=f"it asks for no poll on {days['en']}", fr=f"pas de relève {days['fr']}")


def _failures(number: int) -> Text:
    return Text(
        en=f"after {counted(number, 'failure', 'failures', 'en')} in a row, longer each time",
        fr=f"après {counted(number, 'échec', 'échecs', 'fr')} de suite, chaque fois plus longtemps",
    )


def _server(until: datetime) -> Text:
    return Text(
        en=f"its server asks to be left alone until {until:%H:%M} UTC",
        fr=f"son serveur demande à être laissé tranquille jusqu'à {until:%H:%M} UTC",
    )


_PAUSED: Final = Text(
    en="it is paused: vigie feeds resume NAME", fr="elle est en pause : vigie feeds resume NOM"
)
_NEW: Final = Text(
    en="as soon as Vigie runs: it has never been polled",
    fr="dès que Vigie tourne : elle n'a jamais été relevée",
)
_STOPPED: Final = Text(
    en="its server says that it is gone for good: vigie feeds poll NAME tries once more",
    fr="son serveur dit qu'elle a disparu pour de bon : vigie feeds poll NOM réessaie",
)
_PUSHED: Final = Text(
    en="its hub sends what is new (WebSub); polls are a back-up",
    fr="son hub envoie ce qui est neuf (WebSub) ; les relèves ne sont qu'un secours",
)
