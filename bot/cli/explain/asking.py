"""The rules that are asked, and what each says of an article."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.cli.explain.material import Material
from bot.errors import RuleError
from bot.expression import Expression
from bot.i18n import Text, did_you_mean
from bot.match import explain
from bot.model import Explanation, Rule, Watchlist
from bot.pipeline.deafness import deafness
from bot.text.analysis import USUAL, Analyser, languages_of
from bot.text.language import code
from bot.watchlist.concepts import known_in
from bot.watchlist.language import parse


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule of feeds.yaml, or an expression without a name."""

    name: str
    expression: Expression
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of an article."""

    asked: Asked
    explanation: Explanation
    deafness: Text | None
    """Why the rule does not listen to such articles, whatever is in them."""

    @property
    def holds(self) -> bool:
        """Whether the rule matches the article."""
        return self.explanation.matched and self.deafness is None


def rule_asked(text: str, watchlist: Watchlist | None) -> Asked:
    """The rule of that name, blind to case; else the expression.

    Raises:
        RuleError: it is neither; with the name that may be meant.
    """
    rules = {rule.name.casefold(): rule for rule in (watchlist.rules if watchlist else ())}
    rule = rules.get(text.strip().casefold())
    if rule:
        return Asked(rule.name, rule.expression, rule)
    try:
        return Asked("", parse(text, known_in(watchlist) if watchlist else None))
    except RuleError as error:
        meant = did_you_mean(text, [rule.name for rule in rules.values()])
        if meant is None:
            raise
        by_name = Text(
            en=f"Or was it a rule of feeds.yaml? {meant.en}",
            fr=f"Ou était-ce une règle de feeds.yaml ? {meant.fr}",
        )
        hint = _below(error.hint, by_name)
        raise RuleError(error.source, (error.start, error.end), error.text, hint) from error


def _below(first: Text | None, second: Text) -> Text:
    """Each on a line of its own."""
    if first is None:
        return second
    return Text(en=f"{first.en}\n{second.en}", fr=f"{first.fr}\n{second.fr}")


def judge(asked: Iterable[Asked], material: Material, analyser: Analyser) -> list[Verdict]:
    """What each rule says; those that match first, else in their order."""
    verdicts = [_verdict(each, material, analyser) for each in asked]
    return sorted(verdicts, key=lambda verdict: not verdict.holds)


def _verdict(asked: Asked, material: Material, analyser: Analyser) -> Verdict:
    entry, source = material.entry, material.source
    deaf = deafness(asked.rule, source, entry.lang) if asked.rule and source else None
    return Verdict(asked, explain(asked.expression, entry, source, analyser), deaf)


def analyser_for(material: Material, watchlist: Watchlist | None) -> Analyser:
    """One that knows what the bot knows: the languages of the sources.

    For a text of no source, only its own besides French and English: each takes a second to load.
    """
    if material.source is not None and watchlist is not None:
        return Analyser(languages_of(watchlist))
    lang = code(material.entry.lang)
    return Analyser([*USUAL, *([lang] if lang else [])])
