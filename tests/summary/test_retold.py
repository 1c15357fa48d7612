"""What a model is asked, and how its words are shown."""

from bot.summary import asked, retold, source
from tests.summary.test_summarise import FIRST, SECOND, marked, story

TOLD = "La préfecture a fermé le port de Brest après le survol d’un drone."


def test_the_terms_are_found_again() -> None:
    """In another form of the word, and once each; what the words lack is not highlighted."""
    summary = retold(story(f"{FIRST} {SECOND}", "drones", "Brest", "cargos", title="Drones"), TOLD)
    (only,) = summary.sentences
    assert only.text == TOLD
    assert marked(only) == ["Brest", "drone"]
    assert marked(summary.title) == ["Drones"]


def test_a_term_of_several_words() -> None:
    """All of them, side by side."""
    told = story(FIRST, "port de Brest")
    assert marked(retold(told, TOLD).sentences[0]) == ["port de Brest"]
    assert marked(retold(told, "Le port et Brest.").sentences[0]) == []


def test_what_is_asked() -> None:
    """The budget, the language, the article; of a long one the beginning."""
    question = asked(story(FIRST * 1000, lang="fr"), 280)
    assert "280 characters" in question.instruction
    assert "(fr)" in question.instruction
    assert question.article == source(story(FIRST * 1000))
    assert len(question.article) < 8_100
