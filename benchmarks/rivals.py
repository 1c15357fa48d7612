"""Other ways to find the rules that an article fulfils; each answers with the rules' numbers."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from importlib import import_module
from itertools import pairwise
from typing import Any

from bot.expression import And, Expression, Not, Or, Phrase, Word
from bot.model import Rule

Words = Sequence[str]
Answer = Callable[[Words], list[int]]


def naive(rules: Sequence[Rule]) -> Answer:
    """Every rule by the plainest recursion over its tree."""

    def answer(words: Words) -> list[int]:
        known, pairs = set(words), set(pairwise(words))
        return [n for n, rule in enumerate(rules) if _holds(rule.expression, known, pairs)]

    return answer


def _holds(node: Expression, words: set[str], pairs: set[tuple[str, str]]) -> bool:
    match node:
        case And(children=children):
            return all(_holds(child, words, pairs) for child in children)
        case Or(children=children):
            return any(_holds(child, words, pairs) for child in children)
        case Not(child=child):
            return not _holds(child, words, pairs)
        case Phrase(text=text):
            left, right = text.split()
            return (left, right) in pairs
        case Word(text=text):
            return text in words
    raise TypeError(node)


# ── a loop of compiled regular expressions: the usual bot ────────────────────────────────────


def regexes(rules: Sequence[Rule]) -> Answer:
    r"""A compiled ``\bword\b`` for every term of every rule."""
    compiled = [[*_searches(rule.expression)] for rule in rules]

    def answer(words: Words) -> list[int]:
        text = " ".join(words)
        return [
            number
            for number, searches in enumerate(compiled)
            if all((search(text) is not None) is wanted for search, wanted in searches)
        ]

    return answer


def _searches(node: Expression) -> Iterator[tuple[Callable[[str], object], bool]]:
    if isinstance(node, And):
        for child in node.children:
            yield from _searches(child)
    elif isinstance(node, Not):
        yield from ((search, False) for search, _ in _searches(node.child))
    else:
        yield re.compile(rf"\b(?:{_alternatives(node)})\b", re.IGNORECASE).search, True


def _alternatives(node: Expression) -> str:
    match node:
        case Or(children=children):
            return "|".join(map(_alternatives, children))
        case Word(text=text) | Phrase(text=text):
            return r"\W+".join(map(re.escape, text.split()))
    raise TypeError(node)


# ── mokaccino: a percolator in Rust ──────────────────────────────────────────────────────────


class Mokaccino:
    """Two adjacent words are a value of their own, so a phrase is one look-up."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._library = import_module("mokaccino")
        percolator = self._library.Percolator()
        for number, rule in enumerate(rules):
            percolator.add_query_id(self._query(rule.expression), number)
        self._percolator = percolator.optimized()

    def document(self, words: Words) -> Any:
        """An article, ready to be percolated: not part of what is measured."""
        found = self._library.Document()
        for word in dict.fromkeys(words):
            found.add_value("word", word)
        for left, right in dict.fromkeys(pairwise(words)):
            found.add_value("pair", f"{left} {right}")
        return found

    def percolate(self, document: Any) -> list[int]:
        """The numbers of the rules, in no order."""
        found: list[int] = self._percolator.percolate_list(document)
        return found

    def answer(self, document: Any) -> list[int]:
        """The numbers of the rules."""
        return sorted(self.percolate(document))

    def _query(self, node: Expression) -> Any:
        query = self._library.Query
        match node:
            case And(children=children):
                return reduce(lambda left, right: left & right, map(self._query, children))
            case Or(children=children):
                return reduce(lambda left, right: left | right, map(self._query, children))
            case Not(child=child):
                return ~self._query(child)
            case Phrase(text=text):
                return query.from_kv("pair", text)
            case Word(text=text):
                return query.from_kv("word", text)
        raise TypeError(node)


# ── SQLite's full-text search, the other way round ───────────────────────────────────────────


def full_text(rules: Sequence[Rule], articles: Sequence[Words]) -> list[list[int]]:
    """The rules of every article: all are indexed, then every rule is asked as a query."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE article USING fts5(text, detail='full')")
    texts = ((number, " ".join(words)) for number, words in enumerate(articles))
    database.executemany("INSERT INTO article(rowid, text) VALUES (?, ?)", texts)
    found: list[list[int]] = [[] for _ in articles]
    for number, rule in enumerate(rules):
        asked = "SELECT rowid FROM article WHERE article MATCH ?"
        for (article,) in database.execute(asked, (_fts(rule.expression),)):
            found[article].append(number)
    database.close()
    return found


def _fts(node: Expression) -> str:
    match node:
        case And(children=children):
            wanted = (_fts(child) for child in children if not isinstance(child, Not))
            unwanted = (_fts(child.child) for child in children if isinstance(child, Not))
            return f"({' AND '.join(wanted)})" + "".join(f" NOT {each}" for each in unwanted)
        case Or(children=children):
            return f"({' OR '.join(map(_fts, children))})"
        case Word(text=text) | Phrase(text=text):
            return f'"{text}"'
    raise TypeError(node)
