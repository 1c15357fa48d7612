"""Refusals of fields and of addresses that are written wrongly.

As in `refusals`, each function makes the `RuleError` for one mistake.
"""

import re
from collections.abc import Iterable
from typing import Final

from bot.errors import RuleError
from bot.i18n import Text, did_you_mean
from bot.model import Span
from bot.watchlist import refusals
from bot.watchlist.refusals import mended, short, write

_ELSEWHERE: Final = {
    # What a field is called in other places.
    **dict.fromkeys(("intitle", "headline", "titel", "titulo"), "title"),
    **dict.fromkeys(("intitre", "titres"), "titre"),
    **dict.fromkeys(("text", "content", "intext"), "body"),
    **dict.fromkeys(("texte", "contenu", "article"), "corps"),
    **dict.fromkeys(("site", "domain", "domaine", "link", "lien", "inurl"), "url"),
    **dict.fromkeys(("langue", "language", "langage"), "lang"),
    **dict.fromkeys(("feed", "flux", "journal", "media", "média"), "source"),
    **dict.fromkeys(("by", "par", "byline", "journaliste"), "author"),
    **dict.fromkeys(("tags", "etiquette", "étiquette", "category", "label"), "tag"),
    **dict.fromkeys(("intro", "chapo", "chapeau"), "lead"),
}
_URL: Final = re.compile(r"(?:\w+://)?(?:www\.)*([^\W_][\w-]*(?:\.[\w-]+)+)(?=[/:]|$)")
_LOOSE_GAP: Final = re.compile(r"/(\d{1,3}|[sS])")
_FOREIGN_GAP: Final = re.compile(r"(?:w|n|adj|within|pre|onear|near)/(\d{1,3})", re.IGNORECASE)
_FIELDS_EN: Final = "title, lead, body, author, source, url, tag, lang, country"
_FIELDS_FR: Final = "titre, début, corps, auteur, source, url, tag, lang, pays"


def unknown_field(source: str, name: Span, whole: Span, known: Iterable[str]) -> RuleError:
    """``foo:bar``: `name` is the field with its colon, `whole` all that belongs to it."""
    written = source[name.start : name.end].rstrip(":： ").rstrip()
    other = _ELSEWHERE.get(written.casefold())
    question = did_you_mean(other or written, known)
    quoted = mended(source, whole, f'"{source[whole.start : whole.end]}"')
    return RuleError(
        source,
        name,
        Text(
            en=f"“{short(written)}:” is not a field of an article.",
            fr=f"« {short(written)} : » n'est pas un champ d'un article.",
        ),
        Text(
            en=(f"{question.en} " if question else "")
            + f"The fields: {_FIELDS_EN}. To look for it as it stands: {quoted}",
            fr=(f"{question.fr} " if question else "")
            + f"Les champs : {_FIELDS_FR}. Pour le chercher tel quel : {quoted}",
        ),
    )


def nested_field(source: str, span: Span, outer: Span) -> RuleError:
    """A field inside another: a word cannot be in two places at once."""
    names = [source[place.start : place.end].strip() for place in (outer, span)]
    return RuleError(
        source,
        span,
        Text(en="A field cannot stand inside another.", fr="Un champ n'en contient pas un autre."),
        Text(
            en=f"Side by side: {names[0]}Chine {names[1]}drones",
            fr=f"Côte à côte : {names[0]}Chine {names[1]}drones",
        ),
    )


def empty_field(source: str, field: Span) -> RuleError:
    """A field with nothing to look for in it."""
    name = source[field.start : field.end].strip()
    return RuleError(
        source,
        field,
        Text(
            en=f"A word is missing right after {name}",
            fr=f"Il manque un mot juste après {name}",
        ),
        Text(
            en=f"One word: {name}Chine. Several: {name}(Chine | drones). To exclude: -{name}Chine",
            fr=f"Un mot : {name}Chine. Plusieurs : {name}(Chine | drones). "
            f"Pour exclure : -{name}Chine",
        ),
    )


def excluded_in_field(source: str, field: Span, child: Span) -> RuleError:
    """``title:(-a)``: it only says what must not be in the field."""
    name = source[field.start : field.end].strip()
    inside = source[child.start : child.end].lstrip("-")
    return RuleError(
        source,
        Span(field.start, child.end),
        Text(
            en="This only says what must not be in the field.",
            fr="Ceci ne dit que ce qui ne doit pas être dans le champ.",
        ),
        Text(
            en=f"To exclude it, put the sign before the field: drones -{name}({short(inside)})",
            fr=f"Pour l'exclure, mettez le signe devant le champ : drones -{name}({short(inside)})",
        ),
    )


def bad_code(source: str, span: Span, scope: str) -> RuleError:
    """``lang:french`` or ``country:(a -b)``: only codes can be there."""
    expected = {
        "lang": Text(
            en="A language is a code of two or three letters.",
            fr="Une langue s'écrit par un code de deux ou trois lettres.",
        ),
        "country": Text(
            en="A country is a code of two letters.",
            fr="Un pays s'écrit par un code de deux lettres.",
        ),
    }[scope]
    one, two = {"lang": ("fr", "en"), "country": ("FR", "BE")}[scope]
    french = {"lang": "lang", "country": "pays"}[scope]
    return RuleError(
        source,
        span,
        expected,
        Text(
            en=f"For example {scope}:{one}, or one of several: {scope}:({one} | {two})",
            fr=f"Par exemple {french}:{one}, ou l'un de plusieurs : {french}:({one} | {two})",
        ),
    )


def placeless_field(source: str, span: Span, name: str) -> RuleError:
    """``author:(a NEAR b)``: only the article's text has distances and counts."""
    return RuleError(
        source,
        span,
        Text(
            en=f"Distances and counts are for the article's text, not for {name}",
            fr=f"Les distances et les comptes valent pour le texte de l'article, pas pour {name}",
        ),
        Text(
            en=f'Words, or the exact name: {name}Dupont, {name}"Jean Dupont"',
            fr=f"Des mots, ou le nom exact : {name}Dupont, {name}« Jean Dupont »",
        ),
    )


# ── Addresses and slashes ────────────────────────────────────────────────────────────────────


def slashed(source: str, span: Span) -> RuleError:
    """A word with a slash, where no address is expected."""
    text = source[span.start : span.end]
    if loose := _LOOSE_GAP.fullmatch(text):
        return _detached_gap(source, span, loose[1])
    if foreign := _FOREIGN_GAP.fullmatch(text):
        return _foreign_gap(source, span, foreign[1])
    if text.startswith("/") and text.strip("/"):
        return refusals.regex(source, span)
    host = _URL.match(text)
    if host and ("://" in text or "." in text.partition("/")[0]):
        return _pasted_url(source, span, host[1])
    at = span.start + text.index("/")
    return refusals.slash(source, Span(at, at + 1))


def _pasted_url(source: str, span: Span, host: str) -> RuleError:
    return RuleError(
        source,
        span,
        Text(
            en="An address is looked for in the field url:",
            fr="Une adresse se cherche dans le champ url:",
        ),
        write(mended(source, span, f"url:{short(host)}")),
    )


def _detached_gap(source: str, span: Span, number: str) -> RuleError:
    return RuleError(
        source,
        span,
        Text(
            en="The number has to touch NEAR.",
            fr="Le nombre doit toucher PROCHE.",
        ),
        Text(en=f"Chine NEAR/{number} drones", fr=f"Chine PROCHE/{number} drones"),
    )


def _foreign_gap(source: str, span: Span, number: str) -> RuleError:
    return RuleError(
        source,
        span,
        Text(
            en="Here, words close to each other are written with NEAR.",
            fr="Ici, des mots proches l'un de l'autre s'écrivent avec PROCHE.",
        ),
        Text(
            en=f"Write: {mended(source, span, f'NEAR/{number}')}",
            fr=f"Écrivez : {mended(source, span, f'PROCHE/{number}')}",
        ),
    )
