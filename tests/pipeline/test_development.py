"""What is worth a reply below a post, and what is not."""

from dataclasses import replace

import pytest

from bot.model import Match, Priority, Retitled, Story
from bot.pipeline.development import (
    MOST_REPLIES,
    correction,
    developments,
    is_correction,
    is_retracted,
)
from tests.samples import SOURCE, entry, rule, stored

QUIET = Story(1, stored(), (SOURCE.name,), (Match(rule(), ()),))


def kinds(story: Story, told: frozenset[str] = frozenset()) -> list[str]:
    """What a story that was posted as any other has to tell."""
    found = developments(story, told, Priority.NORMAL, Priority.NORMAL)
    return [each.kind for each in found]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Trois morts dans l'incendie", "Quatre morts dans l'incendie de Lyon à 4h"),
        ("Le bilan monte à 12 morts", "Le bilan monte à 13 morts"),
        ("Le ministre démissionne", "Le ministre dément toute démission et reste en poste"),
        ("Trois drones au port", "Quatre drones au port"),
        ("Strike kills 1,200", "Strike kills 200"),
        ("4,5 hectares brûlés", "45 hectares brûlés"),
        ("中国试射导弹", "俄罗斯举行演习"),
    ],
)
def test_another_figure_or_other_words_correct_a_headline(before: str, after: str) -> None:
    """What the headline says is not the same."""
    assert is_correction(Retitled(1, before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Trois morts dans l'incendie", "Trois morts dans l’incendie."),
        ("Des drones au port", "DIRECT. Des drones au port"),
        ("Des drones au port", "Des drones au port : ce que l'on sait"),
        ("Strike kills 1,200", "Strike kills 1200"),
        ("Trois morts à Lyon", "3 morts à Lyon"),
        ("Inondations dans le Gard", "Gard : inondations"),
        ("", "Des drones"),
    ],
)
def test_a_headline_may_be_polished(before: str, after: str) -> None:
    """A comma, a spelling, "LIVE" before it or more words after it correct nothing."""
    assert not is_correction(Retitled(1, before, after))


def test_the_latest_correction_counts() -> None:
    """Later changes that correct nothing leave it in force."""
    changes = (
        Retitled(1, "Le bilan : 2 morts", "Le bilan : 3 morts"),
        Retitled(1, "Le bilan : 3 morts", "Le bilan : 4 morts"),
        Retitled(1, "Le bilan : 4 morts", "Le bilan : 4 morts."),
    )
    assert correction(replace(QUIET, changes=changes)) == 2
    assert correction(replace(QUIET, changes=changes[2:])) == 0


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: Drones over the port",
        "Retraction: drones",
        "KILL: Drones over the port",
        "[Withdrawn] Drones",
        "Annule et remplace : des drones",
        "Article retiré",
        "DÉPÊCHE ANNULÉE - Des drones au port",
        "Retrait de dépêche : des drones au port",
        "Rétractation de l'article : des drones",
        "Story retracted: drones",
        "RETRACTION - Drones over the port",
        "Retracted article: drones over the port",
        "Article retiré à la demande de la rédaction",
    ],
)
def test_an_outlet_that_takes_its_article_back_says_so_first(title: str) -> None:
    """In both languages, in any case."""
    assert is_retracted(entry(title=title))


@pytest.mark.parametrize(
    "title",
    [
        "Kill the bill : la loi retirée",
        "Russia's withdrawal from Kherson",
        "Le retrait de la réforme",
        "Il se rétracte devant le juge",
        "Troops withdraw",
        "Retrait-gonflement des argiles : 12 millions de maisons menacées",
        "Retrait : les troupes russes quittent Kherson",
        "Rétractation : un témoin clé revient sur ses aveux",
        "Kill-switch chinois dans les drones : Bruxelles enquête",
        "Kill - the rapper's new album",
        "Withdrawn Russian troops regroup near the border",
        "Retracted landing gear: the drone slid for a mile",
        "Retraction of a confession shakes the trial",
        "Article retiré du projet de loi : les sénateurs protestent",
        "Story withdrawn from the festival's competition",
    ],
)
def test_news_of_a_withdrawal_are_no_retraction(title: str) -> None:
    """The words alone, elsewhere or otherwise, mean nothing."""
    assert not is_retracted(entry(title=title))


@pytest.mark.parametrize(("independent", "expected"), [(4, []), (5, ["outlets"]), (7, ["outlets"])])
def test_many_outlets_are_a_development(independent: int, expected: list[str]) -> None:
    """Only at the thresholds."""
    assert kinds(replace(QUIET, independent=independent)) == expected


def test_a_development_is_told_once() -> None:
    """The next threshold is another one."""
    five = replace(QUIET, independent=6)
    assert kinds(five, frozenset({"outlets-5"})) == []
    assert kinds(replace(five, independent=20), frozenset({"outlets-5"})) == ["outlets"]


def test_a_rule_of_higher_priority_is_a_development() -> None:
    """Only towards breaking news: a silent post that would now be heard is no news."""
    for posted, urgency, expected in (
        (Priority.NORMAL, Priority.BREAKING, ["urgent"]),
        (Priority.SILENT, Priority.BREAKING, ["urgent"]),
        (Priority.BREAKING, Priority.BREAKING, []),
        (Priority.SILENT, Priority.NORMAL, []),
    ):
        found = developments(QUIET, (), posted, urgency)
        assert [each.kind for each in found] == expected


def test_the_gravest_comes_first_and_there_is_an_end() -> None:
    """A post with replies for ever would be a channel of its own."""
    change = Retitled(1, "1 mort", "2 morts")
    lead = stored(title="RETRACTED: 2 morts")
    story = replace(QUIET, lead=lead, changes=(change,), independent=6)
    assert kinds(story) == ["retracted", "title", "outlets"]
    told = frozenset(f"title-{n}" for n in range(2, 2 + MOST_REPLIES))
    assert kinds(story, told | {"retracted"}) == []


def test_what_is_grave_is_told_however_much_was_told_before() -> None:
    """Four replies about headlines keep neither a retraction nor an urgency from being told."""
    told = frozenset(f"title-{n}" for n in range(2, 2 + MOST_REPLIES))
    taken_back = replace(QUIET, lead=stored(title="RETRACTED: 2 morts"), independent=20)
    found = developments(taken_back, told, Priority.NORMAL, Priority.BREAKING)
    assert [each.kind for each in found] == ["retracted", "urgent"]
    assert developments(taken_back, told | {"retracted", "urgent"}, *[Priority.BREAKING] * 2) == ()
