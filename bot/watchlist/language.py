"""The rule language: from the line that a person types to a tree, with carets for mistakes.

    or   := and ( ("|" | OR | OU | ou) and )*
    and  := ["+"] not ( [nothing | "+" | "&" | AND | and | ET | et] not )*
    not  := ("-" | "–" | "—" | "!" | NOT | SAUF | PAS)* atom
    atom := word | word* | "phrase" | "(" or ")"

A recursive descent parser, one method per line.
"""

from typing import Final

from bot.errors import RuleError
from bot.i18n import Text
from bot.model import And, Expression, Not, Or, Phrase, Prefix, Span, Term, Word
from bot.watchlist import refusals
from bot.watchlist.lexer import Kind, Lexeme, lex

MAX_DEPTH: Final = 50
"""Parentheses open at once."""

_OPERATORS: Final = frozenset({Kind.AND, Kind.OR, Kind.NOT})
_FACTORS: Final = frozenset({Kind.WORD, Kind.PREFIX, Kind.PHRASE, Kind.OPEN, Kind.NOT})
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


def parse(text: str) -> Expression:
    """The tree of a watch rule.

    Groups are flattened (no `And` in an `And`, no `Or` in an `Or`), a `Not` only stands in an
    `And` beside something to look for. The text at the span of a term, an `And` or an `Or` gives
    the same tree when it is parsed.

    Raises:
        RuleError: With the place in `text`, what is wrong and what to write instead.
    """
    return _Parser(text, lex(text)).rule()


def hints(text: str) -> tuple[tuple[Span, Text], ...]:
    """Words of a valid rule that may be meant as operators; nothing for an invalid rule."""
    try:
        lexemes = lex(text)
    except RuleError:
        return ()
    words = (lexeme for lexeme in lexemes if lexeme.kind is Kind.WORD)
    return tuple(
        (word.span, _hint(word.text, _MISTAKABLE[word.text]))
        for word in words
        if word.text in _MISTAKABLE
    )


def _hint(word: str, operator: str) -> Text:
    return Text(
        en=f"“{word}” is looked for as a word; the operator is written {operator}"
        + (" (or ou, or |)." if operator == "OR" else "."),
        fr=f"« {word} » est cherché comme un mot ; l'opérateur s'écrit {operator}"
        + (" (ou bien ou, ou |)." if operator == "OR" else "."),
    )


class _Parser:
    def __init__(self, source: str, lexemes: tuple[Lexeme, ...]) -> None:
        self.source = source
        self.lexemes = lexemes
        self.index = 0
        self.depth = 0

    def peek(self) -> Lexeme:
        return self.lexemes[self.index]

    @property
    def last(self) -> Lexeme:
        """The one that was read most recently."""
        return self.lexemes[self.index - 1]

    def advance(self) -> Lexeme:
        self.index += 1
        return self.last

    def since(self, start: int) -> Span:
        """From `start` to the end of what has been read."""
        return Span(start, self.last.span.end)

    def rule(self) -> Expression:
        if self.peek().kind is Kind.END:
            raise refusals.empty(self.source)
        expression = self.choice()
        if self.peek().kind is Kind.CLOSE:
            raise refusals.unopened_group(self.source, self.peek().span)
        if excludes(expression):
            raise refusals.only_exclusions(self.source, expression.span)
        return expression

    def choice(self) -> Expression:
        start = self.peek().span.start
        branches = [self.conjunction()]
        operators: list[Span] = []
        while self.peek().kind is Kind.OR:
            operators.append(self.advance().span)
            branches.append(self.conjunction())
        if not operators:
            return branches[0]
        for branch, operator in zip(branches, (operators[0], *operators), strict=True):
            if excludes(branch):
                raise refusals.excluded_choice(self.source, branch.span, operator)
        return Or(_flat(Or, branches), self.since(start))

    def conjunction(self) -> Expression:
        if self.peek().text in {"+", "＋"}:
            self.advance()
        start = self.peek().span.start
        factors = [self.factor()]
        while self.peek().kind is Kind.AND or self.peek().kind in _FACTORS:
            if self.peek().kind is Kind.AND:
                self.advance()
            factors.append(self.factor())
        if len(factors) == 1:
            return factors[0]
        return And(_flat(And, factors), self.since(start))

    def factor(self) -> Expression:
        start = self.peek().span.start
        negated = False
        while self.peek().kind is Kind.NOT:
            self.advance()
            negated = not negated
        inner = self.atom()
        if not negated:
            return inner
        if isinstance(inner, Not):
            return inner.child
        if excludes(inner):
            raise refusals.only_exclusions(self.source, inner.span)
        return Not(inner, self.since(start))

    def atom(self) -> Expression:
        if self.peek().kind is Kind.OPEN:
            return self.group()
        if self.peek().kind not in _FACTORS:
            raise self.missing()
        return _term(self.advance())

    def group(self) -> Expression:
        opening = self.advance()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refusals.too_deep(self.source, opening.span, MAX_DEPTH)
        if self.peek().kind is Kind.CLOSE:
            raise refusals.empty_group(self.source, Span(opening.span.start, self.peek().span.end))
        inner = self.choice()
        if self.peek().kind is not Kind.CLOSE:
            raise refusals.unclosed_group(self.source, opening.span)
        self.advance()
        self.depth -= 1
        return inner

    def missing(self) -> RuleError:
        """What to say where a term should be."""
        if self.peek().kind in _OPERATORS:
            return refusals.dangling(self.source, self.peek().span)
        if self.index and self.last.kind in _OPERATORS:
            return refusals.dangling(self.source, self.last.span)
        if self.peek().kind is Kind.END:
            return refusals.empty_group(self.source, self.last.span)
        return refusals.unopened_group(self.source, self.peek().span)


def excludes(expression: Expression) -> bool:
    """Whether `expression` only says what must not be there."""
    if isinstance(expression, And):
        return all(isinstance(child, Not) for child in expression.children)
    return isinstance(expression, Not)


def _term(lexeme: Lexeme) -> Term:
    if lexeme.kind is Kind.PHRASE:
        return Phrase(lexeme.text, span=lexeme.span)
    if lexeme.kind is Kind.PREFIX:
        return Prefix(lexeme.text, lexeme.span)
    return Word(lexeme.text, span=lexeme.span)


def _flat(kind: type[And | Or], parts: list[Expression]) -> tuple[Expression, ...]:
    """`parts` with the children of those of the same kind in their place."""
    return tuple(
        child for part in parts for child in (part.children if isinstance(part, kind) else (part,))
    )
