"""Many rules against one entry at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.expression import Term
from bot.match.article import Article
from bot.match.cover import Planner
from bot.match.evidence import evidence
from bot.match.index import Index, Plan
from bot.match.lexicon import Lexicon
from bot.match.patterns import Pattern
from bot.match.places import Places
from bot.match.verdict import Verdict
from bot.model import Entry, Match, Rule, Source
from bot.text.analysis import Analyser

_MOST_PATTERNS = 20_000


class Terms:
    """The patterns of terms in the keys of a lexicon, remembered."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._patterns: dict[tuple[Term, str], Pattern] = {}

    def pattern(self, term: Term, field: str) -> Pattern:
        """The pattern of a term in a field; keys that no rule needs stand for nothing."""
        scope = "" if field in {"title", "body"} else f"{field}:"
        patterns = self._patterns  # forgotten while one is sought, it does not take that one up
        known = patterns.get((term, scope))
        if known is None:
            known = patterns[term, scope] = self._lexicon.find(term, scope)
            if len(patterns) > _MOST_PATTERNS:
                self._patterns = {}
        return known

    def forget(self) -> None:
        """Keys have come or gone."""
        self._patterns = {}


@dataclass(frozen=True, slots=True)
class _Filed:
    """A rule, and what has to be given back when it goes."""

    rule: Rule
    keys: tuple[int, ...]
    fields: tuple[str, ...]


class Matcher:
    """Rules, compiled once. Each entry is read once, whatever the number of rules.

    A rule of which an article holds too little costs nothing. One thread may add and remove rules
    while others match: what they find of the rules that stay is right throughout. A rule that is
    replaced meanwhile may be found in its former form, in both or in none: whoever needs all rules
    to change at one moment compiles another matcher and swaps it.
    """

    def __init__(self, rules: Iterable[Rule], analyser: Analyser | None = None) -> None:
        self._lexicon = Lexicon(analyser or Analyser())
        self._terms = Terms(self._lexicon)
        self.index = Index()
        self._filed: dict[int, _Filed] = {}
        self._numbers: dict[str, int] = {}
        self._fields: Counter[str] = Counter()
        self._next = 0
        # All are planned before the first is filed: then it is known which keys are rare.
        plans = [(self._plan(rule), rule) for rule in rules if rule.enabled]
        for (planner, plan), rule in plans:
            self._file(rule, planner, plan)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, rule: Rule) -> None:
        """Match this rule too, instead of the one that has its name."""
        planner, plan = self._plan(rule)
        former = self._numbers.get(rule.name)
        self._file(rule, planner, plan)
        if former is not None:
            self._take_out(former)

    def remove(self, name: str) -> None:
        """Match this rule no more; an unknown name is none of ours."""
        number = self._numbers.pop(name, None)
        if number is not None:
            self._take_out(number)

    def match(self, entry: Entry, source: Source) -> tuple[Match, ...]:
        """The enabled rules that listen to `source` and that `entry` fulfils, in their order."""
        article = self.read(entry, source)
        verdict = Verdict(self.places(article))
        numbers = self.fulfilled(self.keys(article), verdict)
        return tuple(
            Match(filed.rule, evidence(verdict.shown(filed.rule.expression), article))
            for filed in self._listening(numbers, source, article.lang)
        )

    def read(self, entry: Entry, source: Source) -> Article:
        """An entry as this matcher sees it."""
        return Article(entry, source, self._lexicon)

    def places(self, article: Article) -> Places:
        """Where the terms of rules stand in an article."""
        return Places(article, self._terms.pattern)

    def keys(self, article: Article) -> set[int]:
        """The keys of the rules' words that an article holds."""
        return article.keys(self._fields)

    def fulfilled(self, keys: set[int], verdict: Verdict) -> list[int]:
        """The numbers of the rules that an article with these keys fulfils, ascending."""
        sure, deep = self.index.hits(keys)
        found = {*sure}
        for number in {*deep}:
            filed = self._filed.get(number)
            if filed and verdict.holds(filed.rule.expression):
                found.add(number)
        return sorted(found)

    def _listening(
        self, numbers: Iterable[int], source: Source, lang: str | None
    ) -> Iterator[_Filed]:
        for number in numbers:
            filed = self._filed.get(number)
            if filed and filed.rule.listens_to(source) and _speaks(filed.rule, lang):
                yield filed

    def _plan(self, rule: Rule) -> tuple[Planner, Plan]:
        planner = Planner(self._lexicon)
        return planner, planner.plan(rule.expression)

    def _file(self, rule: Rule, planner: Planner, plan: Plan) -> None:
        number, self._next = self._next, self._next + 1
        found = _Filed(rule, tuple(planner.keys), tuple(planner.fields))
        self._filed[number] = found
        if found.fields:
            self._fields = self._fields + Counter(found.fields)
        self._numbers[rule.name] = number
        self._terms.forget()
        self.index.add(number, plan, self._lexicon.uses)

    def _take_out(self, number: int) -> None:
        self.index.remove(number)
        filed = self._filed.pop(number)
        if filed.fields:
            self._fields = self._fields - Counter(filed.fields)
        self._terms.forget()
        self._lexicon.drop(filed.keys)


def _speaks(rule: Rule, lang: str | None) -> bool:
    return not rule.languages or lang in rule.languages
