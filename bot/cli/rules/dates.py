"""Days and moments as people say them; all of them are in UTC."""

from datetime import date, datetime, timedelta
from typing import Final

from bot.i18n import Lang

_FAR: Final = timedelta(days=300)
_WEEKDAYS: Final[dict[Lang, list[str]]] = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "fr": ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
}
_MONTHS: Final[dict[Lang, list[str]]] = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "fr": [
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ],
}


def weekday(day: date, lang: Lang) -> str:
    """« lun. 16 nov. »."""
    return f"{_WEEKDAYS[lang][day.weekday()]} {short(day, lang)}"


def short(day: date, lang: Lang) -> str:
    """« 16 nov. »; the first of a month in French is « 1er »."""
    number = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[lang][day.month - 1]}"


def month(day: date, lang: Lang) -> str:
    """« nov. 2026 »."""
    return f"{_MONTHS[lang][day.month - 1]} {day.year}"


def whole(day: date, lang: Lang) -> str:
    """« 16 nov. 2026 »."""
    return f"{short(day, lang)} {day.year}"


def dated(when: datetime, now: datetime, lang: Lang) -> str:
    """« 16 nov. 14:05 », or with its year what is so far off that the day alone would mislead."""
    return whole(when.date(), lang) if abs(now - when) > _FAR else moment(when, lang)


def moment(when: datetime, lang: Lang) -> str:
    """« 16 nov. 14:05 »."""
    return f"{short(when.date(), lang)} {when:%H:%M}"
