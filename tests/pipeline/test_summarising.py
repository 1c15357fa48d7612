"""A model's words are shown when they hold; the article's own sentences otherwise."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.i18n import Text
from bot.model import Asked, Story, Unwritten
from bot.pipeline.summarising import Retelling
from bot.summary import retold, summarise
from tests.fixed_clock import FixedClock
from tests.samples import stored

FIRST = "Trois drones ont survolé le port de Brest dans la nuit de jeudi."
SECOND = "La préfecture a fermé les quais et retenu deux cargos jusqu’au matin."
GOOD = "Trois drones ont survolé Brest, la préfecture a fermé les quais."
SOON = timedelta(seconds=8)


@dataclass
class Scripted:
    """`bot.ports.Writer` that says what a test wants."""

    words: str | Unwritten
    questions: list[Asked] = field(default_factory=list)

    async def write(self, asked: Asked, deadline: timedelta) -> str | Unwritten:
        """The next answer."""
        self.questions.append(asked)
        return self.words


def story(text: str = f"{FIRST} {SECOND}") -> Story:
    """A story about the port."""
    lead = stored(title="Alerte à Brest", text=text)
    return Story(1, lead, (lead.source,), ())


async def shown(retelling: Retelling, told: Story) -> list[str]:
    """The sentences of the summary."""
    words = await retelling.words(told, 300, SOON)
    summary = summarise(told, 300) if words is None else retold(told, words)
    return [passage.text for passage in summary.sentences]


async def test_faithful_words_are_shown() -> None:
    """As they are."""
    assert await shown(Retelling(Scripted(GOOD), FixedClock()), story()) == [GOOD]


@pytest.mark.parametrize(
    "words",
    [
        GOOD.replace("Trois", "Quatre"),
        GOOD.replace("Brest", "Toulon"),
        GOOD * 9,
        "",
        Unwritten(Text(en="it answers 500", fr="il répond 500")),
    ],
)
async def test_anything_else_is_not(words: str | Unwritten) -> None:
    """An invented number or name, too many words, none: the article's own sentences."""
    assert await shown(Retelling(Scripted(words), FixedClock()), story()) == [FIRST, SECOND]


async def test_a_silent_model_is_left_alone_for_a_minute() -> None:
    """Each alert would wait for it otherwise; a refused answer is no reason to rest."""
    clock, writer = FixedClock(), Scripted(Unwritten(Text(en="no", fr="non")))
    retelling = Retelling(writer, clock)
    for expected in (1, 1):
        await shown(retelling, story())
        assert len(writer.questions) == expected
    clock.advance(61)
    writer.words = "Toulon"
    for expected in (2, 3):
        await shown(retelling, story())
        assert len(writer.questions) == expected


async def test_nothing_to_tell() -> None:
    """A title alone is not sent anywhere."""
    writer = Scripted(GOOD)
    assert await shown(Retelling(writer, FixedClock()), story("")) == []
    assert writer.questions == []
