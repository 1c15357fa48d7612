"""The lexemes of a watch rule: terms, operators and parentheses, each with its place."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from bot.model import Span
from bot.text.folding import ZERO_WIDTH
from bot.text.words import read
from bot.watchlist import not_yet, refusals

MAX_LENGTH: Final = 20_000
"""Characters of one rule: room for a list of more than 500 names."""
MAX_LEXEMES: Final = 2_000
MAX_WORDS: Final = 50
"""Words of one phrase."""


class Kind(Enum):
    """What a lexeme is to the grammar."""

    WORD = auto()
    PREFIX = auto()
    PHRASE = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    END = auto()


class Lexeme(NamedTuple):
    """A piece of a rule: what it is, what it says (without its quotes or star), and where."""

    kind: Kind
    text: str
    span: Span


_SYMBOLS: Final = {
    "(": Kind.OPEN,
    "（": Kind.OPEN,
    ")": Kind.CLOSE,
    "）": Kind.CLOSE,
    "+": Kind.AND,
    "＋": Kind.AND,
    "&": Kind.AND,
    "＆": Kind.AND,
    "|": Kind.OR,
    "｜": Kind.OR,
}
_KEYWORDS: Final = {
    "AND": Kind.AND,
    "and": Kind.AND,
    "ET": Kind.AND,
    "et": Kind.AND,
    "OR": Kind.OR,
    "OU": Kind.OR,
    "ou": Kind.OR,
    "NOT": Kind.NOT,
    "SAUF": Kind.NOT,
    "PAS": Kind.NOT,
}
_DASHES: Final = "-‐‑–—―−－"
_EXCLUDING: Final = f"{_DASHES}!！"
_COMMAS: Final = ",;，、；،"
_BRACKETS: Final = "[]{}"
_DOUBLE_QUOTES: Final = '"“”„‟＂'
_CLOSING: Final = {
    **dict.fromkeys(_DOUBLE_QUOTES, _DOUBLE_QUOTES),
    "«": "»",
    "»": "«",  # German books quote »so«.
}
_SINGLE_QUOTED: Final = re.compile(r"['‘‚]([^'’‘]*(?:['’‘]\w[^'’‘]*)*)['’‘](?!\w)")
_LONGEST_SINGLE_QUOTED: Final = 500
"""Characters to search for its end: an apostrophe at the start of a word (’Ndrangheta) has none."""
_QUOTES: Final = re.compile(f"[{_DOUBLE_QUOTES}«»]")
_STOPS: Final = re.escape("".join((*_SYMBOLS, *_CLOSING, _COMMAS, _BRACKETS, "*~")))
_RUN: Final = re.compile(rf"(?:(?<![^\W\d_])[A-Za-z]\+\+(?!\w)|[^\s{_STOPS}])++")

_FIELD: Final = re.compile(r"[^\W\d_]+:")
_NEAR: Final = re.compile(r"(?:NEAR|PROCHE|ONEAR|PUIS)(?:/.*)?", re.DOTALL)
_COUNT: Final = re.compile(r"(?:ATLEAST|TIMES|AUMOINS|FOIS)(/.*)?", re.DOTALL)
_OPENS: Final = re.compile(r"\s*[(（]")
_SLASH: Final = re.compile(r"(?<!\d)/|/(?!\d)")
_FUTURE: Final = {
    "@": not_yet.concept,
    "=": not_yet.exact,
    "~": not_yet.window,
    "/": refusals.regex,
}


def lex(source: str) -> tuple[Lexeme, ...]:
    """The lexemes of `source`, the last one of the kind `END`.

    Raises:
        RuleError: For a rule that is too long, and for what no rule can hold.
    """
    if len(source) > MAX_LENGTH:
        raise refusals.too_long(source, MAX_LENGTH)
    lexemes = tuple(_Lexer(source))
    if len(lexemes) > MAX_LEXEMES:
        raise refusals.too_many(source, lexemes[MAX_LEXEMES].span, MAX_LEXEMES)
    return (*lexemes, Lexeme(Kind.END, "", Span(len(source), len(source))))


class _Lexer:
    """Reads a rule from left to right; iterating gives its lexemes."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def __iter__(self) -> Iterator[Lexeme]:
        while self._skip_blanks():
            yield self._next()

    def _skip_blanks(self) -> bool:
        while (char := self._peek()) and (char.isspace() or char in ZERO_WIDTH):
            self.at += 1
        return bool(char)

    def _peek(self, ahead: int = 0) -> str:
        return self.source[self.at + ahead : self.at + ahead + 1]

    def _next(self) -> Lexeme:
        char = self._peek()
        if char in _SYMBOLS:
            return self._symbol(char)
        if char in _CLOSING:
            return self._quoted(char)
        if char in _EXCLUDING:
            return self._exclusion()
        single = _SINGLE_QUOTED.match(self.source, self.at, self.at + _LONGEST_SINGLE_QUOTED)
        if single:
            return self._phrase(single.group(1), Span(*single.span()))
        self._refuse_start(char)
        return self._word()

    def _symbol(self, char: str) -> Lexeme:
        kind = _SYMBOLS[char]
        doubled = char in "&|" and self._peek(1) == char  # as programmers write it
        return self._take(kind, 2 if doubled else 1)

    def _take(self, kind: Kind, length: int) -> Lexeme:
        start, self.at = self.at, self.at + length
        return Lexeme(kind, self.source[start : self.at], Span(start, self.at))

    def _quoted(self, opening: str) -> Lexeme:
        start = self.at
        closing = re.compile(f"[{_CLOSING[opening]}]").search(self.source, start + 1)
        if closing is None:
            refuse = refusals.unopened_quote if opening == "»" else refusals.unclosed_quote
            raise refuse(self.source, Span(start, start + 1))
        return self._phrase(self.source[start + 1 : closing.start()], Span(start, closing.end()))

    def _phrase(self, inside: str, span: Span) -> Lexeme:
        text = " ".join(_QUOTES.sub(" ", inside).split())
        self.at = span.end
        if "*" in text:
            raise refusals.quoted_star(self.source, span)
        if self._peek() and self._peek() in "*~":
            raise not_yet.window(self.source, Span(self.at, self.at + 1))
        return self._counted(Kind.PHRASE, text, span)

    def _counted(self, kind: Kind, text: str, span: Span) -> Lexeme:
        words = len(read(text).keys)
        if not words:
            raise refusals.no_word(self.source, span)
        if words > MAX_WORDS:
            raise refusals.long_phrase(self.source, span, MAX_WORDS)
        return Lexeme(kind, text, span)

    def _exclusion(self) -> Lexeme:
        after = self._peek(1)
        if not after or after.isspace() or (after in _SYMBOLS and after not in "(（"):
            raise refusals.lone_dash(self.source, Span(self.at, self.at + 1))
        return self._take(Kind.NOT, 1)

    def _refuse_start(self, char: str) -> None:
        here = Span(self.at, self.at + 1)
        if char in _COMMAS:
            raise refusals.comma(self.source, here)
        if char in _BRACKETS:
            raise refusals.bracket(self.source, here)
        if char == "*":
            raise refusals.misplaced_star(self.source, here)
        if char in _FUTURE:
            end = _RUN.match(self.source, self.at)
            raise _FUTURE[char](self.source, Span(self.at, end.end() if end else here.end))

    def _word(self) -> Lexeme:
        run = _RUN.match(self.source, self.at)
        assert run is not None, "every character that stops a run has been read before"
        text, span = run.group().rstrip(ZERO_WIDTH), Span(*run.span())
        self.at = span.end
        if text in _KEYWORDS:
            return Lexeme(_KEYWORDS[text], text, span)
        self._refuse_word(text, span)
        if self._peek() == "*":
            return self._prefix(text, span)
        return self._counted(Kind.WORD, text, span)

    def _prefix(self, text: str, word: Span) -> Lexeme:
        self.at += 1
        span = Span(word.start, self.at)
        after = self._peek()
        if after == "*" or _RUN.match(self.source, self.at):
            raise refusals.misplaced_star(self.source, Span(word.end, word.end + 1))
        if sum(char.isalnum() for char in text) < 3:
            raise refusals.short_prefix(self.source, span)
        return self._counted(Kind.PREFIX, text, span)

    def _refuse_word(self, text: str, span: Span) -> None:
        field = _FIELD.match(text)
        if field:
            raise not_yet.field(self.source, Span(span.start, span.start + field.end()))
        if _NEAR.fullmatch(text):
            raise not_yet.near(self.source, span)
        if self._counts(text):
            raise not_yet.count(self.source, span)
        if text[-1] in _DASHES:
            raise refusals.lone_dash(self.source, Span(span.start + len(text) - 1, span.end))
        slash = _SLASH.search(text)
        if slash:
            at = span.start + slash.start()
            raise refusals.slash(self.source, Span(at, at + 1))

    def _counts(self, text: str) -> bool:
        function = _COUNT.fullmatch(text)
        return bool(function and (function.group(1) or _OPENS.match(self.source, self.at)))
