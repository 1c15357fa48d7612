"""Refusals of fields and of addresses that are written wrongly.

As in `refusals`, each function makes the `RuleError` for one mistake.
"""

import re
from difflib import get_close_matches
from typing import Final

from bot.errors import RuleError
from bot.expression import And, Concept, Expression, In, Not, Or, Phrase, Scope, Span, Word
from bot.i18n import LANGS, Text
from bot.watchlist import placement, refusals
from bot.watchlist.concepts import shipped
from bot.watchlist.keywords import FIELDS, NUMBERED
from bot.watchlist.refusals import mended, short, write
from bot.watchlist.wording import format_rule

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
_LANGUAGES: Final = {
    **dict.fromkeys(("french", "français", "francais"), "fr"),
    **dict.fromkeys(("english", "anglais"), "en"),
    **dict.fromkeys(("german", "allemand", "deutsch"), "de"),
    **dict.fromkeys(("spanish", "espagnol", "español"), "es"),
    **dict.fromkeys(("italian", "italien", "italiano"), "it"),
    **dict.fromkeys(("russian", "russe"), "ru"),
    **dict.fromkeys(("ukrainian", "ukrainien"), "uk"),
    **dict.fromkeys(("chinese", "chinois"), "zh"),
    **dict.fromkeys(("arabic", "arabe"), "ar"),
}
"""Languages by what people call them, for a suggestion."""
_URL: Final = re.compile(r"(?:\w+://)?(?:www\.)*([^\W_][\w-]*(?:\.[\w-]+)+)(?=[/:]|$)")
_FIRST_WORD: Final = re.compile(r"\s*+(\w+)")
_LOOSE_GAP: Final = re.compile(r"/(?:\d{1,3}|[sS])")
_OPERATOR_ENDS: Final = re.compile(rf"\b(?:{'|'.join(NUMBERED)})\s*\Z")
_FOREIGN_GAP: Final = re.compile(r"(?:w|n|adj|within|pre|onear|near)/(\d{1,3})", re.IGNORECASE)
_FIELDS_EN: Final = "title, lead, body, author, source, url, tag, lang, country"
_FIELDS_FR: Final = "titre, début, corps, auteur, source, url, tag, lang, pays"


def unknown_field(source: str, name: Span, whole: Span) -> RuleError:
    """``foo:bar``: `name` is the field with its colon, `whole` all that belongs to it."""
    colon = source[name.start : name.end]
    written = colon.rstrip(":： \u00a0")
    value = source[name.end : whole.end]
    close = get_close_matches(written[:80].casefold(), FIELDS, n=1)
    meant = _ELSEWHERE.get(written.casefold()) or "".join(close)
    field = mended(source, whole, f"{meant}:{value}") if meant else ""
    plain = mended(source, whole, f'"{colon}{value}"' if value else written)
    return RuleError(
        source,
        name,
        Text(
            en=f"“{short(written)}:” is not a field of an article.",
            fr=f"« {short(written)} : » n'est pas un champ d'un article.",
        ),
        Text(
            en=(f"Did you mean “{field}”? " if meant else f"The fields: {_FIELDS_EN}. ")
            + f"To look for the words: {plain}",
            fr=(f"Vouliez-vous dire « {field} » ? " if meant else f"Les champs : {_FIELDS_FR}. ")
            + f"Pour chercher les mots : {plain}",
        ),
    )


def unfit(source: str, field: Span, scope: Scope, child: Expression) -> RuleError | None:
    """What is wrong with looking for `child` in the field of that scope, if anything is."""
    if placement.excludes(child):
        return _excluded(source, field, scope, child)
    if scope == "lang":
        wrong = placement.uncoded(child, (2, 3))
        return _bad_language(source, wrong) if wrong else None
    if scope == "country":
        wrong = placement.uncoded(child, (2, 2)) or _other_code(child)
        return _bad_country(source, wrong) if wrong else None
    if scope not in placement.TEXT_SCOPES:
        wrong = placement.placed(child)
        return _placeless(source, wrong.span, source[field.start : field.end]) if wrong else None
    return None


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


def field_list(source: str, field: Span, first: Span, comma: Span) -> RuleError:
    """``lang:fr, en``: the comma is in a field, which takes a group."""
    name = source[field.start : field.end].strip()
    one = source[first.start : first.end]
    following = _FIRST_WORD.match(source, comma.end)
    other, end = (following[1], following.end()) if following else ("…", comma.end)
    group = f"{name}({short(one)} | {short(other)})"
    return RuleError(
        source,
        comma,
        Text(
            en="A field takes several words as a group, not with a comma.",
            fr="Un champ prend plusieurs mots en groupe, pas avec une virgule.",
        ),
        write(mended(source, Span(field.start, end), group)),
    )


def _excluded(source: str, field: Span, scope: Scope, child: Expression) -> RuleError:
    """``title:(-a)``: it only says what must not be in the field."""
    clauses = child.children if isinstance(child, And) else (child,)
    outside = [Not(In(scope, clause.child)) for clause in clauses if isinstance(clause, Not)]
    english, french = (" ".join(format_rule(clause, lang) for clause in outside) for lang in LANGS)
    return RuleError(
        source,
        Span(field.start, child.span.end),
        Text(
            en="This only says what must not be in the field.",
            fr="Ceci ne dit que ce qui ne doit pas être dans le champ.",
        ),
        Text(
            en=f"To exclude it, put the sign before the field: drones {short(english)}",
            fr=f"Pour l'exclure, mettez le signe devant le champ : drones {short(french)}",
        ),
    )


def _bad_language(source: str, wrong: Expression) -> RuleError:
    """``lang:french`` or ``lang:(a -b)``: only codes can be there."""
    written = source[wrong.span.start : wrong.span.end].casefold()
    one = _LANGUAGES.get(written, "fr")
    return RuleError(
        source,
        wrong.span,
        Text(
            en="A language is written as a code of two or three letters.",
            fr="Une langue s'écrit par un code de deux ou trois lettres.",
        ),
        _codes(Text(en="lang", fr="lang"), one, "fr" if one == "en" else "en"),
    )


def _bad_country(source: str, wrong: Expression) -> RuleError:
    """``country:France``: only codes can be there, and the one that is meant is known."""
    start, end = wrong.span
    code = _code_of(wrong)
    right = f"{source[:start]}{code}{source[end:]}"
    example = _codes(Text(en="country", fr="pays"), "FR", "BE")
    return RuleError(
        source,
        wrong.span,
        Text(
            en="A country is written as its code of two letters.",
            fr="Un pays s'écrit par son code de deux lettres.",
        ),
        write(mended(right, Span(0, 0), "")) if code else example,
    )


def _codes(field: Text, one: str, other: str) -> Text:
    return Text(
        en=f"For example {field.en}:{one}, or one of several: {field.en}:({one} | {other})",
        fr=f"Par exemple {field.fr}:{one}, ou l'un de plusieurs : {field.fr}:({one} | {other})",
    )


def _other_code(child: Expression) -> Expression | None:
    """A code that stands for a country, but not the one that sources have: UK is GB."""
    if isinstance(child, Or):
        return next((each for each in child.children if _other_code(each)), None)
    code = shipped().country_code(child.text) if isinstance(child, Word) else None
    return child if code and isinstance(child, Word) and code != child.text.upper() else None


def _code_of(wrong: Expression) -> str | None:
    """The code of the country that is named, or nearly so."""
    if isinstance(wrong, Concept):
        name = wrong.name
    elif isinstance(wrong, Word | Phrase):
        name = wrong.text
    else:
        return None
    likely = (name,) if shipped().find(name) else shipped().like(name)
    return next(filter(None, map(shipped().country_code, likely)), None)


def _placeless(source: str, span: Span, field: str) -> RuleError:
    """``author:(a NEAR b)``: only the article's text has distances and counts."""
    name = field.strip()
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
    if _LOOSE_GAP.fullmatch(text) and _OPERATOR_ENDS.search(source[: span.start]):
        return _detached_gap(source, span)
    if foreign := _FOREIGN_GAP.fullmatch(text):
        return _foreign_gap(source, span, foreign[1])
    if text.startswith("/") and text.strip("/"):
        return refusals.regex(source, span)
    host = _URL.match(text)
    if host and ("://" in text or "." in text.partition("/")[0]):
        return _pasted_url(source, span, host[1])
    at = span.start + text.index("/")
    return refusals.slash(source, Span(at, at + 1))


def starred_address(source: str, span: Span) -> RuleError:
    """``url:lemonde.fr/*``: what is below an address is found with it."""
    return RuleError(
        source,
        span,
        Text(
            en="An address takes no star: what is below it is found with it.",
            fr="Une adresse ne prend pas d'étoile : ce qui est dessous se trouve avec elle.",
        ),
        write(mended(source, span, "")),
    )


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


def _detached_gap(source: str, span: Span) -> RuleError:
    joined = source[: span.start].rstrip() + source[span.start :]
    return RuleError(
        source,
        span,
        Text(
            en="The number has to touch the operator.",
            fr="Le nombre doit toucher l'opérateur.",
        ),
        write(mended(joined, Span(0, 0), "")),
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
