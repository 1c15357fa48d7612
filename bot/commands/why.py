"""The button "Why?": which rules raised the alert, by which words of the article. Pure."""

from typing import Final

from bot.i18n import Lang, Text
from bot.message import words_found
from bot.model import Destination, Entry, Match, Story
from bot.text.graphemes import beginning

LONGEST: Final = 200
"""UTF-16 units: Telegram shows 200 characters in answer to a press."""

GONE: Final = Text(
    en="This alert is too old: Vigie no longer knows why it came.",
    fr="Cette alerte est trop ancienne : Vigie ne sait plus pourquoi elle est venue.",
)
_RULE_GONE: Final = Text(
    en="The rule that raised this alert is no longer in feeds.yaml.",
    fr="La règle qui a levé cette alerte n'est plus dans feeds.yaml.",
)


def why(story: Story | None, destination: Destination) -> str:
    """The rules of `destination` that the story's article fulfils, with the words as found.

    Args:
        story: None when the database no longer has it.
        destination: Where the button was pressed; gives the language.
    """
    lang = destination.lang
    if story is None:
        return GONE.into(lang)
    here = [match for match in story.matches if destination.name in match.rule.to]
    if not here:
        return _RULE_GONE.into(lang)
    return cut("\n".join(_line(match, story.lead.entry, lang) for match in here))


def _line(match: Match, entry: Entry, lang: Lang) -> str:
    """Such as ``Drones: “China”, “drones”``."""
    words = ", ".join(_quoted(word, lang) for word in words_found(match, entry))
    name = match.rule.name
    return f"{name} : {words}" if lang == "fr" else f"{name}: {words}"


def _quoted(word: str, lang: Lang) -> str:
    return f"« {word} »" if lang == "fr" else f"“{word}”"


def cut(text: str) -> str:
    """What fits into Telegram's answer to a press."""
    encoded = text.encode("utf-16-le", "replace")
    if len(encoded) <= 2 * LONGEST:
        return text
    room = len(encoded[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore"))
    return beginning(text, room).rstrip(" ,") + "…"
