"""The rule language: from the line that a person types to a tree, with carets for mistakes."""

from typing import Final

from bot.errors import RuleError
from bot.expression import Expression, Span
from bot.i18n import Text
from bot.watchlist.grammar import ConceptBook, tree
from bot.watchlist.keywords import FUNCTIONS, Kind
from bot.watchlist.lexer import Lexeme, lex
from bot.watchlist.slips import slips

__all__ = ["ConceptBook", "hints", "parse"]


def parse(text: str, concepts: ConceptBook | None = None) -> Expression:
    """The tree of a watch rule; `concepts` are the shipped ones unless others are given.

    Groups are flattened (no `And` in an `And`, no `Or` in an `Or`, no `Near` in a `Near`), a `Not`
    only stands in an `And` beside something to look for. The text at the span of a part, other
    than a `Not`, gives the same tree when it is parsed; what stands in a field is such a part only
    together with its field.

    Raises:
        RuleError: With the place in `text`, what is wrong and what to write instead.
    """
    return tree(text, concepts)


_MISTAKABLE: Final = {
    "or": "OR",
    "Or": "OR",
    "Ou": "OU",
    "And": "AND",
    "Et": "ET",
    "not": "NOT",
    "Not": "NOT",
    "pas": "PAS",
    "Pas": "PAS",
    "sauf": "SAUF",
    "Sauf": "SAUF",
}
"""Words that look like an operator, and the operator."""
_BETWEEN: Final = {
    "near": "NEAR/10",
    "Near": "NEAR/10",
    "onear": "ONEAR/10",
    "Onear": "ONEAR/10",
    "proche": "PROCHE/10",
    "Proche": "PROCHE/10",
    "puis": "PUIS/10",
    "Puis": "PUIS/10",
}
"""Words that look like one between two terms only."""
_ARTICLES: Final = frozenset({"le", "la", "les", "the"})
"""Words that are never a whole name."""
_TERMS: Final = frozenset[Kind](
    {"word", "exact", "prefix", "phrase", "exact phrase", "concept", "open", "close", "field"}
)


def hints(text: str) -> tuple[tuple[Span, Text], ...]:
    """What may be meant otherwise in a valid rule; nothing for an invalid rule."""
    try:
        lexemes = lex(text)
    except RuleError:
        return ()
    found = []
    for number, lexeme in enumerate(lexemes):
        if lexeme.kind == "word":
            hint = _operator_hint(lexemes, number)
        elif lexeme.kind == "and":
            hint = _ampersand_hint(lexemes[max(number - 1, 0) : number + 2])
        else:
            hint = _field_hint(text, lexemes[number : number + 3])
        if hint:
            found.append((lexeme.span, hint))
    found += slips(lexemes, frozenset({*_MISTAKABLE, *_BETWEEN}))
    return tuple(sorted(found, key=lambda each: each[0]))


def _field_hint(text: str, lexemes: list[Lexeme]) -> Text | None:
    """A field takes one word; a blank after its colon, or an article, lets expect more."""
    if lexemes[0].kind != "field" or len(lexemes) < 3:
        return None
    field, first, second = lexemes
    if first.kind != "word" or second.kind not in {"word", "and"}:
        return None
    name = "".join(text[field.span.start : field.span.end].split())
    if second.kind == "word" and first.text.casefold() in _ARTICLES:
        meant = f'{name}"{first.text} {second.text}"'
    elif first.span.start > field.span.end:
        meant = f"{name}({first.text} …)"
    else:
        return None
    return Text(
        en=f"“{name}” holds for “{first.text}” only; to take in more: {meant}",
        fr=f"« {name} » ne vaut que pour « {first.text} » ; pour la suite aussi : {meant}",
    )


def _ampersand_hint(lexemes: list[Lexeme]) -> Text | None:
    """« AT&T » is a name, and read as two words."""
    words = [lexeme for lexeme in lexemes if lexeme.kind == "word" and len(lexeme.text) <= 3]
    if lexemes[-2].text != "&" or len(words) < 2 or words[1].span.start - words[0].span.end != 1:
        return None
    name = f"{words[0].text}&{words[1].text}"
    return Text(
        en=f'“{words[0].text}” and “{words[1].text}” are looked for; as one name: "{name}"',
        fr=f"« {words[0].text} » et « {words[1].text} » sont cherchés ; en un seul nom : "
        f"« {name} »",
    )


def _operator_hint(lexemes: list[Lexeme], number: int) -> Text | None:
    operator = _operator(lexemes, number)
    return _hint(lexemes[number].text, operator) if operator else None


def _operator(lexemes: list[Lexeme], number: int) -> str | None:
    """The operator that the word of this number looks like."""
    word = lexemes[number].text
    if word.upper() in FUNCTIONS and lexemes[number + 1].kind == "open":
        return f"{word.upper()}/{2 if FUNCTIONS[word.upper()] == 'atleast' else 3}(…)"
    if word not in _BETWEEN:
        return _MISTAKABLE.get(word)
    between = number and lexemes[number - 1].kind in _TERMS and lexemes[number + 1].kind in _TERMS
    return _BETWEEN[word] if between else None


def _hint(word: str, operator: str) -> Text:
    return Text(
        en=f"“{word}” is looked for as a word; the operator is written {operator}"
        + (" (or ou, or |)." if operator == "OR" else "."),
        fr=f"« {word} » est cherché comme un mot ; l'opérateur s'écrit {operator}"
        + (" (ou bien ou, ou |)." if operator == "OR" else "."),
    )
