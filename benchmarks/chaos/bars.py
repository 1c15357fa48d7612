"""What was promised of kills, as figures with bars."""

from typing import Final

from benchmarks.chaos.kinds import KINDS
from benchmarks.chaos.tally import Counts
from benchmarks.chaos.telegram import Outcome
from benchmarks.figures import Figure

SHOWN: Final = 0.25
"""Of the kills have to cut off a send: with fewer, little is shown."""


def figures(outcome: Outcome) -> list[Figure]:
    """One for each promise."""
    counts = outcome.counts.items()
    exact = [each for (_, kind), each in counts if KINDS[kind].can_be_read]
    private = [each for (_, kind), each in counts if not KINDS[kind].can_be_read]
    every = [*exact, *private]
    return [
        Figure("kills", outcome.kills, ""),
        Figure("kills that cut off a send", outcome.hits / outcome.kills, "", at_least=SHOWN),
        Figure("posts", sum(each.posts for each in every), ""),
        Figure("sends cut off", sum(each.hits for each in every), ""),
        Figure("posts lost", sum(each.lost for each in every), "", at_most=0.0),
        Figure("posts twice in a channel or supergroup", _more(exact), "", at_most=0.0),
        Figure("posts more often than promised in private", _more(private), "", at_most=0.0),
        Figure("posts sent again once in private", sum(each.resent for each in private), ""),
        Figure("posts held for a person", sum(each.held for each in every), ""),
        Figure("posts of others touched", sum(each.touched for each in every), "", at_most=0.0),
        Figure("posts not settled", outcome.unsettled, "", at_most=0.0),
        Figure("departures from the Bot API", len(outcome.violations), "", at_most=0.0),
    ]


def _more(counts: list[Counts]) -> int:
    return sum(each.twice for each in counts)
