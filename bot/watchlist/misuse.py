"""Refusals of fields, distances, counts, exact forms and concepts that are written wrongly.

As in `refusals`, each function makes the `RuleError` for one mistake.
"""

import re
from collections.abc import Iterable
from typing import Final

from bot.errors import RuleError
from bot.i18n import Text, did_you_mean
from bot.model import Span
from bot.watchlist import refusals
from bot.watchlist.refusals import mended, write
from bot.watchlist.wording import format_concept

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


def _rule(source: str) -> str:
    return mended(source, Span(0, 0), "")


# ── Fields ───────────────────────────────────────────────────────────────────────────────────


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
            en=f"“{_short(written)}:” is not a field of an article.",
            fr=f"« {_short(written)} : » n'est pas un champ d'un article.",
        ),
        Text(
            en=(f"{question.en} " if question else "")
            + f"The fields: {_FIELDS_EN}. To look for it as it stands: {quoted}",
            fr=(f"{question.fr} " if question else "")
            + f"Les champs : {_FIELDS_FR}. Pour le chercher tel quel : {quoted}",
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


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
            en=f"To exclude it, put the sign before the field: drones -{name}({_short(inside)})",
            fr=f"Pour l'exclure, mettez le signe devant le champ : "
            f"drones -{name}({_short(inside)})",
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
        write(mended(source, span, f"url:{_short(host)}")),
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


# ── Distances and counts ─────────────────────────────────────────────────────────────────────


def gap(source: str, span: Span, name: str, limit: int) -> RuleError:
    """``NEAR/500`` or ``NEAR/x``."""
    return RuleError(
        source,
        span,
        Text(
            en=f"After {name}/ stands a number of words from 0 to {limit}, or s for the sentence.",
            fr=f"Après {name}/ il faut un nombre de mots de 0 à {limit}, ou s pour la phrase.",
        ),
        Text(
            en=f"For example: {mended(source, span, f'{name}/10')}, or {name}/s; further apart: +",
            fr=f"Par exemple : {mended(source, span, f'{name}/10')}, ou {name}/s ; "
            "plus loin l'un de l'autre : +",
        ),
    )


def number_after_near(source: str, near: Span, number: Span) -> RuleError:
    """``NEAR 3``: it would look for the word « 3 »."""
    joined = f"{source[near.start : near.end]}/{source[number.start : number.end]}"
    return RuleError(
        source,
        Span(near.start, number.end),
        Text(
            en="Is this number the distance? It needs a slash.",
            fr="Ce nombre est-il la distance ? Il lui faut une barre oblique.",
        ),
        Text(
            en=f"Write: {mended(source, Span(near.start, number.end), joined)} (the number itself: "
            "in quotation marks)",
            fr=f"Écrivez : {mended(source, Span(near.start, number.end), joined)} (le nombre "
            "lui-même : entre guillemets)",
        ),
    )


def excluded_near(source: str, operator: Span, sign: Span) -> RuleError:
    """``a NEAR/3 -b``: what is not there is nowhere near."""
    return RuleError(
        source,
        Span(operator.start, sign.end),
        Text(
            en="An exclusion cannot be near anything: what is not there is nowhere.",
            fr="Une exclusion n'est proche de rien : ce qui est absent n'est nulle part.",
        ),
        Text(
            en=f"To leave it out: {mended(source, operator, '')}",
            fr=f"Pour l'écarter : {mended(source, operator, '')}",
        ),
    )


def no_number(source: str, span: Span, kind: str) -> RuleError:
    """``ATLEAST(a, b)`` or ``TIMES(a)``."""
    name = source[span.start : span.end]
    number = 2 if kind == "atleast" else 3
    return RuleError(
        source,
        span,
        Text(en=f"{name} needs a number.", fr=f"Il faut un nombre à {name}."),
        write(
            mended(source, span, f"{name}/{number}").replace(
                f"{name}/{number} (", f"{name}/{number}("
            )
        ),
    )


def bad_number(source: str, span: Span, name: str, limit: int) -> RuleError:
    """``TIMES/0`` or ``ATLEAST/x``."""
    return RuleError(
        source,
        span,
        Text(
            en=f"After {name}/ stands a number from 1 to {limit}.",
            fr=f"Après {name}/ il faut un nombre de 1 à {limit}.",
        ),
        _counts_are_written(),
    )


def no_list(source: str, span: Span) -> RuleError:
    """``TIMES/3 a``."""
    name = source[span.start : span.end]
    return RuleError(
        source,
        span,
        Text(
            en=f"After {name} stands what to count, in parentheses.",
            fr=f"Après {name}, il faut ce que l'on compte, entre parenthèses.",
        ),
        _counts_are_written(),
    )


def _counts_are_written() -> Text:
    return Text(
        en="Two of a list: ATLEAST/2(a, b, c). Three times: TIMES/3(a)",
        fr="Deux d'une liste : AUMOINS/2(a, b, c). Trois fois : FOIS/3(a)",
    )


def too_few(source: str, span: Span, count: int, alternatives: int) -> RuleError:
    """``ATLEAST/3(a, b)``: never true. A list of one is taken for a forgotten comma."""
    return RuleError(
        source,
        span,
        Text(
            en=f"At least {count} are wanted of a list that has {alternatives}.",
            fr=f"Il en faut au moins {count} dans une liste qui en a {alternatives}.",
        )
        if alternatives > 1
        else Text(
            en="There is only one thing in this list.",
            fr="Il n'y a qu'une chose dans cette liste.",
        ),
        Text(
            en="Commas separate what is counted: ATLEAST/2(a, b, c)",
            fr="Des virgules séparent ce que l'on compte : AUMOINS/2(a, b, c)",
        ),
    )


def repeated(source: str, span: Span) -> RuleError:
    """The same twice in a list: it would count for two."""
    return RuleError(
        source,
        span,
        Text(en="This is in the list already.", fr="Ceci est déjà dans la liste."),
        Text(
            en="Take it out. To find a word several times: TIMES/2(a)",
            fr="Retirez-le. Pour trouver un mot plusieurs fois : FOIS/2(a)",
        ),
    )


def excluded_in_list(source: str, span: Span) -> RuleError:
    """``ATLEAST/2(a, -b)``: what is not there cannot be counted."""
    left_out = source[span.start : span.end]
    return RuleError(
        source,
        span,
        Text(
            en="What must not be there cannot be counted.",
            fr="On ne peut pas compter ce qui ne doit pas être là.",
        ),
        Text(
            en=f"To leave it out, put it behind the list: ATLEAST/2(a, b) {_short(left_out)}",
            fr=f"Pour l'écarter, mettez-le après la liste : AUMOINS/2(a, b) {_short(left_out)}",
        ),
    )


def times_list(source: str, comma: Span, whole: Span) -> RuleError:
    """``TIMES/3(a, b)``: all of them three times, or three times in all?"""
    inside = source[whole.start : whole.end]
    name, _, items = inside.partition("(")
    number = name.partition("/")[2].strip()
    either = items.replace(",", " |")
    return RuleError(
        source,
        comma,
        Text(
            en="Only one thing at a time is counted here.",
            fr="On ne compte ici qu'une chose à la fois.",
        ),
        Text(
            en=f"Any of them, in all: {_short(f'TIMES/{number}({either}')}  "
            f"or so many of the list: {_short(f'ATLEAST/{number}({items}')}",
            fr=f"L'un ou l'autre, en tout : {_short(f'FOIS/{number}({either}')}  "
            f"ou tant de la liste : {_short(f'AUMOINS/{number}({items}')}",
        ),
    )


# ── Exact forms, windows, concepts ───────────────────────────────────────────────────────────


def lone_equals(source: str, span: Span) -> RuleError:
    """An equals sign that touches no word."""
    return RuleError(
        source,
        span,
        Text(
            en="The sign = has to touch a word or a quotation mark.",
            fr="Le signe = doit toucher un mot ou un guillemet.",
        ),
        Text(
            en='This very form: =OTAN or ="drone armé". Any form: without the sign',
            fr="Cette forme précise : =OTAN ou =« drone armé ». Toutes les formes : sans le signe",
        ),
    )


def exact_prefix(source: str, span: Span) -> RuleError:
    """``=chin*``: exact and open-ended at once."""
    word = source[span.start + 1 : span.end - 1]
    return RuleError(
        source,
        span,
        Text(
            en="A form is either exact (=) or open-ended (*).",
            fr="Une forme est soit précise (=), soit ouverte (*).",
        ),
        Text(
            en=f"Write: {mended(source, span, f'{word}*')}  or  {mended(source, span, f'={word}')}",
            fr=f"Écrivez : {mended(source, span, f'{word}*')}"
            f"  ou  {mended(source, span, f'={word}')}",
        ),
    )


def exact_field(source: str, span: Span) -> RuleError:
    """``=title:OTAN``: the sign belongs to the word."""
    name, _, word = source[span.start + 1 : span.end].partition(":")
    return RuleError(
        source,
        span,
        Text(
            en="The sign = stands before the word, after the field.",
            fr="Le signe = se met devant le mot, après le champ.",
        ),
        write(mended(source, span, f"{name.strip()}:={word.strip() or 'OTAN'}")),
    )


def exact_window(source: str, span: Span) -> RuleError:
    """``="a b"~2``: this very form cannot have other words in it."""
    quoted = source[span.start + 1 : span.end]
    return RuleError(
        source,
        span,
        Text(
            en="An exact phrase (=) leaves no room for other words (~).",
            fr="Une expression précise (=) ne laisse pas de place à d'autres mots (~).",
        ),
        Text(
            en=f"Without the first sign: {mended(source, span, quoted)}",
            fr=f"Sans le premier signe : {mended(source, span, quoted)}",
        ),
    )


def window(source: str, span: Span, phrase: str, words: int) -> RuleError:
    """``"a b"~`` without a number, with a strange one, or after a single word."""
    if words < 2:
        return fuzzy(source, span)
    return RuleError(
        source,
        span,
        Text(
            en="After ~ stands how many other words may be among them, from 1 to 100.",
            fr="Après ~ il faut le nombre d'autres mots permis parmi eux, de 1 à 100.",
        ),
        Text(
            en=f'For example: "{_short(phrase)}"~3. In this very order and nothing between: '
            "without ~",
            fr=f"Par exemple : « {_short(phrase)} »~3. Dans cet ordre et sans rien entre : sans ~",
        ),
    )


def fuzzy(source: str, span: Span) -> RuleError:
    """A tilde anywhere but after a phrase."""
    return RuleError(
        source,
        span,
        Text(
            en="The sign ~ only stands right after a phrase in quotation marks.",
            fr="Le signe ~ se met seulement juste après une expression entre guillemets.",
        ),
        Text(
            en='"drone armé"~3: both words with at most 3 others between. Accents and plural are '
            "found without any sign",
            fr="« drone armé »~3 : les deux mots, 3 autres au plus entre eux. Accents et pluriels "
            "se trouvent sans aucun signe",
        ),
    )


def lone_at(source: str, span: Span) -> RuleError:
    """An at sign that touches no name."""
    return RuleError(
        source,
        span,
        Text(
            en="The sign @ has to touch the name of a concept.",
            fr="Le signe @ doit toucher le nom d'un concept.",
        ),
        Text(
            en='All the names of a country: @Chine, @"Corée du Sud"',
            fr="Tous les noms d'un pays : @Chine, @« Corée du Sud »",
        ),
    )


def signed_concept(source: str, span: Span) -> RuleError:
    """``@Chine*``: a concept has its own list of words."""
    return RuleError(
        source,
        span,
        Text(
            en="A concept takes no sign after its name.",
            fr="Un concept ne prend pas de signe après son nom.",
        ),
        write(mended(source, span, "")),
    )


def unknown_concept(source: str, span: Span, name: str, close: tuple[str, ...]) -> RuleError:
    """A concept that is in no list."""
    tried = mended(source, span, format_concept(close[0])) if close else ""
    others = ", ".join(format_concept(other) for other in close[1:4])
    return RuleError(
        source,
        span,
        Text(
            en=f"No concept is called “{_short(name)}”.",
            fr=f"Aucun concept ne s'appelle « {_short(name)} ».",
        ),
        Text(
            en=(
                f"Did you mean {tried}" + (f" (or {others})" if others else "") + "? "
                if tried
                else ""
            )
            + f'The word itself: "{_short(name)}". A list of your own goes under concepts: in '
            "feeds.yaml",
            fr=(
                f"Vouliez-vous dire {tried}" + (f" (ou {others})" if others else "") + " ? "
                if tried
                else ""
            )
            + f"Le mot lui-même : « {_short(name)} ». Une liste à vous se met sous concepts: dans "
            "feeds.yaml",
        ),
    )
