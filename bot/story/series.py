"""Titles that come back: « Le point sur la pandémie », « Prix des carburants au 12 juin ».

Two days of a series look as alike as two tellings of one story. What tells them apart is the title:
equal but for digits and dates, on another day. A dispatch that is printed longer the next day has
the very same title too, and nearly all of the shorter text in the longer one.
"""

import re
from datetime import timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from bot.model import Candidate, StoredEntry
from bot.text.words import read

APART: Final = timedelta(hours=6)
"""Two tellings of one evening may lie on both sides of midnight."""
_DATES: Final = frozenset(
    """
    janvier fevrier mar mars avril mai juin juillet aout septembre octobre novembre decembre
    lundi mardi mercredi jeudi vendredi samedi dimanche jour aujourd hui hier demain matin soir
    january february march april may june july august september october november december
    jan feb apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday day today yesterday tomorrow
    januar februar marz april juni juli oktober dezember
    montag dienstag mittwoch donnerstag freitag samstag sonntag heute
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    lune marte miercole jueve vierne sabado domingo hoy
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    lunedi martedi mercoledi giovedi venerdi domenica oggi
    """.split()  # noqa: SIM905 - reads better without the quotes
)
"""As keys: words that name a day."""
_RANKS: Final = frozenset(
    """
    premier premiere deuxieme second troisieme quatrieme cinquieme sixieme septieme huitieme
    neuvieme dixieme onzieme douzieme treizieme quatorzieme quinzieme seizieme
    vingtieme
    first third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """.split()  # noqa: SIM905 - reads better without the quotes
)
"""As keys: ranks in words."""
_NUMBER: Final = re.compile(r"\d+")
_RANK: Final = re.compile(
    # 12e, 12ᵉ, 12ème, 3rd, n° 4, No. 4, épisode 4, jour 4: the number is part of the name.
    r"\b(?:\d+\s?(?:er|ère|e|ᵉ|è?me|nd|nde|st|rd|th|º|ª|°)(?!\w)"
    r"|(?:n\s?[°º]|nos?\.?|numéros?|number|épisodes?|episodes?|saisons?|seasons?|jour|day|j[+-]|round|"
    r"tours?|journée|étape|stage|part(?:ie)?|vol(?:ume|\.)?|chapitre|chapter|édition|lot|phase|"
    r"paquet|tirage|acte)\s*\d+)",
    re.IGNORECASE,
)


class Title(NamedTuple):
    """What is left of a title without digits and dates, and what was taken out."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    ranks: tuple[str, ...]
    """Numbers that are part of a name: the 12th package is not the 13th."""
    keys: tuple[str, ...]
    """All of it."""


@lru_cache(maxsize=1_024)
def taken_apart(title: str) -> Title:
    """The title in its parts; at most its first 500 characters."""
    title = title[:500]
    keys = read(title).keys
    ranks = [key for key in keys if key in _RANKS]
    ranks += ["".join(_NUMBER.findall(found)) for found in _RANK.findall(title)]
    named = (key for key in keys if not key[0].isdigit() and key not in _DATES | _RANKS)
    numbers = (key for key in keys if key[0].isdigit())
    return Title(tuple(named), tuple(numbers), tuple(ranks), tuple(keys))


def same_name(one: str, other: str) -> bool:
    """Whether two titles are equal but for digits and dates; empty ones are not."""
    words = taken_apart(one).words
    return bool(words) and words == taken_apart(other).words


def same_title(one: str, other: str) -> bool:
    """Whether two titles say the same, dates and digits too."""
    return taken_apart(one).keys == taken_apart(other).keys


def other_rank(one: str, other: str) -> bool:
    """Whether equal titles count differently: the 12th and the 13th package."""
    return same_name(one, other) and taken_apart(one).ranks != taken_apart(other).ranks


def other_number(one: str, other: str) -> bool:
    """Whether equal titles differ in a number of any kind."""
    return same_name(one, other) and taken_apart(one).numbers != taken_apart(other).numbers


def other_day(stored: StoredEntry, candidate: Candidate) -> bool:
    """Whether the two came out on different days: as their feeds say, else as they were seen."""
    one, other = stored.entry.published_at, candidate.published_at
    if one is None or other is None:
        one, other = stored.first_seen_at, candidate.first_seen_at
    return one.date() != other.date() and abs(one - other) >= APART
