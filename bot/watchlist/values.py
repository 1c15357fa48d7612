"""Readers of the values of feeds.yaml; each gives None for what it cannot read."""

import re
from datetime import timedelta
from typing import Final, get_args
from unicodedata import normalize
from urllib.parse import urlsplit

from bot.i18n import LANGS, Lang, Text
from bot.model import Layout, Preview, Priority
from bot.notation import read_duration

LONGEST_NAME: Final = 100
LONGEST_URL: Final = 2_000
LONGEST_HASHTAG: Final = 64
SUMMARY: Final = range(50, 1_001)
"""A post holds 4,096 characters (Bot API, sendMessage), and a summary is not an article."""
EVERY: Final = (timedelta(minutes=1), timedelta(days=7))
MAX_AGE: Final = (timedelta(hours=1), timedelta(days=365))
STORY_WINDOW: Final = (timedelta(hours=1), timedelta(days=30))
CAP: Final = range(1, 1_001)
LONGEST_NOTE: Final = 2_000

NAME_EXPECTED: Final = Text(
    en=f"A name on one line, of at most {LONGEST_NAME} characters.",
    fr=f"Un nom sur une ligne, d'au plus {LONGEST_NAME} caractères.",
)
LANG_EXPECTED: Final = Text(
    en="A language code of two or three letters, such as fr, en or zh.",
    fr="Un code de langue de deux ou trois lettres, comme fr, en ou zh.",
)
OUR_LANG_EXPECTED: Final = Text(
    en="The words around an alert can be in fr or en; the articles stay as they are.",
    fr="Les mots qui entourent une alerte peuvent être en fr ou en ; les articles restent tels "
    "quels.",
)
EVERY_EXPECTED: Final = Text(
    en="A duration from 1m to 7d, such as 10m, 2h or 1d.",
    fr="Une durée de 1m à 7d, comme 10m, 2h ou 1d.",
)
MAX_AGE_EXPECTED: Final = Text(
    en="A duration from 1h to 365d, such as 12h or 2d.",
    fr="Une durée de 1h à 365d, comme 12h ou 2d.",
)
STORY_WINDOW_EXPECTED: Final = Text(
    en="A duration from 1h to 30d, such as 12h or 3d.",
    fr="Une durée de 1h à 30d, comme 12h ou 3d.",
)
CAP_EXPECTED: Final = Text(
    en=f"A number of alerts per hour, from {CAP.start} to {CAP.stop - 1}.",
    fr=f"Un nombre d'alertes par heure, de {CAP.start} à {CAP.stop - 1}.",
)
NOTE_EXPECTED: Final = Text(
    en=f"A text of at most {LONGEST_NOTE} characters.",
    fr=f"Un texte d'au plus {LONGEST_NOTE} caractères.",
)
SUMMARY_EXPECTED: Final = Text(
    en=f"A number of characters from {SUMMARY.start} to {SUMMARY.stop - 1}.",
    fr=f"Un nombre de caractères de {SUMMARY.start} à {SUMMARY.stop - 1}.",
)
LAYOUT_EXPECTED: Final = Text(
    en="One of: flash (title and summary), dossier (longer extract, all sources, the rules).",
    fr="Au choix : flash (titre et résumé), dossier (plus long extrait, toutes les sources, les "
    "règles).",
)
PREVIEW_EXPECTED: Final = Text(
    en="One of: page (of the article), picture (that the feed gives, else the page), none.",
    fr="Au choix : page (celle de l'article), picture (l'image que donne le flux, sinon la page), "
    "none (rien).",
)
TOPIC: Final = range(2, 2**31)
"""Ids of messages; 1 is "General", where posts go that name no topic (Bot API, sendMessage)."""
TOPIC_EXPECTED: Final = Text(
    en="The number of a topic of the group, from 2: the last one in a link to the topic, such as "
    "12 in https://t.me/c/1234567890/12. For “General”, leave the key out.",
    fr="Le numéro d'un sujet du groupe, à partir de 2 : le dernier dans un lien vers le sujet, "
    "comme 12 dans https://t.me/c/1234567890/12. Pour « Général », omettez la clé.",
)
PRIORITY_EXPECTED: Final = Text(
    en="One of: breaking, normal, silent.", fr="Au choix : breaking, normal, silent."
)
YES_NO_EXPECTED: Final = Text(en="yes or no.", fr="oui ou non.")
TELEGRAM_EXPECTED: Final = Text(
    en="@channel_name (5 to 32 letters, digits, underscores) or a numeric chat id, between quotes. "
    "A private chat has no name: give its number, such as -1001234567890.",
    fr="@nom_du_canal (5 à 32 lettres, chiffres, tirets bas) ou un identifiant numérique, entre "
    "guillemets. Un salon privé n'a pas de nom : donnez son numéro, comme -1001234567890.",
)
URL_EXPECTED: Final = Text(
    en="The address of an RSS or Atom feed: it begins with https:// or http:// and has no space, "
    "name or password in it.",
    fr="L'adresse d'un flux RSS ou Atom : elle commence par https:// ou http:// et ne contient ni "
    "espace, ni nom, ni mot de passe.",
)
HASHTAG_EXPECTED: Final = Text(
    en="Letters, digits and underscores, with at least one letter, such as DronesChine.",
    fr="Des lettres, des chiffres et des tirets bas, dont au moins une lettre, comme DronesChine.",
)

_LANG: Final = re.compile(r"[A-Za-z]{2,3}")


def name(text: str) -> str | None:
    """A name, on one line."""
    return text if len(text) <= LONGEST_NAME and text.isprintable() else None


def lang(text: str) -> str | None:
    """The language of a source (ISO 639), in lower case."""
    return text.lower() if _LANG.fullmatch(text) else None


def our_lang(text: str) -> Lang | None:
    """A language that Vigie speaks."""
    return next((known for known in LANGS if known == text.lower()), None)


def priority(text: str) -> Priority | None:
    """How alerts travel."""
    return next((known for known in Priority if known == text.lower()), None)


def layout(text: str) -> Layout | None:
    """How a post looks."""
    known: tuple[Layout, ...] = get_args(Layout)
    return next((each for each in known if each == text.lower()), None)


def preview(text: str) -> Preview | None:
    """What stands under a post."""
    known: tuple[Preview, ...] = get_args(Preview)
    return next((each for each in known if each == text.lower()), None)


def topic(text: str) -> int | None:
    """A topic of a forum group."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
    return number if number in TOPIC else None


def summary(text: str) -> int | None:
    """Characters of a summary."""
    return _number(text, SUMMARY)


def cap(text: str) -> int | None:
    """Alerts per hour at most."""
    return _number(text, CAP)


def _number(text: str, bounds: range) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else -1
    return number if number in bounds else None


def note(text: str) -> str | None:
    """A remark, on as many lines as it wants."""
    return text if len(text) <= LONGEST_NOTE else None


def every(text: str) -> timedelta | None:
    """How often to look at a source."""
    return _within(read_duration(text), EVERY)


def every_here(text: str) -> timedelta | None:
    """The same for a feed of this machine, which nobody minds being asked often."""
    return _within(read_duration(text), (timedelta(seconds=1), EVERY[1]))


def max_age(text: str) -> timedelta | None:
    """How old an article may be."""
    return _within(read_duration(text), MAX_AGE)


def story_window(text: str) -> timedelta | None:
    """How long a story goes on."""
    return _within(read_duration(text), STORY_WINDOW)


def _within(value: timedelta | None, bounds: tuple[timedelta, timedelta]) -> timedelta | None:
    return value if value is not None and bounds[0] <= value <= bounds[1] else None


def url(text: str) -> str | None:
    """A feed's address: http(s), with a host, without blanks and credentials."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # an odd port, or a bracket that is not closed
        return None
    odd = "@" in parts.netloc or not text.isprintable() or any(char.isspace() for char in text)
    return text if usable and not odd and len(text) <= LONGEST_URL else None


def hashtag(text: str) -> str | None:
    """A hashtag that Telegram recognises, with its ``#``.

    Letters, decimal digits and underscores with a letter among them: what Telegram's own library
    finds in a text (tdlib/td, MessageEntity.cpp, `find_hashtags`).
    """
    word = normalize("NFC", text.removeprefix("#"))
    fits = 0 < len(word) <= LONGEST_HASHTAG and all(map(_in_hashtag, word))
    return f"#{word}" if fits and any(map(str.isalpha, word)) else None


def hashtag_of(rule: str) -> str | None:
    """The hashtag of a rule's name: "Drones Chine–Russie" gives ``#DronesChineRussie``."""
    kept = "".join(char if _in_hashtag(char) else " " for char in normalize("NFC", rule))
    words = (word[0].upper() + word[1:] for word in kept.split())
    return hashtag("".join(words)[:LONGEST_HASHTAG])


def _in_hashtag(char: str) -> bool:
    return char == "_" or char.isalpha() or char.isdecimal()
