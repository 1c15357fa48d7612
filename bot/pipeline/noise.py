"""How much each rule talks, and what it could do without."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import log
from typing import Final, NamedTuple

from bot.expression import And, Expression, Not, Word
from bot.match import Matcher
from bot.model import Rule
from bot.pipeline.replay import SHOWN, Archive, Hit, awake
from bot.store import history
from bot.store.history import Period, Posts
from bot.text.words import read
from bot.watchlist.frequent import is_frequent

MOST_MATCHES: Final = 2_000
"""Of a rule, the latest: more would not change what is said of them."""
FEWEST: Final = 5
"""Matches in each of two groups that are compared; from fewer nothing is said."""
FEWEST_WITH_WORD: Final = 3
CERTAIN: Final = 10.83
"""The log-likelihood ratio that chance reaches once in a thousand (Dunning 1993)."""
_SHORTEST: Final = 3


class Week(NamedTuple):
    """What a rule did in seven days (UTC)."""

    first: date
    posts: int
    """To all its channels together."""
    matches: int
    folded: int
    """Matches that repeat an article already known, and so made no post of their own."""


@dataclass(frozen=True, slots=True)
class Loudest:
    """The term that most of a rule's matches have, where some do without it."""

    term: str
    matches: int
    of: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word to exclude, and what that would have spared."""

    word: str
    expression: Expression
    """The whole rule with the exclusion."""
    dropped: int
    of: int
    """Recorded matches that the rule still has."""
    shown: tuple[Hit, ...]
    """The latest that are dropped."""


@dataclass(frozen=True, slots=True)
class Noise:
    """How much a rule talks."""

    rule: Rule
    weeks: tuple[Week, ...]
    """The latest first."""
    last: datetime | None
    """When it last matched; None for never."""
    loudest: Loudest | None
    proposal: Proposal | None


def weeks_before(now: datetime, weeks: int) -> Period:
    """So many times seven whole days (UTC), today being the last of them."""
    first = now.date() - timedelta(days=7 * weeks - 1)
    return Period(datetime.combine(first, time(), now.tzinfo), now)


def noise(archive: Archive, rules: Iterable[Rule]) -> Iterator[Noise]:
    """The report on each of some rules, over a period from `weeks_before`."""
    with archive.database.reading() as tx:
        days = history.days(tx, archive.period)
        posts = history.posts(tx, archive.period)
        last = history.last_matches(tx)
    for rule in rules:
        own_days = [day for day in days if day.rule == rule.name]
        own_posts = [each for each in posts if each.rule == rule.name]
        heard = _heard(archive, rule)
        loudest = _loudest(heard)
        yield Noise(
            rule,
            _weeks(archive.period, rule, own_days, own_posts),
            last.get(rule.name),
            loudest,
            _proposal(archive, rule, heard, loudest) if loudest else None,
        )


def _weeks(
    period: Period, rule: Rule, days: Sequence[history.Day], posts: Sequence[Posts]
) -> tuple[Week, ...]:
    today = period.until.date()
    count = (today - period.since.date()).days // 7 + 1
    matched, folded, posted = (Counter[int]() for _ in range(3))
    for day in days:
        week = (today - day.day).days // 7
        matched[week] += day.matches
        folded[week] += day.folded
    for each in posts:
        if each.destination in rule.to:
            posted[(today - each.day).days // 7] += each.posts
    return tuple(
        Week(today - timedelta(days=7 * n + 6), posted[n], matched[n], folded[n])
        for n in range(count)
    )


# ── the loudest term ─────────────────────────────────────────────────────────────────────────


class _Heard(NamedTuple):
    """What is kept of a match."""

    terms: frozenset[str]
    words: dict[str, str]
    """Of the title: key → as it is written there."""


def _heard(archive: Archive, rule: Rule) -> list[_Heard]:
    with archive.database.reading() as tx:
        found = history.titles(tx, rule.name, archive.period, MOST_MATCHES)
    return [_Heard(terms, _words(title)) for title, terms in found]


def _words(title: str) -> dict[str, str]:
    words = read(title)
    return {
        key: title[start:end]
        for key, start, end in zip(words.keys, words.starts, words.ends, strict=True)
    }


def _loudest(heard: Sequence[_Heard]) -> Loudest | None:
    counts = Counter(term for each in heard for term in sorted(each.terms))
    choices = {term: number for term, number in counts.items() if number < len(heard)}
    if not choices:
        return None
    term = max(choices, key=lambda name: choices[name])
    return Loudest(term, choices[term], len(heard))


# ── the word to exclude ──────────────────────────────────────────────────────────────────────


def _proposal(
    archive: Archive, rule: Rule, heard: Sequence[_Heard], loudest: Loudest
) -> Proposal | None:
    word = _typical_word(heard, loudest.term)
    if word is None:
        return None
    without = replace(rule, expression=excluding(rule.expression, word))
    return _tried(archive, rule, without, word)


def _typical_word(heard: Sequence[_Heard], loudest: str) -> str | None:
    """The title word that tells best what only the loudest term brings; None without a clear one.

    A term that every match has is no reason for any of them. What is compared are the matches
    that only the loudest of the others explains, with the rest, by log-likelihood.
    """
    always = frozenset.intersection(*(each.terms for each in heard))
    alone = [each for each in heard if each.terms - always == {loudest}]
    rest = [each for each in heard if each.terms - always != {loudest}]
    if min(len(alone), len(rest)) < FEWEST:
        return None
    noisy, calm = (Counter(key for each in side for key in each.words) for side in (alone, rest))
    own = {key for each in heard for term in each.terms for key in read(term).keys}
    scores = {
        key: log_likelihood(number, len(alone), calm[key], len(rest))
        for key, number in noisy.items()
        if number >= FEWEST_WITH_WORD and key not in own and _tells(key)
        if number * len(rest) > calm[key] * len(alone)
    }
    best = max(scores, key=lambda key: scores[key], default=None)
    if best is None or scores[best] < CERTAIN:
        return None
    forms = Counter(each.words[best] for each in alone if best in each.words)
    return forms.most_common(1)[0][0]


def _tells(key: str) -> bool:
    return len(key) >= _SHORTEST and not key.isdigit() and not is_frequent(Word(key))


def log_likelihood(a: int, all_a: int, b: int, all_b: int) -> float:
    """Dunning's G²: how surely a word is not as frequent in one group as in another.

    Args:
        a: Texts of the first group with the word, of `all_a`.
        all_a: Texts of the first group.
        b: Texts of the second group with the word, of `all_b`.
        all_b: Texts of the second group.
    """
    total = all_a + all_b
    table = ((a, all_a, a + b), (b, all_b, a + b), (all_a - a, all_a, total - a - b))
    cells = (*table, (all_b - b, all_b, total - a - b))
    return 2 * sum(seen * log(seen * total / (row * column)) for seen, row, column in cells if seen)


def excluding(expression: Expression, word: str) -> Expression:
    """The rule with an exclusion more."""
    unwanted = Not(Word(word))
    if isinstance(expression, And):
        return replace(expression, children=(*expression.children, unwanted))
    return And((expression, unwanted))


def _tried(archive: Archive, rule: Rule, without: Rule, word: str) -> Proposal | None:
    """The proposal with its replay on the recorded matches; None when it would spare nothing."""
    matcher = Matcher([awake(rule, "before"), awake(without, "after")], archive.analyser)
    still, dropped, shown = 0, 0, []
    for page in history.matched(archive.database, rule.name, archive.period, MOST_MATCHES):
        for each in page:
            stored = each.past.stored
            found = matcher.match(stored.entry, archive.source(each.past))
            hits = {match.rule.name: match for match in found}
            still += "before" in hits
            if "before" in hits and "after" not in hits:
                dropped += 1
                shown.append(Hit(stored, hits["before"]))
                del shown[SHOWN:]
    if not dropped:
        return None
    return Proposal(word, without.expression, dropped, still, tuple(shown))
