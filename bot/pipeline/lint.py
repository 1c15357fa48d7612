"""What is odd about the rules, by their trees and by the stored past."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from bot.expression import (
    And,
    AtLeast,
    Concept,
    Expression,
    In,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from bot.i18n import Text
from bot.match import Matcher, explain
from bot.model import Entry, Rule, Source, Watchlist
from bot.pipeline.replay import Archive, Progress, awake, matches
from bot.store import history
from bot.store.database import Database
from bot.store.history import Past
from bot.text.analysis import Analyser
from bot.watchlist import lint
from bot.watchlist.dead_parts import CanBe, quoted
from bot.watchlist.frequent import is_frequent
from bot.watchlist.implication import TEXT_SCOPES, Implication
from bot.watchlist.lint import Finding, Kind
from bot.watchlist.overlaps import overlaps

SILENT_AFTER: Final = timedelta(days=30)
NEARLY_ALL: Final = 0.3
"""Of the articles: a term in so many of them tells nothing."""
SAMPLE: Final = 2_000
"""The latest articles, in which the terms are counted."""
FEWEST: Final = 100
"""Articles that a share needs to be worth telling."""


# ── without history ──────────────────────────────────────────────────────────────────────────


def of_trees(watchlist: Watchlist, analyser: Analyser, now: datetime) -> Iterator[Finding]:
    """What the rules and the sources show by themselves."""
    implication = Implication(analyser)
    for rule in watchlist.rules:
        yield from lint.findings(rule, implication, _what_can_be(rule, watchlist.sources, analyser))
        if rule.expires_at and rule.expires_at <= now:
            yield _expired(rule, rule.expires_at)
    yield from overlaps(watchlist.rules, watchlist.sources, implication, now)
    listening = [rule for rule in watchlist.rules if not _is_over(rule, now)]
    for source in watchlist.sources:
        if not any(rule.listens_to(source) for rule in listening):
            yield Finding(Kind.UNHEARD, source.name, _UNHEARD, _UNHEARD_ADVICE)


def _is_over(rule: Rule, now: datetime) -> bool:
    return not rule.enabled or bool(rule.expires_at and rule.expires_at <= now)


def _what_can_be(rule: Rule, sources: Sequence[Source], analyser: Analyser) -> CanBe:
    heard = [source for source in sources if rule.listens_to(source)]

    def can_be(part: In) -> bool:
        if part.scope == "lang" and not rule.languages:
            return True
        blanks = [Entry("", "", "", "", "", "", lang=lang) for lang in rule.languages or {None}]
        return any(
            explain(part, blank, source, analyser).matched for source in heard for blank in blanks
        )

    return can_be


def _expired(rule: Rule, end: datetime) -> Finding:
    day = f"{end:%Y-%m-%d}"
    why = Text(
        en=f"This rule expired on {day} and raises no alert.",
        fr=f"Cette règle a expiré le {day} et n'alerte plus.",
    )
    return Finding(Kind.EXPIRED, rule.name, why, _EXPIRED_ADVICE)


# ── terms that are everywhere ────────────────────────────────────────────────────────────────

Part = Literal["wanted", "narrowing", "excluded"]
"""What a term does: brings articles, narrows what others bring, or takes articles away."""


class Use(NamedTuple):
    """A term of a rule."""

    rule: Rule
    term: Expression
    part: Part


def latest(database: Database) -> tuple[Past, ...]:
    """The articles in which terms are counted."""
    with database.reading() as tx:
        return history.latest(tx, SAMPLE)


def everywhere(archive: Archive | None, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Terms in a third of the latest articles; without many, words known to be frequent."""
    sample = latest(archive.database) if archive else ()
    uses = [use for rule in rules for use in _uses(rule, rule.expression, "wanted")]
    if archive is None or len(sample) < FEWEST:
        yield from (_frequent(use) for use in uses if is_frequent(use.term))
        return
    found = shares(archive, sample, {use.term for use in uses})
    for use in uses:
        if found[use.term] >= NEARLY_ALL:
            yield _too_frequent(use, _share(found[use.term], len(sample)))


def shares(
    archive: Archive, sample: Sequence[Past], terms: Iterable[Expression]
) -> dict[Expression, float]:
    """For each term the share of the articles that have it."""
    numbered = dict(enumerate(terms))
    rules = (Rule(str(n), "", term, (), "") for n, term in numbered.items())
    matcher = Matcher(rules, archive.analyser)
    hits = Counter(
        match.rule.name
        for past in sample
        for match in matcher.match(past.stored.entry, archive.source(past))
    )
    return {term: hits[str(n)] / len(sample) for n, term in numbered.items()}


def _uses(rule: Rule, part: Expression, use: Part) -> Iterator[Use]:
    """Every term of a rule; those of a `Near` are never alone, and so never too frequent."""
    if isinstance(part, Not):
        yield from _uses(rule, part.child, "excluded")
    elif isinstance(part, And):
        inside: Part = "narrowing" if use == "wanted" else use
        for child in part.children:
            yield from _uses(rule, child, inside)
    elif isinstance(part, Or | AtLeast):
        for child in part.children:
            yield from _uses(rule, child, use)
    elif _is_term(part):
        yield Use(rule, part, use)


def _is_term(part: Expression) -> bool:
    if isinstance(part, In):
        return part.scope in TEXT_SCOPES and _is_term(part.child)
    return isinstance(part, Word | Prefix | Phrase | Concept)


def _frequent(use: Use) -> Finding:
    where = Text(en="is a word of nearly every article", fr="est un mot de presque tout article")
    return _too_frequent(use, where)


def _too_frequent(use: Use, where: Text) -> Finding:
    term, effect = quoted(use.term), _EFFECT[use.part]
    why = Text(
        en=f"{term.en} {where.en}: it {effect.en}.", fr=f"{term.fr} {where.fr} : il {effect.fr}."
    )
    return Finding(Kind.EVERYWHERE, use.rule.name, why, _FREQUENT_ADVICE, use.term.span)


def _share(share: float, articles: int) -> Text:
    percent = round(100 * share)
    return Text(
        en=f"is in {percent}% of the latest {articles} articles",
        fr=f"est dans {percent} % des {articles} derniers articles",
    )


# ── rules that are silent ────────────────────────────────────────────────────────────────────


def silent(
    archive: Archive, rules: Iterable[Rule], progress: Progress = lambda _: None
) -> Iterator[Finding]:
    """Rules that would have matched nothing in the whole period, present version and all.

    Nothing is said about a period of which the history has not all.
    """
    with archive.database.reading() as tx:
        begins, last = history.begins(tx), history.last_matches(tx)
    if begins is None or begins > archive.period.since:
        return
    since, until = archive.period
    quiet = {
        rule.name: awake(rule, rule.name)
        for rule in rules
        if not _is_over(rule, until) and last.get(rule.name, begins) <= since
    }
    read = 0
    for page, found in matches(archive, quiet.values()) if quiet else ():
        read += page
        progress(page)
        for _, hits in found:
            for match in hits:
                quiet.pop(match.rule.name, None)
        if not quiet:
            return
    yield from (_silent(rule, (until - since).days, read) for rule in quiet.values())


def _silent(rule: Rule, days: int, read: int) -> Finding:
    why = Text(
        en=f"In {days} days and {read} articles, this rule finds nothing.",
        fr=f"En {days} jours et {read} articles, cette règle ne trouve rien.",
    )
    return Finding(Kind.SILENT, rule.name, why, _SILENT_ADVICE)


_UNHEARD: Final = Text(
    en="No rule that is switched on listens to this source.",
    fr="Aucune règle active n'écoute cette source.",
)
_UNHEARD_ADVICE: Final = Text(
    en="Let a rule listen to it, or remove it.",
    fr="Faites-la écouter par une règle, ou retirez-la.",
)
_EXPIRED_ADVICE: Final = Text(
    en="Remove it, or give it a later date.",
    fr="Retirez-la, ou donnez-lui une date plus lointaine.",
)
_EFFECT: Final[dict[Part, Text]] = {
    "wanted": Text(en="brings nearly everything", fr="apporte presque tout"),
    "narrowing": Text(en="hardly narrows the rule", fr="ne restreint guère la règle"),
    "excluded": Text(en="takes nearly everything away", fr="écarte presque tout"),
}
_FREQUENT_ADVICE: Final = Text(
    en="Leave it out, or look for it in a phrase, or in the title only.",
    fr="Retirez-le, ou cherchez-le dans une expression, ou dans le seul titre.",
)
_SILENT_ADVICE: Final = Text(
    en="Try it with fewer words: vigie rules test. Or nothing has happened.",
    fr="Essayez-la avec moins de mots : vigie rules test. Ou bien il ne s'est rien passé.",
)
