"""What a source writes everywhere is left out before articles are compared."""

from dataclasses import replace

import pytest

from bot.model import Level
from bot.story import Boilerplate, Comparison, place, sketch
from bot.story.terms import terms
from tests.samples import entry
from tests.story.articles import DISPATCH, OTHER, OTHER_TITLE, WEIGHTS, article, known, reworded

MENU = (
    "Accueil Rubriques Économie Culture Sports Météo Abonnez-vous à notre infolettre quotidienne "
    "Découvrez nos podcasts Publicité Mentions légales Gestion des témoins Petites annonces "
)
SUFFIX = " : actualité automobile, infos, scoop"


def fed(items: int, *, every: int = 1) -> Boilerplate:
    """The boilerplate of a source that has its menu in one of `every` items."""
    usual = Boilerplate()
    for number in range(items):
        own = reworded(OTHER, 1.0, seed=number + 1)
        menu = number % every == 0
        title = f"Modèle {own[:20]}{SUFFIX if menu else ''}"
        usual.add(entry(title=title, text=f"{MENU if menu else ''}{own}"))
    return usual


def test_a_menu_is_left_out() -> None:
    """What remains of an article is its own text and title."""
    found = fed(20).without(terms(f"{MENU}{DISPATCH}", "fr"))
    assert found == terms(DISPATCH, "fr")
    assert fed(20).without(terms(f"Alpine A110{SUFFIX}", "fr")) == terms("Alpine A110", "fr")


def test_articles_are_not_alike_for_their_menu() -> None:
    """Two articles with one long menu and little text, with and without that knowledge."""
    one = article(1, "Alpine A110 S" + SUFFIX, MENU + OTHER[:90])
    other = article(2, "Récolte de langoustines" + SUFFIX, MENU + DISPATCH[:90])
    placements = []
    for usual in (Boilerplate(), fed(30)):
        candidate = replace(known(one), sketch=sketch(one.entry, WEIGHTS, usual).packed)
        drawn = Comparison(sketch(other.entry, WEIGHTS, usual), WEIGHTS)
        placements.append(place(other, [candidate], other.first_seen_at, drawn).level)
    assert placements == [Level.NEAR_DUPLICATE, Level.NEW]


def test_an_article_that_is_all_menu_says_nothing() -> None:
    """A page that was read wrongly is like no other."""
    drawn = sketch(entry(title="", text=MENU), WEIGHTS, fed(30))
    assert (drawn.near, drawn.topics) == ((), ())


@pytest.mark.parametrize(("every", "left_out"), [(1, True), (3, True), (4, False), (10, False)])
def test_more_than_thirty_percent(every: int, left_out: bool) -> None:
    """What stands in every third item is boilerplate, in every fourth it is not."""
    found = fed(50, every=every).without(terms(MENU, "fr"))
    assert (found == []) is left_out


def test_of_few_items_nothing_is_said() -> None:
    """Seven items tell nothing of the eighth."""
    assert fed(7).without(terms(MENU, "fr")) == terms(MENU, "fr")


def test_names_are_no_boilerplate() -> None:
    """A source that writes of one person all the time goes on doing so."""
    usual = Boilerplate()
    for number in range(30):
        usual.add(entry(text=f"Vladimir Poutine {reworded(OTHER, 1.0, seed=number)}"))
    assert usual.without(terms("Vladimir Poutine parle", "fr")) == terms(
        "Vladimir Poutine parle", "fr"
    )


def test_the_last_items_count() -> None:
    """A menu that the site has given up is forgotten."""
    usual = fed(30)
    for number in range(50):
        usual.add(entry(title="", text=reworded(OTHER, 1.0, seed=100 + number)))
    assert usual.without(terms(MENU, "fr")) == terms(MENU, "fr")


def test_bytes_and_back() -> None:
    """It is kept as bytes, and goes on from there."""
    usual = fed(37)
    again = Boilerplate.from_bytes(usual.to_bytes())
    assert again.to_bytes() == usual.to_bytes()
    for each in (usual, again):
        each.add(entry(title=OTHER_TITLE, text=OTHER))
    assert again.to_bytes() == usual.to_bytes()
    assert len(usual.to_bytes()) < 64_000
    assert Boilerplate.from_bytes(b"").without([1, 2]) == [1, 2]


@pytest.mark.parametrize("wrong", [b"a", b"\1\0\0\0", fed(9).to_bytes()[:-4]])
def test_other_bytes_are_refused(wrong: bytes) -> None:
    """Half a value is an error."""
    with pytest.raises(ValueError, match=r"boilerplate|multiple"):
        Boilerplate.from_bytes(wrong)
