"""How much sentences tell, and which are chosen."""

import pytest

from bot.summary.ranking import Candidate, choose, dependence, scores


def candidate(position: int, words: str, *terms: str, length: int = 100) -> Candidate:
    """A sentence of the given words."""
    return Candidate(position, length, tuple(words.split()), frozenset(terms))


LONG = "port ferme brest jeudi matin bateau loin maire quai grue"
OTHER = "ville route train neige hiver froid ecole marche place pont"


def test_each_merit_counts() -> None:
    """The earlier, the nearer to the title, the more terms: the better."""
    early, late = candidate(0, LONG), candidate(9, LONG)
    assert scores([early, late], [], 0)[0] > scores([early, late], [], 0)[1]
    about, beside = candidate(1, LONG), candidate(1, OTHER)
    assert scores([about, beside], ["port"], 0)[0] > scores([about, beside], ["port"], 0)[1]
    with_term, without = candidate(1, LONG, "port"), candidate(1, OTHER)
    assert scores([with_term, without], [], 1)[0] > scores([with_term, without], [], 1)[1]
    assert scores([], ["port"], 1) == []


def test_what_has_a_day_is_news() -> None:
    """In any of the languages that have their days in the list."""
    dated, undated = candidate(1, f"{OTHER} lundi"), candidate(1, f"{OTHER} lune")
    worth = scores([dated, undated], [], 0)
    assert worth[0] > worth[1]


def test_the_awkward_ones_cost() -> None:
    """Very short and very long sentences are worth less."""
    short, fine, long = (candidate(1, words) for words in ("port", LONG, LONG * 9))
    worth = scores([short, fine, long], [], 0)
    assert worth[1] == max(worth)


def test_likeness_is_avoided() -> None:
    """Of three, two of which say the same, the different one comes second."""
    three = [candidate(0, LONG), candidate(1, LONG), candidate(2, OTHER)]
    assert choose(three, [3.0, 2.9, 2.5], most=2, budget=1000) == [0, 2]


def test_new_terms_are_preferred() -> None:
    """A sentence whose term is shown already adds less."""
    three = [candidate(0, LONG, "a"), candidate(1, OTHER, "a"), candidate(2, "x y z", "b")]
    assert choose(three, [3.0, 2.5, 2.3], most=2, budget=1000) == [0, 2]


def test_the_budget_holds() -> None:
    """Spaces between sentences count; what does not fit makes room for what does."""
    three = [
        candidate(0, "a", length=50),
        candidate(1, "b", length=50),
        candidate(2, "c", length=49),
    ]
    assert choose(three, [3.0, 2.0, 1.0], most=3, budget=100) == [0, 2]
    assert choose(three, [3.0, 2.0, 1.0], most=3, budget=101) == [0, 1]
    assert choose(three, [3.0, 2.0, 1.0], most=3, budget=10) == []


def test_what_adds_little_is_left_out() -> None:
    """Room alone is no reason; but one sentence is shown, however poor."""
    two = [candidate(0, LONG), candidate(1, OTHER)]
    assert choose(two, [3.0, 0.1], most=3, budget=1000) == [0]
    assert choose(two, [0.2, 0.1], most=3, budget=1000) == [0]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Le port de Brest ferme.", 0.0),
        ("Brest : l'ONU et nos voisins.", 0.0),
        ("Il ferme jeudi.", 0.15),
        ("Mais il ferme jeudi.", 1.0),
        ("« Le port ferme », dit-il.", 1.0),
        ("Le maire dit que nous partons.", 1.0),
        ("The mayor said that I was right.", 1.0),
        ("However, it closed.", 1.0),
        ("Le port de Brest ferme-t-il ?", 1.0),
        ("Un avis partagé par le maire de Brest.", 1.0),
        ("Un homme retrouvé par la police est mort.", 0.0),
    ],
)
def test_dependence(sentence: str, expected: float) -> None:
    """Voices and connecting words need their neighbours."""
    assert dependence(sentence) == expected
