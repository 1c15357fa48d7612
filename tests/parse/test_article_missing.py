"""Why there is no article, in words."""

import pytest

from bot.i18n import Text
from bot.model import FailureKind, FetchFailure, Missing
from bot.parse.article_missing import missing, missing_by

SAID = Text(en="The server is gone.", fr="Le serveur est parti.")


def failure(kind: FailureKind, status: int | None = None) -> FetchFailure:
    """A failure with words of its own."""
    return FetchFailure(kind, SAID, SAID, status)


@pytest.mark.parametrize("why", [each for each in Missing if each is not Missing.UNREACHABLE])
def test_every_reason_has_words(why: Missing) -> None:
    """In both languages, and not the same."""
    told = missing(why)
    assert told.why is why
    assert told.reason.en.endswith(".")
    assert told.reason.fr.endswith(".")
    assert told.reason.en != told.reason.fr


def test_reasons_differ() -> None:
    """Nobody has to guess which one it was."""
    told = {missing(why).reason.en for why in Missing if why is not Missing.UNREACHABLE}
    assert len(told) == len(Missing) - 1


@pytest.mark.parametrize("kind", list(FailureKind))
def test_every_failure_is_a_reason(kind: FailureKind) -> None:
    """Words that speak of feeds are never shown for a page."""
    told = missing_by(failure(kind, 418))
    assert told.why is not Missing.UNREACHABLE or told.reason in (
        SAID,
        Text(
            en="The server answers HTTP 418 instead of the article.",
            fr="Le serveur répond HTTP 418 à la place de l'article.",
        ),
    )


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (FailureKind.NOT_FOUND, Missing.GONE),
        (FailureKind.ADDRESS, Missing.ADDRESS),
        (FailureKind.TIMEOUT, Missing.SLOW),
        (FailureKind.FORBIDDEN, Missing.WALL),
        (FailureKind.BUSY, Missing.BUSY),
        (FailureKind.PARSE_TIMEOUT, Missing.UNREADABLE),
        (FailureKind.DNS, Missing.UNREACHABLE),
        (FailureKind.SERVER, Missing.UNREACHABLE),
    ],
)
def test_failures(kind: FailureKind, why: Missing) -> None:
    """What kept the page away."""
    assert missing_by(failure(kind)).why is why
