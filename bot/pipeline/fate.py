"""Why a stored entry became a post, or did not. Pure, but for the reasons that were recorded."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from bot.i18n import Text
from bot.model import Entry, Rule
from bot.pipeline.silence import silence
from bot.store.fates import Fate

_UNKNOWN: Final = Text(
    en="nothing recorded tells why: the rule, its channels or its state have changed since",
    fr="rien d'enregistré ne dit pourquoi : la règle, ses canaux ou son état ont changé depuis",
)
_BACKLOG: Final = Text(
    en="the article was there before its source was watched, and not all of that was to be told "
    "(VIGIE_BACKLOG)",
    fr="l'article précède la surveillance de sa source, et tout cela n'était pas à dire "
    "(VIGIE_BACKLOG)",
)
_OFF: Final = Text(en="the rule is switched off", fr="la règle est désactivée")
_LATER: Final = Text(
    en="it matches now, but did not when the article came: the rule or the article has changed "
    "since, and what has come is not asked again",
    fr="elle correspond aujourd'hui, mais pas quand l'article est arrivé : la règle ou l'article "
    "a changé depuis, et ce qui est arrivé n'est pas réexaminé",
)


class NoPost(NamedTuple):
    """A post that a rule did not get, and why."""

    rule: str
    destination: str
    reason: Text


def no_posts(fate: Fate, rules: Mapping[str, Rule], entry: Entry) -> Iterator[NoPost]:
    """What the rules that matched would have posted, and did not."""
    posted = {post.destination for post in fate.posts} | {each.destination for each in fate.kept}
    for name, when in fate.matched.items():
        rule = rules.get(name)
        for destination in rule.to if rule else ():
            if rule and destination not in posted:
                unsaid = _BACKLOG if fate.is_backlog else _UNKNOWN
                yield NoPost(name, destination, silence(rule, entry, when) or unsaid)


def unrecorded(rules: Iterable[Rule], fate: Fate) -> Iterator[tuple[Rule, Text]]:
    """Those of `rules`, which all match now, that did not when the entry came; and why."""
    for rule in rules:
        if rule.name not in fate.matched:
            yield rule, _LATER if rule.enabled else _OFF
