"""Which sentences may be shown: whole ones, of the article and not of its page. Pure."""

import re
from typing import Final

FEWEST_WORDS: Final = 6
MOST_WORDS: Final = 70
MOST_CAPITALS: Final = 0.5

_FURNITURE: Final = re.compile(
    r"""\b(?:
    abonnez|abonnement|s'abonner|newsletter|lettre\ d'information|inscrivez|cliquez|lire\ aussi|
    à\ lire|voir\ aussi|galerie\ photo|tous\ droits|droits\ réservés|partagez|partager\ (?:sur|cet)|
    suivez-nous|en\ savoir\ plus|plus\ d'informations\ sur|cookies?|publicité|crédits?\ photo|
    téléchargez|je\ m'abonne|réservé\ aux\ abonnés|votre\ e-?mail|
    a\ écrit\ dans\ une\ note|journalisme\ de\ qualité|en\ vous\ abonnant|
    share\ (?:post|this|on)|sign\ up|subscribe|subscription|click\ here|read\ (?:more|also|next)|
    photo\ gallery|all\ rights\ reserved|follow\ us|related\ (?:articles|stories)|advertisement|
    stay\ connected|more\ updates|you\ might\ also|download\ our|privacy\ policy|terms\ of\ use|
    getty\ images|afp\ photo|file\ photo|shutterstock|via\ reuters
    )\b|©|\|""",
    re.IGNORECASE | re.VERBOSE,
)
_GLUED: Final = re.compile(
    r"(?<=[a-zàâçéèêëîïôûùü])\s(?:Les|La|Le|Des|Un|Une|Il|Elle|Ils|Elles|Cette|Ces|Interrogé|The|"
    r"This|These|He|She|They|It)\s(?=[a-zàâçéèêëîïôûùü])"
)
"""A capitalised article or pronoun with no full stop before it: two sentences were glued."""
_FULL_STOP_INSIDE: Final = re.compile(r"[a-zàâçéèêëîïôûùü]{3,}[.!?]\s+[a-zàâçéèêëîïôûùü]")
_STARTS_BADLY: Final = re.compile(r"^[^\w«“\"'‘’(¿¡\[]|^[»”)\]]|^(?:et|mais|ou|and|but|or)\b")
_ENDS_WELL: Final = re.compile(r"[.!?…](?:\s?[»”\"'’)\]])*$|[»”\"]\.?$")
_PAIRS: Final = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
_BAD_QUOTE: Final = re.compile(r"\s”|“\s|«\s*[,.;:]|[«“]\s*$|[»”]\s*[«“]\s*[,.]|^\s*[»”]")


def is_clean(sentence: str) -> bool:
    """Whether a sentence can stand in an alert: whole, balanced, and about the news."""
    words = sentence.split()
    return (
        FEWEST_WORDS <= len(words) <= MOST_WORDS
        and not _STARTS_BADLY.search(sentence)
        and not sentence.lstrip("«“\"'‘’([ \u00a0\u202f")[:1].islower()
        and bool(_ENDS_WELL.search(sentence))
        and is_balanced(sentence)
        and not _FURNITURE.search(sentence.replace("’", "'"))
        and not _GLUED.search(sentence)
        and not _FULL_STOP_INSIDE.search(sentence)
        and not _is_shouting(words)
    )


def is_balanced(text: str) -> bool:
    """Whether quotation marks and brackets open and close in turn."""
    straight = text.count('"') % 2 == 0
    return straight and not _BAD_QUOTE.search(text) and all(_turns(text, *pair) for pair in _PAIRS)


def _turns(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == opening) - (character == closing)
        if depth not in (0, 1):
            return False
    return depth == 0


def _is_shouting(words: list[str]) -> bool:
    capitals = sum(word.isupper() and len(word) > 3 for word in words)
    return capitals > MOST_CAPITALS * len(words)
