"""The grammar of the rule language.

    or   := and ( ("|" | OR | OU | ou) and )*
    and  := ["+"] not ( [nothing | "+" | "&" | AND | and | ET | et] not )*
    not  := ("-" | "–" | "—" | "!" | NOT | SAUF | PAS)* near
    near := prim ( (NEAR | PROCHE | ONEAR | PUIS) ["/" (n | "s")] prim )*
    prim := [field ":"] atom
    atom := word | word* | =word | "phrase" [~n] | ="phrase" | @concept | "(" or ")"
          | (ATLEAST | AUMOINS) "/" n "(" or ("," or)* ")" | (TIMES | FOIS) "/" n "(" or ")"

A recursive descent parser, one method per line.
"""

from typing import Final, Protocol

from bot.errors import RuleError
from bot.expression import (
    And,
    AtLeast,
    Concept,
    Expression,
    Gap,
    In,
    Not,
    Or,
    Phrase,
    Prefix,
    Scope,
    Span,
    Term,
    Times,
    Word,
)
from bot.watchlist import placement, refusals, refused_counts, refused_fields, refused_forms
from bot.watchlist.concepts import shipped
from bot.watchlist.keywords import Kind
from bot.watchlist.lexer import USUAL_GAP, Lexeme, count_words, lex

MAX_DEPTH: Final = 50
"""Parentheses open at once."""


class ConceptBook(Protocol):
    """Where the names after ``@`` are looked up."""

    def find(self, name: str) -> Concept | None:
        """The concept that has this name, with its terms."""

    def like(self, name: str) -> tuple[str, ...]:
        """Names that are close to a misspelt one, the closest first."""


_DISTANCES: Final = frozenset[Kind]({"near", "onear"})
_OPERATORS: Final = _DISTANCES | frozenset[Kind]({"and", "or", "not"})
_TERMS: Final = frozenset[Kind]({"word", "exact", "prefix", "phrase", "exact phrase"})
_GOES_ON: Final = _TERMS | frozenset[Kind](
    {"and", "not", "open", "concept", "field", "atleast", "times", "address"}
)
"""What follows a clause and makes it one of several that are all wanted."""


def tree(source: str, concepts: ConceptBook | None) -> Expression:
    """The tree of a rule; see `bot.watchlist.language.parse`."""
    return _Parser(source, concepts).rule()


class _Parser:
    __slots__ = ("concepts", "depth", "field", "index", "kind", "lexemes", "source", "wide")

    def __init__(self, source: str, concepts: ConceptBook | None) -> None:
        self.source = source
        self.concepts = concepts
        self.lexemes = lex(source)
        self.index = 0
        self.kind: Kind = self.lexemes[0].kind
        """Of the lexeme to read next."""
        self.depth = 0
        self.field: Lexeme | None = None
        """The field that is being read."""
        self.wide = False
        """Whether a field was read that holds for most of what is published."""

    @property
    def next(self) -> Lexeme:
        return self.lexemes[self.index]

    @property
    def last(self) -> Lexeme:
        """The one that was read most recently."""
        return self.lexemes[self.index - 1]

    def advance(self) -> Lexeme:
        lexeme = self.lexemes[self.index]
        self.index += 1
        self.kind = self.lexemes[self.index].kind
        return lexeme

    def since(self, first: Lexeme) -> Span:
        """From `first` to the end of what has been read."""
        return Span(first.span.start, self.lexemes[self.index - 1].span.end)

    def rule(self) -> Expression:
        if self.kind == "end":
            raise refusals.empty(self.source)
        expression = self.choice()
        if self.kind == "close":
            raise refusals.unopened_group(self.source, self.next.span)
        if self.kind == "comma":
            raise self.stray_comma()
        if placement.excludes(expression):
            raise refusals.only_exclusions(self.source, expression.span)
        loose = placement.unsought(expression) if self.wide else None
        if loose:
            raise placement.too_wide(self.source, loose, expression)
        return expression

    def choice(self) -> Expression:
        start = self.lexemes[self.index]
        first = self.conjunction()
        if self.kind != "or":
            return first
        branches, operators = [first], []
        while self.kind == "or":
            operators.append(self.advance().span)
            branches.append(self.conjunction())
        for branch, operator in zip(branches, (operators[0], *operators), strict=True):
            if placement.excludes(branch):
                raise refusals.excluded_choice(self.source, branch.span, operator)
        return Or(_flat(Or, branches), self.since(start))

    def conjunction(self) -> Expression:
        if self.kind == "and" and self.next.text in "+＋":
            self.advance()
        start = self.lexemes[self.index]
        first = self.factor()
        if self.kind not in _GOES_ON:
            return first
        factors = [first]
        while self.kind in _GOES_ON:
            if self.kind == "and":
                self.advance()
            factors.append(self.factor())
        return And(_flat(And, factors), self.since(start))

    def factor(self) -> Expression:
        if self.kind != "not":
            return self.nearness()
        start = self.lexemes[self.index]
        negated = False
        while self.kind == "not":
            self.advance()
            negated = not negated
        inner = self.nearness()
        if not negated:
            return inner
        if isinstance(inner, Not):
            return inner.child
        if placement.excludes(inner):
            raise refusals.only_exclusions(self.source, inner.span)
        return Not(inner, self.since(start))

    def nearness(self) -> Expression:
        start = self.lexemes[self.index]
        first = _term(self.advance()) if self.kind in _TERMS else self.primary()
        if self.kind not in _DISTANCES:
            return first
        parts, gaps = [first], []
        while self.kind in _DISTANCES:
            gaps.append(self.gap())
            parts.append(self.primary())
        for part in parts:
            wrong = placement.misplaced(part)
            if wrong:
                raise placement.not_near(self.source, wrong, parts, gaps)
        return placement.chain(parts, gaps, self.since(start))

    def gap(self) -> Gap:
        operator = self.advance()
        if self.kind == "word" and "/" not in operator.text and self.next.text.isdecimal():
            raise refused_counts.number_after_near(self.source, operator.span, self.next.span)
        if self.kind == "not":
            raise refused_counts.excluded_near(self.source, operator.span, self.next.span)
        words = operator.number if "/" in operator.text else USUAL_GAP
        return Gap(words, operator.kind == "onear")

    def primary(self) -> Expression:
        if self.next.kind != "field":
            return self.atom()
        outer, field = self.field, self.advance()
        if self.kind == "field":
            outer, field = field, self.advance()
        if outer:
            raise refused_fields.nested_field(self.source, field.span, outer.span)
        if self.kind not in _GOES_ON or self.kind in _OPERATORS:
            raise refused_fields.empty_field(self.source, field.span)
        self.field = field
        child = self.atom()
        self.field = None
        scope: Scope = field.text  # type: ignore[assignment] # the lexer knows no other fields
        problem = refused_fields.unfit(self.source, field.span, scope, child)
        if problem:
            raise problem
        self.wide = self.wide or scope in placement.WIDE_SCOPES
        found = placement.bare_addresses(child) if scope == "url" else child
        return In(scope, found, self.since(field))

    def atom(self) -> Expression:
        kind = self.kind
        if kind in _TERMS:
            return _term(self.advance())
        if kind == "open":
            return self.group()
        if kind == "concept":
            return self.concept()
        if kind in {"atleast", "times"}:
            return self.function()
        if kind == "address":
            return self.address()
        raise self.missing()

    def address(self) -> Word:
        lexeme = self.advance()
        if self.field is None or self.field.text != "url":
            raise refused_fields.slashed(self.source, lexeme.span)
        count_words(self.source, lexeme.text, lexeme.span)
        return Word(lexeme.text, span=lexeme.span)

    def concept(self) -> Concept:
        lexeme = self.advance()
        if self.concepts is None:
            self.concepts = shipped()
        found = self.concepts.find(lexeme.text)
        if found is None:
            close = self.concepts.like(lexeme.text)
            raise refused_forms.unknown_concept(self.source, lexeme.span, lexeme.text, close)
        return Concept(found.name, found.terms, lexeme.span)

    def group(self) -> Expression:
        opening = self.enter()
        inner = self.choice()
        self.leave(opening)
        return inner

    def enter(self) -> Lexeme:
        """Read an opening parenthesis with something behind it."""
        opening = self.advance()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refusals.too_deep(self.source, opening.span, MAX_DEPTH)
        if self.kind == "close":
            raise refusals.empty_group(self.source, Span(opening.span.start, self.next.span.end))
        return opening

    def leave(self, opening: Lexeme) -> None:
        """Read the closing parenthesis that belongs to `opening`."""
        if self.kind == "comma":
            raise self.stray_comma()
        if self.kind != "close":
            raise refusals.unclosed_group(self.source, opening.span)
        self.advance()
        self.depth -= 1

    def function(self) -> AtLeast | Times:
        name = self.advance()
        children = self.listed(name)
        span = self.since(name)
        assert name.number is not None, "only the gap of a NEAR may be a sentence"
        for child in children:
            if placement.excludes(child):
                raise refused_counts.excluded_in_list(self.source, child.span)
        if name.kind == "atleast":
            return self.at_least(AtLeast(name.number, tuple(children), span))
        counted = Times(name.number, children[0], span)
        wrong = placement.misplaced(counted.child, chained=False)
        if wrong:
            raise placement.not_counted(self.source, wrong, counted)
        return counted

    def listed(self, name: Lexeme) -> list[Expression]:
        """What stands in the parentheses after `name`, commas in between."""
        if self.next.kind != "open":
            raise refused_counts.no_list(self.source, name.span)
        opening = self.enter()
        children = [self.choice()]
        commas: list[Span] = []
        while self.kind == "comma":
            commas.append(self.advance().span)
            children.append(self.choice())
        self.leave(opening)
        if commas and name.kind == "times":
            count = name.number or 1
            raise refused_counts.times_list(self.source, commas[0], count, children)
        return children

    def at_least(self, listed: AtLeast) -> AtLeast:
        alternatives = len(listed.children)
        if alternatives < max(listed.count, 2):
            raise refused_counts.too_few(self.source, listed.span, listed.count, alternatives)
        seen: set[Expression] = set()
        for child in listed.children:
            if child in seen:
                raise refused_counts.repeated(self.source, child.span)
            seen.add(child)
        return listed

    def stray_comma(self) -> RuleError:
        """What to say where a comma is outside a list."""
        comma, first, field = self.next, self.last, self.lexemes[max(self.index - 2, 0)]
        if field.kind == "field":
            return refused_fields.field_list(self.source, field.span, first.span, comma.span)
        return refusals.comma(self.source, comma.span)

    def missing(self) -> RuleError:
        """What to say where a term should be."""
        if self.kind in _OPERATORS:
            return refusals.dangling(self.source, self.next.span)
        if self.index and self.last.kind in _OPERATORS | {"comma"}:
            return refusals.dangling(self.source, self.last.span)
        if self.kind == "comma":
            return self.stray_comma()
        if self.kind == "end":
            return refusals.empty_group(self.source, self.last.span)
        return refusals.unopened_group(self.source, self.next.span)


def _term(lexeme: Lexeme) -> Term:
    kind, text, span, number = lexeme
    if kind == "word":
        return Word(text, False, span)  # noqa: FBT003 - by position: it runs for every word
    if kind == "phrase":
        return Phrase(text, number or 0, span=span)
    if kind == "prefix":
        return Prefix(text, span)
    if kind == "exact":
        return Word(text, exact=True, span=span)
    return Phrase(text, exact=True, span=span)


def _flat(kind: type[And | Or], parts: list[Expression]) -> tuple[Expression, ...]:
    """`parts` with the children of those of the same kind in their place."""
    if kind not in map(type, parts):
        return tuple(parts)
    return tuple(
        child for part in parts for child in (part.children if isinstance(part, kind) else (part,))
    )
