"""The lexemes of a watch rule: terms, operators and parentheses, each with its place.

One regular expression reads what most rules are made of, plain words and signs, at the speed of C.
Whatever it leaves aside is read by a function chosen by its first character.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from bot.expression import Span
from bot.text.folding import ZERO_WIDTH
from bot.text.words import read
from bot.watchlist import refusals, refused_counts, refused_fields, refused_forms
from bot.watchlist.keywords import DASHES, FUNCTIONS, KEYWORDS, NUMBERED, WORDS, Kind, field_named

MAX_LENGTH: Final = 20_000
"""Characters of one rule: room for a list of more than 500 names."""
MAX_LEXEMES: Final = 2_000
MAX_WORDS: Final = 50
"""Words of one phrase."""
MAX_NUMBER: Final = 100
"""Of ``NEAR/n``, ``TIMES/n`` and ``"…"~n``: beyond it, words only happen to be in one text."""
USUAL_GAP: Final = 10
"""Words between, for a bare ``NEAR``."""


class Lexeme(NamedTuple):
    """A piece of a rule: what it is, what it says (without quotes, star or sign), and where."""

    kind: Kind
    text: str
    span: Span
    number: int | None = 0
    """The other words of a phrase, the words of a gap (None: a sentence), the count of a list."""


_OPENING: Final = "(（"
_SIGNS: Final = f"{_OPENING})）+＋&＆|｜"
_EXCLUDING: Final = f"{DASHES}!！"
_COMMAS: Final = ",;，、；،"
_BRACKETS: Final = "[]{}"
_DOUBLE_QUOTES: Final = '"“”„‟＂'
_SINGLE_QUOTES: Final = "'‘‚"
_ENDS_QUOTE: Final = {
    **dict.fromkeys(_DOUBLE_QUOTES, re.compile(f"[{_DOUBLE_QUOTES}]")),
    "«": re.compile("»"),
    "»": re.compile("«"),  # German books quote »so«.
}
_QUOTES: Final = re.compile(f"[{_DOUBLE_QUOTES}«»]")
_SINGLE_QUOTED: Final = re.compile(r"['‘‚]([^'’‘]*(?:['’‘]\w[^'’‘]*)*)['’‘](?!\w)")
_LONGEST_SINGLE_QUOTED: Final = 500
"""Characters to search for its end: an apostrophe at the start of a word ('Ndrangheta) has none."""

_LETTER: Final = "0-9A-Za-zÀ-ÖØ-öø-ƿЀ-ҁ一-鿿"
"""What surely makes a word to look for; anything with another character is looked at."""
_LONGEST_SURE: Final = 48
"""Characters: however they are split, these are not more than `MAX_WORDS` words."""
_WORD_ENDS: Final = r"(?=[\s()|,]|\+(?!\+)|\Z)(?!\s*+[:：])"
_LEXEME: Final = re.compile(
    rf"[\s{ZERO_WIDTH}]*+(?:"
    rf"(?P<word>[{_LETTER}]++(?:-[{_LETTER}]++)*+){_WORD_ENDS}"
    r"|(?P<and>[+＋]|&&?|＆)"
    r"|(?P<or>\|\|?|｜)"
    r"|(?P<open>[(（])"
    r"|(?P<close>[)）])"
    rf"|(?P<not>[{_EXCLUDING}])(?=[{_LETTER}(（\"“«])"
    rf"|(?P<phrase>\"[{_LETTER}]++(?: [{_LETTER}]++)*+\"){_WORD_ENDS}"
    rf"|(?P<prefix>[{_LETTER}]{{3,48}}+\*){_WORD_ENDS}"
    rf"|(?P<comma>[{_COMMAS}])"
    r"|(?P<other>.))",
    re.DOTALL,
)
_SIGNED: Final[dict[Kind, slice]] = {"prefix": slice(0, -1), "phrase": slice(1, -1)}
"""Where the text is in a lexeme that holds signs as well."""
_STOPS: Final = re.escape("".join((_SIGNS, *_ENDS_QUOTE, _COMMAS, _BRACKETS, "*~")))
_RUN: Final = re.compile(rf"(?:(?<![^\W\d_])[A-Za-z]\+\+(?!\w)|[^\s{_STOPS}])++")
_FIELD: Final = re.compile(rf"([^\W\d_][^\s:：/@=%{_STOPS}]*+)\s*+[:：](?!//)")
_NUMBER: Final = re.compile(rf"({'|'.join(NUMBERED)})/(.*)", re.IGNORECASE | re.DOTALL)
_OPENS: Final = re.compile(rf"\s*+[{_OPENING}]")
_SLASH: Final = re.compile(r"(?<!\d)/|/(?!\d)")
_TILDE: Final = re.compile(r"~(\w*)")
_new: Final = tuple.__new__


def lex(source: str) -> list[Lexeme]:
    """The lexemes of `source`, the last one of the kind `end`.

    Raises:
        RuleError: For a rule that is too long, and for what no rule can hold.
    """
    if len(source) > MAX_LENGTH:
        raise refusals.too_long(source, MAX_LENGTH)
    lexemes: list[Lexeme] = []
    at = 0
    while found := _LEXEME.match(source, at):
        kind: Kind = found.lastgroup  # type: ignore[assignment] # the groups are named after kinds
        start, end = found.span(kind)
        text = source[start:end]
        if kind == "word":
            kind = WORDS.get(text, kind)
        elif kind in _SIGNED:
            text = text[_SIGNED[kind]]
        if kind == "other" or end - start > _LONGEST_SURE:
            lexeme = _READERS.get(source[start], _word)(source, start)
        else:
            # twice as fast as by the names of the classes, and most of what a rule costs
            lexeme = _new(Lexeme, (kind, text, _new(Span, (start, end)), 0))
        lexemes.append(lexeme)
        at = lexeme.span.end
    if len(lexemes) > MAX_LEXEMES:
        raise refusals.too_many(source, lexemes[MAX_LEXEMES].span, MAX_LEXEMES)
    lexemes.append(Lexeme("end", "", Span(len(source), len(source))))
    return lexemes


def _quoted(source: str, at: int) -> Lexeme:
    closing = _ENDS_QUOTE[source[at]].search(source, at + 1)
    if closing is None:
        refuse = refusals.unopened_quote if source[at] == "»" else refusals.unclosed_quote
        raise refuse(source, Span(at, at + 1))
    return _phrase(source, source[at + 1 : closing.start()], Span(at, closing.end()))


def _single_quoted(source: str, at: int) -> Lexeme:
    quoted = _SINGLE_QUOTED.match(source, at, at + _LONGEST_SINGLE_QUOTED)
    return _phrase(source, quoted[1], Span(*quoted.span())) if quoted else _word(source, at)


def _phrase(source: str, inside: str, span: Span) -> Lexeme:
    text = " ".join(_QUOTES.sub(" ", inside).split())
    if "*" in text:
        raise refusals.quoted_star(source, span)
    words = count_words(source, text, span)
    if source.startswith("*", span.end):
        raise refusals.misplaced_star(source, Span(span.end, span.end + 1))
    tilde = _TILDE.match(source, span.end)
    if tilde is None:
        return Lexeme("phrase", text, span)
    slop = _number(tilde[1])
    if slop is None or not 1 <= slop <= MAX_NUMBER or words < 2:
        raise refused_forms.window(source, Span(*tilde.span()), text, words)
    return Lexeme("phrase", text, Span(span.start, tilde.end()), slop)


def count_words(source: str, text: str, span: Span) -> int:
    """How many words are in `text`, which stands at `span`.

    Raises:
        RuleError: When there are none, or a whole paragraph of them.
    """
    words = len(read(text).keys)
    if not words:
        raise refusals.no_word(source, span)
    if words > MAX_WORDS:
        raise refusals.long_phrase(source, span, MAX_WORDS)
    return words


def _number(text: str) -> int | None:
    """A number as people write it; more than nine digits are as good as none."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _exclusion(source: str, at: int) -> Lexeme:
    after = source[at + 1 : at + 2]
    if not after or after.isspace() or (after in _SIGNS and after not in _OPENING):
        raise refusals.lone_dash(source, Span(at, at + 1))
    return Lexeme("not", source[at], Span(at, at + 1))


def _exact(source: str, at: int) -> Lexeme:
    after = source[at + 1 : at + 2]
    if after and (after in _ENDS_QUOTE or after in _SINGLE_QUOTES):
        reader = _quoted if after in _ENDS_QUOTE else _single_quoted
        lexeme = reader(source, at + 1)
        kind: Kind = "exact phrase" if lexeme.kind == "phrase" else "exact"
        span = Span(at, lexeme.span.end)
        if lexeme.number:
            raise refused_forms.exact_window(source, span)
        if lexeme.kind in {"phrase", "word"}:
            return Lexeme(kind, lexeme.text, span)
    run = _RUN.match(source, at + 1)
    if run is None or run[0][0] in f"=@/:{_EXCLUDING}{ZERO_WIDTH}":
        raise refused_forms.lone_equals(source, Span(at, at + 1))
    return _exact_word(source, run[0].rstrip(ZERO_WIDTH), Span(at, run.end()))


def _exact_word(source: str, text: str, span: Span) -> Lexeme:
    if _FIELD.match(source, span.start + 1):
        raise refused_forms.exact_field(source, span)
    if source.startswith("*", span.end):
        raise refused_forms.exact_prefix(source, Span(span.start, span.end + 1))
    _refuse_ending(source, text, span)
    _refuse_slash(source, text, span.start + 1)
    count_words(source, text, span)
    return Lexeme("exact", text, span)


def _concept(source: str, at: int) -> Lexeme:
    after = source[at + 1 : at + 2]
    if after and after in _ENDS_QUOTE:
        lexeme = _quoted(source, at + 1)
        name, end = lexeme.text, lexeme.span.end
    else:
        run = _RUN.match(source, at + 1)
        name, end = (run[0].rstrip(ZERO_WIDTH), run.end()) if run else ("", at + 1)
    if not name:
        raise refused_forms.lone_at(source, Span(at, at + 1))
    if source[end : end + 1] in {"*", "~"}:
        raise refused_forms.signed_concept(source, Span(end, end + 1))
    return Lexeme("concept", name, Span(at, end))


def _bracket(source: str, at: int) -> Lexeme:
    raise refusals.bracket(source, Span(at, at + 1))


def _star(source: str, at: int) -> Lexeme:
    raise refusals.misplaced_star(source, Span(at, at + 1))


def _tilde(source: str, at: int) -> Lexeme:
    raise refused_forms.fuzzy(source, Span(at, at + 1))


def _word(source: str, at: int) -> Lexeme:
    """A word of any kind, or an operator, or the name of a field."""
    field = _FIELD.match(source, at)
    if field:
        return _field(source, field)
    run = _RUN.match(source, at)
    assert run is not None, "every character that stops a run has a reader of its own"
    text, span = run[0].rstrip(ZERO_WIDTH), Span(*run.span())
    if text in KEYWORDS:
        return Lexeme(KEYWORDS[text], text, span)
    numbered = _NUMBER.fullmatch(text)
    if numbered:
        return _numbered(source, span, numbered)
    if text in FUNCTIONS and _OPENS.match(source, span.end):
        raise refused_counts.no_number(source, span, FUNCTIONS[text])
    return _plain(source, text, span)


def _numbered(source: str, span: Span, found: re.Match[str]) -> Lexeme:
    """``NEAR/3`` and the like; in lower case too, because nothing else is written like that."""
    kind, number = NUMBERED[found[1].upper()], _number(found[2])
    if kind in {"near", "onear"}:
        if found[2] in {"s", "S"}:
            return Lexeme(kind, found[0], span, None)
        if number is None or number > MAX_NUMBER:
            raise refused_counts.gap(source, span, found[1], MAX_NUMBER)
    elif number is None or not 1 <= number <= MAX_NUMBER:
        raise refused_counts.bad_number(source, span, found[1], MAX_NUMBER)
    return Lexeme(kind, found[0], span, number)


def _field(source: str, found: re.Match[str]) -> Lexeme:
    scope = field_named(found[1])
    if scope is None:
        run = _RUN.match(source, found.end())
        whole = Span(found.start(), run.end() if run else found.end())
        raise refused_fields.unknown_field(source, Span(*found.span()), whole)
    return Lexeme("field", scope, Span(*found.span()))


def _plain(source: str, text: str, span: Span) -> Lexeme:
    after = source[span.end : span.end + 1]
    if after == "*":
        return _prefix(source, text, span)
    if after == "~":
        raise refused_forms.fuzzy(source, Span(span.end, span.end + 1))
    if _SLASH.search(text):
        return Lexeme("address", text, span)
    _refuse_ending(source, text, span)
    count_words(source, text, span)
    if text[0] in _SINGLE_QUOTES:  # told back, it must not open a quotation further on
        text = "’" + text[1:]
    return Lexeme("word", text, span)


def _prefix(source: str, text: str, word: Span) -> Lexeme:
    span = Span(word.start, word.end + 1)
    if source.startswith("*", span.end) or _RUN.match(source, span.end):
        raise refusals.misplaced_star(source, Span(word.end, word.end + 1))
    if sum(char.isalnum() for char in text) < 3:
        raise refusals.short_prefix(source, span)
    _refuse_ending(source, text, word)
    if "/" in text and "." in text:
        raise refused_fields.starred_address(source, Span(word.end, span.end))
    _refuse_slash(source, text, word.start)
    count_words(source, text, span)
    if text[0] in _SINGLE_QUOTES:
        text = "’" + text[1:]
    return Lexeme("prefix", text, span)


def _refuse_ending(source: str, text: str, span: Span) -> None:
    if text[-1] in DASHES:
        raise refusals.lone_dash(source, Span(span.end - 1, span.end))


def _refuse_slash(source: str, text: str, start: int) -> None:
    slash = _SLASH.search(text)
    if slash:
        at = start + slash.start()
        raise refusals.slash(source, Span(at, at + 1))


_READERS: Final[dict[str, Callable[[str, int], Lexeme]]] = {
    **dict.fromkeys(_ENDS_QUOTE, _quoted),
    **dict.fromkeys(_SINGLE_QUOTES, _single_quoted),
    **dict.fromkeys(_EXCLUDING, _exclusion),
    **dict.fromkeys(_BRACKETS, _bracket),
    "=": _exact,
    "@": _concept,
    "*": _star,
    "~": _tilde,
}
"""Who reads what starts with this character; `_word` reads all else."""
