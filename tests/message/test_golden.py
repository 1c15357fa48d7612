"""Messages, to the letter: a story in `<case>.json`, what is posted about it in `<case>.html`.

In the input `*…*` stands for a highlight. After a wanted change look at every difference, then
write the files anew with ``python -m tests.message.test_golden``.
"""

import json
import re
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.expression import Span
from bot.i18n import LANGS
from bot.message import compose, compose_digest, compose_reply
from bot.model import Destination, Evidence, Match, Message, Passage, StoredEntry, Story, Summary
from tests.samples import rule, stored
from tests.telegram_text import check

CASES = Path(__file__).parents[1] / "golden" / "message"
FILES = sorted(CASES.glob("*.json"))


def passage(written: str) -> Passage:
    """Text with its highlights between asterisks."""
    places = [
        Span(found.start() - 2 * index, found.end() - 2 * index - 2)
        for index, found in enumerate(re.finditer(r"\*[^*]+\*", written))
    ]
    return Passage(written.replace("*", ""), tuple(places))


def story(case: dict[str, Any]) -> Story:
    """The story of a case; a rule is a hashtag alone, or its name with the words that it found."""
    lead = article(case)
    named: list[str | dict[str, Any]] = case["rules"]
    rules = [{"name": "Drones", "hashtag": it} if isinstance(it, str) else it for it in named]
    return Story(
        id=7,
        lead=lead,
        outlets=tuple(case["outlets"]),
        matches=tuple(match(lead, each) for each in rules),
        independent=case.get("independent", 1),
        former_title=case.get("former", ""),
        is_retracted=case.get("retracted", False),
        latest=article(case["latest"]) if "latest" in case else None,
        pages=tuple(case.get("pages", ())),
    )


def article(case: dict[str, Any]) -> StoredEntry:
    """The article of a case."""
    moment = datetime.fromisoformat(case["published"]) if case["published"] else None
    told = " ".join(passage(each).text for each in case.get("sentences", ()))
    return stored(
        source=case["source"],
        title=passage(case["title"]).text,
        text=told,
        url=case["url"],
        published_at=moment,
    )


def match(lead: StoredEntry, case: dict[str, Any]) -> Match:
    """A rule that finds these words in the article's text."""
    text = lead.entry.text
    places = [
        Span(text.index(word), text.index(word) + len(word)) for word in case.get("words", ())
    ]
    evidence = tuple(Evidence(str(place), "text", place) for place in places)
    return Match(rule(case["name"], hashtag=case["hashtag"]), evidence)


def composed(case: dict[str, Any]) -> list[Message]:
    """What is posted about the story of a case; several messages only of a digest."""
    layout = case.get("layout", "flash")
    if layout == "digest":
        return [each for _, each in compose_digest(list(map(story, case["stories"])), case["lang"])]
    if layout == "reply":
        there = Destination("veille", "@veille", lang=case["lang"])
        return [compose_reply(story(case), case["kind"], there, silent=True)]
    sentences, extract = (
        tuple(passage(each) for each in case.get(name, ())) for name in ("sentences", "extract")
    )
    destination = Destination("veille", "@veille", lang=case["lang"], layout=layout)
    summary = Summary(passage(case["title"]), sentences, extract)
    return [compose(story(case), summary, destination, silent=False)]


def told(messages: list[Message]) -> str:
    """The posts and their buttons, as the file has it."""
    return "\n".join(map(_told, messages))


def _told(message: Message) -> str:
    buttons = [f"[{each.label}] {each.url or each.data}" for each in message.buttons]
    return "\n".join([message.html, "", *buttons, ""])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_post(file: Path) -> None:
    """The post is what somebody has looked at and found good."""
    messages = composed(json.loads(file.read_text()))
    for message in messages:
        check(message)
    assert told(messages) == file.with_suffix(".html").read_text()


def test_every_expectation_has_its_case() -> None:
    """No file is left behind, no layout in no language."""
    assert {file.stem for file in CASES.glob("*.html")} == {file.stem for file in FILES}
    told_in = {
        (case.get("layout", "flash"), case["lang"])
        for case in map(json.loads, (file.read_text() for file in FILES))
    }
    assert told_in == set(product(("flash", "dossier", "digest", "reply"), LANGS))


if __name__ == "__main__":
    for each in FILES:
        each.with_suffix(".html").write_text(told(composed(json.loads(each.read_text()))))
