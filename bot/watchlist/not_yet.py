"""What other rule languages have and this version has not: refused in its place, by its name.

Taken as plain words these signs would silently look for something else.
"""

from bot.errors import RuleError
from bot.i18n import Text
from bot.model import Span
from bot.watchlist.refusals import mended


def _not_yet(source: str, span: Span, what: Text, instead: Text) -> RuleError:
    return RuleError(
        source,
        span,
        Text(
            en=f"{what.en}: not part of the rule language of this version.",
            fr=f"{what.fr} : hors du langage des règles de cette version.",
        ),
        instead,
    )


def field(source: str, span: Span) -> RuleError:
    """``title:`` and the like, or any word with a colon."""
    name = source[span.start : span.end]
    without = mended(source, span, "") or "Chine + drones"
    return _not_yet(
        source,
        span,
        Text(en=f"A field ({name})", fr=f"Un champ ({name})"),
        Text(
            en=f"Title and text are both searched: {without}",
            fr=f"Le titre et le texte sont tous deux parcourus : {without}",
        ),
    )


def near(source: str, span: Span) -> RuleError:
    """``NEAR`` and its kin."""
    return _not_yet(
        source,
        span,
        Text(en="Words close to each other", fr="Des mots proches l'un de l'autre"),
        Text(
            en=f"Both in the article: {mended(source, span, '+')}",
            fr=f"Les deux dans l'article : {mended(source, span, '+')}",
        ),
    )


def count(source: str, span: Span) -> RuleError:
    """``ATLEAST`` and ``TIMES``."""
    return _not_yet(
        source,
        span,
        Text(en="Counting words", fr="Compter des mots"),
        Text(
            en="All of them: a + b + c, any of them: a | b | c",
            fr="Tous : a + b + c, l'un d'eux : a | b | c",
        ),
    )


def concept(source: str, span: Span) -> RuleError:
    """``@concept``."""
    return _not_yet(
        source,
        span,
        Text(en="A list of names (@…)", fr="Une liste de noms (@…)"),
        Text(
            en="Write its names: (Chine | China | Pékin)",
            fr="Écrivez ses noms : (Chine | China | Pékin)",
        ),
    )


def exact(source: str, span: Span) -> RuleError:
    """``=exact``."""
    return _not_yet(
        source,
        span,
        Text(en="An exact form (=…)", fr="Une forme exacte (=…)"),
        Text(
            en=f"Without the sign: {mended(source, Span(span.start, span.start + 1), '')}",
            fr=f"Sans le signe : {mended(source, Span(span.start, span.start + 1), '')}",
        ),
    )


def window(source: str, span: Span) -> RuleError:
    """``"a b"~n``, and a star after a phrase."""
    return _not_yet(
        source,
        span,
        Text(en="A sign after a phrase (~ or *)", fr="Un signe après une expression (~ ou *)"),
        Text(
            en='A phrase as it stands: "drone armé"; its words anywhere: drone + armé',
            fr="L'expression telle quelle : « drone armé » ; ses mots : drone + armé",
        ),
    )
