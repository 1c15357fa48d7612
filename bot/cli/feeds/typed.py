"""What to do about an address that somebody has just typed: no file has it, no poll is to come."""

from dataclasses import replace
from typing import Final

from bot.fetch import advice
from bot.i18n import Text
from bot.model import FailureKind, FetchFailure

CHECK: Final = Text(
    en="Open the address in a browser and look how it is written.",
    fr="Ouvrez l'adresse dans un navigateur et vérifiez comment elle s'écrit.",
)
LATER: Final = Text(
    en="Try again later; if it lasts, open the address in a browser.",
    fr="Réessayez plus tard ; si cela dure, ouvrez l'adresse dans un navigateur.",
)
TELL: Final = Text(
    en="Tell the publisher, who alone can mend it, and try again then.",
    fr="Prévenez l'éditeur, qui seul peut y remédier, puis réessayez.",
)
SUCCESSOR: Final = Text(
    en="Look on the site for the feed that took its place.",
    fr="Cherchez sur le site le flux qui l'a remplacé.",
)
FEED: Final = Text(
    en="Give the address of an RSS, Atom or JSON feed, or of the site's front page.",
    fr="Donnez l'adresse d'un flux RSS, Atom ou JSON, ou celle de l'accueil du site.",
)
_INSTEAD: Final = {
    advice.WAIT: LATER,
    advice.CHECK_URL: CHECK,
    advice.TELL_PUBLISHER: TELL,
    advice.SUCCESSOR: SUCCESSOR,
}
_BY_KIND: Final = {
    FailureKind.CONNECT: LATER,
    FailureKind.NOT_A_FEED: FEED,
    FailureKind.BROKEN_FEED: TELL,
}


def as_typed(failure: FetchFailure) -> FetchFailure:
    """A failure with what helps who has typed the address."""
    if failure.hint in _INSTEAD:
        return replace(failure, hint=_INSTEAD[failure.hint])
    if failure.kind in _BY_KIND and failure.hint != advice.OWN_CONNECTION:
        return replace(failure, hint=_BY_KIND[failure.kind])
    return failure
