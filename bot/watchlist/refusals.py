"""Everything that the rule language refuses: what is wrong, where, and how to write it instead.

Each function makes the `RuleError` for one mistake. A suggestion is the person's own rule, mended,
as long as it is short enough to read.
"""

import re
from typing import Final

from bot.errors import RuleError
from bot.expression import Span
from bot.i18n import Text

_LONGEST_SUGGESTION: Final = 100
"""Characters: of a longer rule only the surroundings of the mended place are shown."""
_AROUND: Final = 40
_COMMA: Final = re.compile(r"[,;，、；،]")
_LIST: Final = re.compile(r"/\d+\s*[(（]")
_QUOTE: Final = re.compile('["“”„‟＂«»]')


def mended(source: str, span: Span, replacement: str) -> str:
    """`source` with another text at `span`; of a long rule only what is around it."""
    before, after = source[: span.start], source[span.end :]
    if len(source) > _LONGEST_SUGGESTION:
        before = "… " + before[-_AROUND:] if len(before) > _AROUND else before
        after = after[:_AROUND] + " …" if len(after) > _AROUND else after
    return " ".join(f"{before} {replacement} {after}".split())


def short(text: str) -> str:
    """The beginning of `text`, to name it in a sentence."""
    return text if len(text) <= 40 else text[:39] + "…"


def write(rule: str) -> Text:
    """The advice to write `rule` instead."""
    return Text(en=f"Write: {rule}", fr=f"Écrivez : {rule}")


def empty(source: str) -> RuleError:
    """Nothing but blanks."""
    return RuleError(
        source,
        Span(0, len(source)),
        Text(en="The rule is empty.", fr="La règle est vide."),
        Text(
            en="Write the words to look for, for example: Chine + drones",
            fr="Écrivez les mots à chercher, par exemple : Chine + drones",
        ),
    )


def too_long(source: str, limit: int) -> RuleError:
    """More characters than any list of words needs."""
    return RuleError(
        source,
        Span(limit, len(source)),
        Text(
            en=f"The rule is too long: {len(source)} characters, {limit} at most.",
            fr=f"La règle est trop longue : {len(source)} caractères, {limit} au plus.",
        ),
        Text(en="Make several rules of it.", fr="Partagez-la en plusieurs règles."),
    )


def too_many(source: str, span: Span, limit: int) -> RuleError:
    """More terms and operators than allowed; `span` is the first one too many."""
    return RuleError(
        source,
        span,
        Text(
            en=f"The rule has more than {limit} words and signs.",
            fr=f"La règle a plus de {limit} mots et signes.",
        ),
        Text(en="Make several rules of it.", fr="Partagez-la en plusieurs règles."),
    )


def too_deep(source: str, span: Span, limit: int) -> RuleError:
    """Parentheses in parentheses without end."""
    return RuleError(
        source,
        span,
        Text(
            en=f"More than {limit} parentheses are open at once.",
            fr=f"Plus de {limit} parenthèses sont ouvertes à la fois.",
        ),
        Text(
            en="Take out those that change nothing.",
            fr="Retirez celles qui ne changent rien.",
        ),
    )


def long_phrase(source: str, span: Span, limit: int) -> RuleError:
    """A phrase that is a paragraph."""
    return RuleError(
        source,
        span,
        Text(
            en=f"This phrase has more than {limit} words.",
            fr=f"Cette expression a plus de {limit} mots.",
        ),
        Text(
            en="Keep its few telling words, or check that the quotation marks are in pairs.",
            fr="Gardez ses quelques mots parlants, ou vérifiez que les guillemets vont par deux.",
        ),
    )


def no_word(source: str, span: Span) -> RuleError:
    """Signs without any letter or digit."""
    return RuleError(
        source,
        span,
        Text(
            en="There is no letter and no digit to look for here.",
            fr="Il n'y a ici ni lettre ni chiffre à chercher.",
        ),
        Text(en="Take it out, or write a word.", fr="Retirez-le, ou écrivez un mot."),
    )


def comma(source: str, span: Span) -> RuleError:
    """A comma could mean « all » as well as « any »."""
    everything, anything = (_without_commas(source, span, sign) for sign in "+|")
    return RuleError(
        source,
        span,
        Text(
            en="A comma does not say whether all the words are wanted or any of them.",
            fr="Une virgule ne dit pas s'il faut tous les mots ou l'un d'eux.",
        ),
        Text(
            en=f"+ for all, | for any: {everything}  or  {anything}",
            fr=f"+ pour tous, | pour l'un d'eux : {everything}  ou  {anything}",
        ),
    )


def _without_commas(source: str, span: Span, sign: str) -> str:
    if _QUOTE.search(source) or _LIST.search(source):  # commas there mean something else
        return mended(source, span, sign)
    after = _COMMA.sub(f" {sign} ", source[span.end :])
    return mended(source[: span.end] + after, span, sign)


def slash(source: str, span: Span) -> RuleError:
    """A slash between words could be « or » or a part of a name."""
    return RuleError(
        source,
        span,
        Text(
            en="A slash does not join words in a rule.",
            fr="Une barre oblique ne relie pas les mots d'une règle.",
        ),
        Text(
            en=f"| for either: {mended(source, span, '|')} (as it stands: in quotation marks)",
            fr=f"| pour l'un ou l'autre : {mended(source, span, '|')}"
            " (tel quel : entre guillemets)",
        ),
    )


def bracket(source: str, span: Span) -> RuleError:
    """Square brackets and braces group nothing here."""
    rule = source.translate(str.maketrans("[]{}", "()()"))
    return RuleError(
        source,
        span,
        Text(en="Groups take round parentheses.", fr="On groupe avec des parenthèses rondes."),
        write(mended(rule, Span(0, 0), "")),
    )


def lone_dash(source: str, span: Span) -> RuleError:
    """A dash that touches no following word: an exclusion, a joined word, or punctuation?"""
    excluded = source[: span.start] + " -" + source[span.end :].lstrip()
    sample = mended(excluded, Span(0, 0), "") if source[span.end :].strip() else "drones -forum"
    return RuleError(
        source,
        span,
        Text(
            en="A dash alone excludes nothing: it has to touch the word.",
            fr="Un tiret seul n'exclut rien : il doit toucher le mot.",
        ),
        Text(
            en=f"To exclude: {sample}. To join: sol-air",
            fr=f"Pour exclure : {sample}. Pour relier : sol-air",
        ),
    )


_CLOSING: Final = {"«": " »", "“": "”", "„": "“"}


def unclosed_quote(source: str, span: Span) -> RuleError:
    """An opening quotation mark without its partner."""
    closing = _CLOSING.get(source[span.start], '"')
    return RuleError(
        source,
        span,
        Text(
            en="This quotation mark is never closed.",
            fr="Ce guillemet n'est jamais refermé.",
        ),
        write(mended(f"{source.rstrip()}{closing}", Span(0, 0), "")),
    )


def unopened_quote(source: str, span: Span) -> RuleError:
    """A closing guillemet without its partner."""
    return RuleError(
        source,
        span,
        Text(
            en="This quotation mark closes nothing.",
            fr="Ce guillemet ne ferme rien.",
        ),
        write(mended(source, span, "")),
    )


def unclosed_group(source: str, span: Span) -> RuleError:
    """An opening parenthesis without its partner."""
    return RuleError(
        source,
        span,
        Text(
            en="This parenthesis is never closed.",
            fr="Cette parenthèse n'est jamais refermée.",
        ),
        write(mended(f"{source.rstrip()})", Span(0, 0), "")),
    )


def unopened_group(source: str, span: Span) -> RuleError:
    """A closing parenthesis without its partner."""
    return RuleError(
        source,
        span,
        Text(
            en="This parenthesis closes nothing.",
            fr="Cette parenthèse ne ferme rien.",
        ),
        write(mended(source, span, "")),
    )


def empty_group(source: str, span: Span) -> RuleError:
    """Parentheses around nothing."""
    return RuleError(
        source,
        span,
        Text(
            en="There is nothing between these parentheses.",
            fr="Il n'y a rien entre ces parenthèses.",
        ),
        Text(
            en="Take them out, or write a word in them.",
            fr="Retirez-les, ou écrivez-y un mot.",
        ),
    )


def dangling(source: str, span: Span) -> RuleError:
    """An operator with nothing on one of its sides."""
    sign = source[span.start : span.end]
    without = mended(source, span, "") or "Chine + drones"
    english, french = (
        (" (in quotation marks it is a word)", " (entre guillemets, c'est un mot)")
        if sign[0].isalpha()
        else ("", "")
    )
    return RuleError(
        source,
        span,
        Text(
            en=f"A word is missing beside {sign}",
            fr=f"Il manque un mot à côté de {sign}",
        ),
        Text(
            en=f"Write one, or take {sign} out: {without}{english}",
            fr=f"Écrivez-en un, ou retirez {sign} : {without}{french}",
        ),
    )


def only_exclusions(source: str, span: Span) -> RuleError:
    """A rule that would match nearly every article in the world."""
    unwanted = source[span.start : span.end]
    rule = f"{'Chine' if 'drone' in unwanted.casefold() else 'drones'} {unwanted}"
    return RuleError(
        source,
        span,
        Text(
            en="This only says what to leave out: nearly every article would match.",
            fr="Ceci ne dit que ce qu'il faut écarter : presque tous les articles passeraient.",
        ),
        Text(
            en=f"Say what to look for too, for example: {mended(rule, Span(0, 0), '')}",
            fr=f"Dites aussi quoi chercher, par exemple : {mended(rule, Span(0, 0), '')}",
        ),
    )


def excluded_choice(source: str, span: Span, operator: Span) -> RuleError:
    """« x or everything without y »: it would match nearly every article."""
    return RuleError(
        source,
        span,
        Text(
            en="An exclusion cannot be one of several choices: nearly every article would match.",
            fr="Une exclusion ne peut pas être un choix : presque tous les articles passeraient.",
        ),
        Text(
            en=f"To leave it out of the others: {mended(source, operator, '')}",
            fr=f"Pour l'écarter des autres : {mended(source, operator, '')}",
        ),
    )


def misplaced_star(source: str, span: Span) -> RuleError:
    """A star anywhere but at the end of a word."""
    return RuleError(
        source,
        span,
        Text(
            en="A star stands once, at the end of a word.",
            fr="L'étoile se met une fois, à la fin d'un mot.",
        ),
        Text(
            en="chin* finds every word that starts with chin",
            fr="chin* trouve tous les mots qui commencent par chin",
        ),
    )


def quoted_star(source: str, span: Span) -> RuleError:
    """A star in a phrase."""
    return RuleError(
        source,
        span,
        Text(
            en="A star has no effect between quotation marks.",
            fr="L'étoile n'a pas d'effet entre guillemets.",
        ),
        Text(
            en="Singular and plural are found without it; else use the word outside: drone + arm*",
            fr="Singulier et pluriel se trouvent sans elle ; sinon sortez le mot : drone + arm*",
        ),
    )


def short_prefix(source: str, span: Span) -> RuleError:
    """A prefix that would bring half the dictionary."""
    return RuleError(
        source,
        span,
        Text(
            en="Before a star there must be at least 3 letters.",
            fr="Avant une étoile, il faut au moins 3 lettres.",
        ),
        Text(
            en="chin* is long enough; a short word is found whole, without a star",
            fr="chin* est assez long ; un mot court se cherche entier, sans étoile",
        ),
    )


def regex(source: str, span: Span) -> RuleError:
    """A regular expression."""
    return RuleError(
        source,
        span,
        Text(
            en="Regular expressions are not accepted: one of them can stop every alert.",
            fr="Les expressions régulières sont refusées : une seule peut arrêter les alertes.",
        ),
        Text(
            en='Use words, a prefix (chin*) or a phrase ("drone armé").',
            fr="Employez des mots, un préfixe (chin*) ou une expression (« drone armé »).",
        ),
    )
