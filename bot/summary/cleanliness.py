"""Which sentences may be shown: whole ones, of the article and not of its page. Pure."""

import re
from typing import Final

FEWEST_WORDS: Final = 6
MOST_CAPITALS: Final = 0.5

_FURNITURE: Final = re.compile(
    r"""\b(?:
    abonnez|je\ m'abonne|en\ vous\ abonnant|réservé\ aux\ abonnés|inscrivez|cliquez|téléchargez|
    (?:notre|nos|our|votre|your)\ (?:\w+\ )?(?:newsletters?|lettre\ d'information|app(?:lication)?)|
    lire\ aussi|à\ lire\ (?:aussi|également|ailleurs|sur)|voir\ aussi|galerie\ photo|
    tous\ droits\ réservés|partagez|partager\ (?:sur|cet)|suivez-nous|
    plus\ d'informations\ sur|crédits?\ photo|votre\ e-?mail|journalisme\ de\ qualité|
    (?:nos|ces|our|accepte[rz]\ (?:les|des|tous\ les)|accept\ all|utilise\ des|uses?)\ cookies|
    share\ (?:post|this)|sign\ up\ (?:for|to)\ (?:our|the)|subscribe\ (?:to\ our|now|today)|
    click\ here|read\ (?:more|also|next)|photo\ gallery|all\ rights\ reserved|follow\ us|
    related\ (?:articles|stories)|you\ might\ also|(?:our|download\ the)\ app|our\ privacy\ policy|
    (?:file|afp|ap)\ photo|via\ reuters|est\ apparu\ en\ premier|appeared\ first\ on|
    contributed\ to\ this\ (?:report|story|article)|reporting\ by\ [A-Z]|image\ (?:source|caption)|
    temps\ de\ lecture|(?:\d\ min(?:ute)?s?\ read)|reading\ time|thomson\ reuters\ trust
    )\b
    |^(?:publiée?|mise?\ à\ jour|modifiée?|published|(?:last\ )?updated|posted)\s
      (?:le|on|at|à|by|:|\d)[^,]{0,60}$
    |^(?:publicité|advertisement|subscribe|sign\ up|stay\ connected|more\ updates|à\ lire|
      en\ savoir\ plus|pour\ en\ savoir\ plus)\b
    |[/(|]\s?(?:getty|afp|reuters|shutterstock|ap|epa)\b(?!\))|getty\ images\s?\)|©|\|""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKUP: Final = re.compile(
    r"</?[a-z!][^<]*>?|&\#?\w{2,8};|https?://|\bwww\.|pic\.twitter|[{}]|\\n"
)
_FUNCTION_WORD: Final = (
    r"(?:Les|La|Le|Des|Un|Une|Il|Elle|Ils|Elles|Cette|Ces|Interrogé|Selon|Dans|"
    r"Mais|The|This|These|He|She|They|It|But)"
)
_LOWER: Final = "a-zàâçéèêëîïôûùü"
_GLUED: Final = re.compile(
    rf"(?<=[{_LOWER}])\s{_FUNCTION_WORD}\s(?=[{_LOWER}])"
    rf"|[{_LOWER}]{{3}}(?:{_FUNCTION_WORD}\s|[LDCJ]['’])|[A-Z]{{2}}{_FUNCTION_WORD}\s"
    rf"|[{_LOWER}]{{2}}[.!?](?i:{_FUNCTION_WORD}|sur|et|mais|qui|and|but)\s"
    rf"|[»”?!…][^\W\d_]|[^\W\d_]«|(?<![\d.])[.!?][A-ZÉ][{_LOWER}]{{2}}"
)
"""A capitalised article or pronoun with no full stop before it: two sentences were glued."""
_FULL_STOP_INSIDE: Final = re.compile(rf"[{_LOWER}]{{3,}}[.!?]\s+[{_LOWER}]")
_STARTS_WELL: Final = re.compile(r"""["'«“„‘’¿¡「\s]*[^\W_]""")
"""Not with a bracket: what stands in brackets is an aside."""
_STARTS_BADLY: Final = re.compile(r'"\s')
_ENDS_WELL: Final = re.compile(r"(?:[.!?…।۔؟。！？](?:\s?[»”\"'’)\]」])*|[»”\"」]\.?)$")
_BARE_QUOTE: Final = re.compile(r"""["«“„「][^"»”」]*["»”」]\s?[.!?…]?""")
"""Somebody's words, and nothing says whose."""
_PAIRS: Final = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"), ("「", "」"))
_BAD_QUOTE: Final = re.compile(
    r"\s”|“\s|«\s*[,.;:]|[«“]\s*$|[»”]\s*[«“]\s*[,.]|^\s*[»”]|[^\s('’\[-]«"
)


def is_clean(sentence: str, words: int) -> bool:
    """Whether a sentence can stand in an alert: balanced, and about the news.

    Args:
        sentence: On one line. How it ends is another question: `is_finished`.
        words: How many it has.
    """
    return (
        words >= FEWEST_WORDS
        and bool(_STARTS_WELL.match(sentence))
        and not _STARTS_BADLY.match(sentence)
        and not _BARE_QUOTE.fullmatch(sentence)
        and not sentence.lstrip("«“„\"'‘’¿¡「 \u00a0\u202f")[:1].islower()
        and is_balanced(sentence)
        and not _GLUED.search(sentence)
        and not _FULL_STOP_INSIDE.search(sentence)
        and not _MARKUP.search(sentence)
        and not _is_shouting(sentence)
        and not _FURNITURE.search(sentence.replace("’", "'"))
    )


def is_finished(sentence: str) -> bool:
    """Whether it ends as sentences do."""
    return bool(_ENDS_WELL.search(sentence))


def is_balanced(text: str) -> bool:
    """Whether quotation marks and brackets open and close in turn."""
    return (
        all(_take_turns(text, *pair) for pair in _PAIRS)
        and _straight_take_turns(text)
        and text.count("‘") <= text.count("’")
        and not _BAD_QUOTE.search(text)
    )


def _take_turns(text: str, opening: str, closing: str) -> bool:
    if opening not in text and closing not in text:
        return True
    marks = re.findall(f"[{re.escape(opening + closing)}]", text)
    return marks == [opening, closing] * (len(marks) // 2)


def _straight_take_turns(text: str) -> bool:
    """The same of marks that look alike: what stands beside them tells which one they are."""
    is_open = False
    position = text.find('"')
    while position >= 0:
        before, after = text[max(position - 1, 0) : position], text[position + 1 : position + 2]
        if (before.isalnum() and not is_open) or (after.isalnum() and is_open):
            return False
        is_open = not is_open
        position = text.find('"', position + 1)
    return not is_open


def _is_shouting(sentence: str) -> bool:
    letters = [character for character in sentence if character.isalpha()]
    return sum(map(str.isupper, letters)) > MOST_CAPITALS * len(letters)
