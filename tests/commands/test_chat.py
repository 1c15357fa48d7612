"""What a person writes in private, and what is answered."""

import pytest

from bot.commands.chat import MOST_RULES, Standing, Wish, respond
from bot.i18n import LANGS, Lang
from bot.model.incoming import Person, Place, Said

SUBSCRIBED = Standing(is_subscribed=True, rules=("Drones", "Énergie"))
STRANGER = Standing(is_subscribed=False, taken=("ada",), invitation="https://t.me/vigie_bot?x")


def said(text: str, lang: Lang = "en") -> Said:
    """By Ada."""
    return Said(Place(7, "", "Ada", is_private=True), Person(7, lang), text)


@pytest.mark.parametrize("lang", LANGS)
def test_a_subscriber_is_told_what_they_get(lang: Lang) -> None:
    """By the names of the rules; and how to stop."""
    text, wish, _ = respond(said("/start", lang), SUBSCRIBED)
    assert "• Drones\n• Énergie\n" in text
    assert "/stop" in text
    assert wish is Wish.RESUME


def test_very_many_rules_are_counted() -> None:
    """A message has an end."""
    rules = tuple(f"r{number}" for number in range(MOST_RULES + 5))
    text = respond(said("/start"), Standing(is_subscribed=True, rules=rules)).text
    assert "… and 5 more" in text
    assert f"r{MOST_RULES}\n" not in text


def test_a_subscriber_without_rules() -> None:
    """They are told where to write their name."""
    text, wish, _ = respond(said("/start"), Standing(is_subscribed=True))
    assert "“to:”" in text
    assert wish is Wish.RESUME


@pytest.mark.parametrize("lang", LANGS)
def test_a_stranger_gets_the_line_for_feeds_yaml(lang: Lang) -> None:
    """With a name that is free; and the link that adds the bot to a channel."""
    text, wish, _ = respond(said("/start deep_link", lang), STRANGER)
    assert f"\n  ada-2: {{telegram: 7, lang: {lang}}}\n" in text
    assert text.endswith(STRANGER.invitation)
    assert wish is Wish.NOTHING


@pytest.mark.parametrize("text", ["/stop", "/STOP", "/stop@vigie_bot", "  /stop now"])
def test_stop(text: str) -> None:
    """A subscriber gets nothing more; for a stranger there is nothing to stop."""
    assert respond(said(text), SUBSCRIBED).wish is Wish.PAUSE
    assert "/start" in respond(said(text), SUBSCRIBED).text
    assert respond(said(text), STRANGER).wish is Wish.NOTHING


@pytest.mark.parametrize("text", ["", "hello", "/", "@", "/stopp", "stop", "／start", "/rules"])
def test_anything_else_is_chatter(text: str) -> None:
    """One short answer, which is given seldom."""
    response = respond(said(text), SUBSCRIBED)
    assert response.is_chatter
    assert response.wish is Wish.NOTHING
    assert "/start" in response.text
