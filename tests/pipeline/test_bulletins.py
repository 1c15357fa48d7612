"""Operators are told of feeds in trouble, once."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import SendProblem
from bot.pipeline.bulletins import Bulletins
from tests.polls import failing, recovered
from tests.post_office import PostOffice
from tests.post_office import failing as refused


@pytest.fixture
def office(tmp_path: Path) -> PostOffice:
    """A channel with a script."""
    return PostOffice(tmp_path)


def _bulletins(office: PostOffice) -> Bulletins:
    return Bulletins(office.channel, "@ops", "en", office.clock)


def _told(office: PostOffice) -> list[str]:
    return [text for address, text in office.channel.posts if address == "@ops"]


async def test_what_happens_together_is_one_message(office: PostOffice) -> None:
    """And what was told is not told again."""
    bulletins = _bulletins(office)
    for report in (failing("Le Phare"), failing("Harbour Post"), recovered("Radio")):
        bulletins.note(report)
    await bulletins.issue()
    await bulletins.issue()
    (text,) = _told(office)
    assert text.startswith("2 feeds in trouble")
    assert "✓ Radio" in text


async def test_no_news_is_no_message(office: PostOffice) -> None:
    """A poll that failed for the first time is nobody's business yet."""
    bulletins = _bulletins(office)
    bulletins.note(replace(failing("Le Phare"), news=None))
    await bulletins.issue()
    assert _told(office) == []


@pytest.mark.parametrize(
    ("problem", "told"),
    [(SendProblem.NOT_SENT, 1), (SendProblem.FLOOD, 1), (SendProblem.REFUSED, 0)],
)
async def test_what_could_not_be_sent(office: PostOffice, problem: SendProblem, told: int) -> None:
    """It is told later when that helps, with what has happened since."""
    bulletins = _bulletins(office)
    bulletins.note(failing("Le Phare"))
    office.channel.expect(
        "1 feed in trouble\n✗ Le Phare · The server does not answer. Nothing to do.",
        refused(problem),
    )
    await bulletins.issue()
    assert _told(office) == []
    bulletins.note(recovered("Radio"))
    await bulletins.issue()
    (text,) = _told(office)
    assert text.count("✗") == told
    assert "✓ Radio" in text
