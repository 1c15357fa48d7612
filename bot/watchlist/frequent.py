"""Words that nearly every article has: what may be said of a rule before there is any history."""

from typing import Final

from bot.expression import Expression, Phrase, Word
from bot.text.words import read

_FREQUENT: Final = frozenset(
    # As `bot.text` reads them: without accents, capitals and plurals.
    """
    a au aux avec ce cet cette ces comme dan dans de des du elle en entre est et eux ete etre fait
    il ils je la le les leur leurs mais meme mes moi mon ne nos notre nous on ont ou par pas plu
    plus pour qu que qui sa sans se ses si son sont sur ta te tes toi ton tou tous tout toute tres
    tu un une vos votre vous
    about after all also an and are as at be been but by can for from had has have he her his how
    i if in into is it its more new no not of or our out over said she so than that the their
    them then there these they this to up us was we were what when which who will with would you
    """.split()  # noqa: SIM905 - reads better without the quotes
)


def is_frequent(term: Expression) -> bool:
    """Whether `term` is made of words alone that nearly every article has."""
    if not isinstance(term, Word | Phrase) or term.exact:
        return False
    keys = read(term.text).keys
    return bool(keys) and len(keys) == 1 and keys[0] in _FREQUENT
