"""The rule language: from the line that a person types to a tree, with carets for mistakes."""

from typing import Final

from bot.errors import RuleError
from bot.i18n import Text
from bot.model import Expression, Span
from bot.watchlist.grammar import ConceptBook, tree
from bot.watchlist.keywords import Kind
from bot.watchlist.lexer import Lexeme, lex


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
_TERMS: Final = frozenset[Kind](
    {"word", "exact", "prefix", "phrase", "exact phrase", "concept", "open", "close", "field"}
)


def hints(text: str) -> tuple[tuple[Span, Text], ...]:
    """Words of a valid rule that may be meant as operators; nothing for an invalid rule."""
    try:
        lexemes = lex(text)
    except RuleError:
        return ()
    meant = (
        (lexeme, _operator(lexemes, number))
        for number, lexeme in enumerate(lexemes)
        if lexeme.kind == "word"
    )
    return tuple((word.span, _hint(word.text, sign)) for word, sign in meant if sign)


def _operator(lexemes: list[Lexeme], number: int) -> str | None:
    """The operator that the word of this number looks like."""
    word = lexemes[number].text
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
