"""Many rules against one entry at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from bot.match.article import Article
from bot.match.verdict import holds, in_reading_order, shown
from bot.match.vocabulary import Vocabulary, vocabulary
from bot.model import And, Entry, Expression, Match, Not, Or, Rule, Source


class Matcher:
    """Rules, compiled once. Each entry is read once, whatever the number of rules.

    Every rule waits at its anchor: keys of which each matching article holds at least one, the
    rarest among the rules themselves. A rule whose anchor is not in an article costs nothing.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rule for rule in rules if rule.enabled)
        self._vocabulary = vocabulary(rule.expression for rule in self._rules)
        usage = Counter(key for each in self._vocabulary.patterns.values() for key in each.keys)
        self._anchors: dict[str, list[int]] = defaultdict(list)
        for index, rule in enumerate(self._rules):
            for key in _anchor(rule.expression, self._vocabulary, usage):
                self._anchors[key].append(index)

    def match(self, entry: Entry, source: Source) -> tuple[Match, ...]:
        """The enabled rules that listen to `source` and that `entry` fulfils, in their order."""
        article = Article(entry, self._vocabulary)
        return tuple(
            Match(rule, in_reading_order(shown(rule.expression, article)))
            for rule in self._candidates(article)
            if rule.listens_to(source) and holds(rule.expression, article)
        )

    def _candidates(self, article: Article) -> Iterator[Rule]:
        awakened = (self._anchors.get(key, ()) for key in article.noticed())
        for index in sorted({index for rules in awakened for index in rules}):
            yield self._rules[index]


def _anchor(expression: Expression, known: Vocabulary, usage: Counter[str]) -> frozenset[str]:
    """The cheapest set of keys of which one is in every text that fulfils `expression`.

    Cheap is what few rules use. Empty when nothing is required, which the rule language refuses.
    """
    if isinstance(expression, Or):
        parts = (_anchor(child, known, usage) for child in expression.children)
        return frozenset().union(*parts)
    if isinstance(expression, And):
        wanted = (child for child in expression.children if not isinstance(child, Not))
        choices = [_anchor(child, known, usage) for child in wanted]
    elif isinstance(expression, Not):
        choices = []
    else:
        choices = list(known.patterns[expression].required())
    return min(choices, key=lambda keys: sum(usage[key] for key in keys), default=frozenset())
