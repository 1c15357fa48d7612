"""Why a match raises no alert: each reason, its borders, and its words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Rule
from bot.pipeline.silence import silence
from tests.fixed_clock import NOON
from tests.newsroom import Newsroom
from tests.samples import SOURCE, entry, rule, watchlist

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def test_a_rule_like_any_other_raises_alerts() -> None:
    """No option set: nothing keeps it silent, with or without a date."""
    assert silence(rule(), entry(), NOON) is None
    assert silence(rule(), replace(entry(), published_at=None), NOON) is None


@pytest.mark.parametrize(
    ("resting", "awake", "english", "french"),
    [
        (rule(enabled=False), rule(), "switched off", "désactivée"),
        (rule(expires_at=NOON), rule(expires_at=NOON + TICK), "expired on", "a expiré le"),
        (rule(muted_until=NOON + TICK), rule(muted_until=NOON), "mute until", "muette jusqu'au"),
        (rule(dry_run_until=NOON + TICK), rule(dry_run_until=NOON), "on trial", "à l'essai"),
    ],
)
def test_a_resting_rule_says_why(resting: Rule, awake: Rule, english: str, french: str) -> None:
    """To the microsecond; and an end that is reached is an end."""
    why = silence(resting, entry(), NOON)
    assert why
    assert english in why.en
    assert french in why.fr
    assert silence(awake, entry(), NOON) is None


def test_an_old_article_is_told_with_its_date() -> None:
    """The age is counted from the feed's date."""
    old = replace(entry(), published_at=NOON - 3 * HOUR)
    assert silence(rule(max_age=3 * HOUR), old, NOON) is None
    why = silence(rule(max_age=2 * HOUR), old, NOON)
    assert why
    assert "too old" in why.en
    assert "09:00" in why.fr


async def test_a_resting_rule_is_recorded_and_lends_no_hashtag(newsroom: Newsroom) -> None:
    """Its match is kept for replays; the post that another rule raises does not mention it."""
    mute = rule("Muette", hashtag="#Muette", muted_until=NOON + HOUR)
    newsroom.watch(watchlist(rule(), mute))
    report = await newsroom.read(entry())
    assert (report.matches, newsroom.owed) == (1, 1)
    assert len(newsroom.everything()["matches"]) == 2
    (delivery,) = newsroom.deliveries()
    assert "#Muette" not in delivery.message.plain
    assert rule().hashtag in delivery.message.plain


async def test_a_resting_rule_alone_owes_nothing(newsroom: Newsroom) -> None:
    """A rule on trial fills the history and no channel."""
    newsroom.watch(watchlist(rule(dry_run_until=NOON + HOUR), sources=(SOURCE,)))
    report = await newsroom.read(entry())
    assert (report.matches, newsroom.owed) == (1, 0)
    assert newsroom.deliveries() == ()
