"""Refusals of exact forms, windows and concepts that are written wrongly.

As in `refusals`, each function makes the `RuleError` for one mistake.
"""

from bot.errors import RuleError
from bot.expression import Span
from bot.i18n import Text
from bot.watchlist.refusals import mended, short, write
from bot.watchlist.wording import format_concept


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
            en=f'For example: "{short(phrase)}"~3. In this very order and nothing between: '
            "without ~",
            fr=f"Par exemple : « {short(phrase)} »~3. Dans cet ordre et sans rien entre : sans ~",
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
    tried = format_concept(close[0]) if close else ""
    others = ", ".join(format_concept(other) for other in close[1:4])
    return RuleError(
        source,
        span,
        Text(
            en=f"No concept is called “{short(name)}”.",
            fr=f"Aucun concept ne s'appelle « {short(name)} ».",
        ),
        Text(
            en=(
                f"Did you mean {tried}" + (f" (or {others})" if others else "") + "? "
                if tried
                else ""
            )
            + f'The word itself: "{short(name)}". A list of your own goes under concepts: in '
            "feeds.yaml",
            fr=(
                f"Vouliez-vous dire {tried}" + (f" (ou {others})" if others else "") + " ? "
                if tried
                else ""
            )
            + f"Le mot lui-même : « {short(name)} ». Une liste à vous se met sous concepts: dans "
            "feeds.yaml",
        ),
    )
