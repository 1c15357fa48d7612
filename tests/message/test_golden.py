"""Posts, to the letter: a story in `<case>.json`, its post in `<case>.html`.

In the input `*…*` stands for a highlight. After a wanted change look at every difference, then
write the files anew with ``python -m tests.message.test_golden``.
"""

import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.expression import Span
from bot.message import compose
from bot.model import Destination, Match, Message, Passage, Story, Summary
from tests.samples import rule, stored

CASES = Path(__file__).parents[1] / "golden" / "message"
FILES = sorted(CASES.glob("*.json"))


def passage(written: str) -> Passage:
    """Text with its highlights between asterisks."""
    places = [
        Span(found.start() - 2 * index, found.end() - 2 * index - 2)
        for index, found in enumerate(re.finditer(r"\*[^*]+\*", written))
    ]
    return Passage(written.replace("*", ""), tuple(places))


def composed(case: dict[str, Any]) -> Message:
    """The post about the story of a case."""
    moment = datetime.fromisoformat(case["published"]) if case["published"] else None
    title = passage(case["title"])
    lead = stored(source=case["source"], title=title.text, url=case["url"], published_at=moment)
    matches = tuple(Match(rule(hashtag=tag), ()) for tag in case["rules"])
    summary = Summary(title, tuple(passage(each) for each in case["sentences"]))
    story = Story(7, lead, tuple(case["outlets"]), matches)
    former, is_retracted = case.get("former", ""), case.get("retracted", False)
    story = replace(story, former_title=former, is_retracted=is_retracted)
    destination = Destination("veille", "@veille", lang=case["lang"])
    return compose(story, summary, destination, silent=False)


def told(message: Message) -> str:
    """The post and its buttons, as the file has it."""
    buttons = [f"[{each.label}] {each.url or each.data}" for each in message.buttons]
    return "\n".join([message.html, "", *buttons, ""])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_post(file: Path) -> None:
    """The post is what somebody has looked at and found good."""
    assert told(composed(json.loads(file.read_text()))) == file.with_suffix(".html").read_text()


def test_every_expectation_has_its_case() -> None:
    """No file is left behind."""
    assert {file.stem for file in CASES.glob("*.html")} == {file.stem for file in FILES}
    assert len(FILES) > 12


if __name__ == "__main__":
    for each in FILES:
        each.with_suffix(".html").write_text(told(composed(json.loads(each.read_text()))))
