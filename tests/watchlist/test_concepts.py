"""The shipped concepts, their names, and what feeds.yaml may add."""

from importlib import import_module
from importlib.util import find_spec

import pytest

from bot.expression import And, Or, Phrase, Prefix, Term, Word
from bot.model import OwnConcept
from bot.text.folding import plain
from bot.watchlist.concepts import Concepts, key_of, shipped, terms_in
from bot.watchlist.language import parse
from bot.watchlist.wording import format_term


def terms_of(name: str, concepts: Concepts | None = None) -> tuple[Term, ...]:
    """What a concept stands for."""
    found = (concepts or shipped()).find(name)
    assert found, name
    return found.terms


@pytest.mark.parametrize(
    "names",
    [
        ("Chine", "China", "CN", "chine", "CHINE", "Китай", "中国", "中國", "الصين", "RPC"),
        ("États-Unis", "etats unis", "EtatsUnis", "USA", "US", "United States", "Сполучені Штати"),
        ("Corée du Nord", "coree-du-nord", "North Korea", "KP", "КНДР", "北朝鮮"),
        ("Turquie", "Turkey", "Türkiye", "turkiye", "TR"),
        ("RDC", "DRC", "DR Congo", "République démocratique du Congo", "CD"),
        ("OTAN", "NATO", "nato", "Alliance atlantique"),
        ("ONU", "UN", "Nations unies", "United Nations"),
        ("UE", "EU", "Union européenne", "European Union"),
        ("Royaume-Uni", "UK", "GB", "Grande-Bretagne"),
    ],
)
def test_a_concept_has_many_names(names: tuple[str, ...]) -> None:
    """Every name of a thing, whatever its case, accents and blanks, is the same concept."""
    assert len({terms_of(name) for name in names}) == 1


def test_the_name_is_spelt_as_the_list_does() -> None:
    """A person who types without accents is answered with them."""
    found = shipped().find("etats unis")
    assert found
    assert found.name == "États-Unis"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Chnie", "Chine"), ("Rusie", "Russie"), ("Ukrane", "Ukraine"), ("Congo", "RD Congo")],
)
def test_a_misspelt_name_is_guessed(typed: str, meant: str) -> None:
    """Close names are proposed, the likeliest first."""
    assert shipped().find(typed) is None
    assert terms_of(shipped().like(typed)[0]) == terms_of(meant)


@pytest.mark.parametrize(
    ("part", "meant"),
    [
        ("Corée", {"Corée du Sud", "Corée du Nord"}),
        ("Korea", {"South Korea", "North Korea"}),
        ("Nations", {"Nations unies"}),
        ("Corea", {"Corea del Sur", "Corea del Norte"}),
    ],
)
def test_part_of_a_name_is_completed(part: str, meant: set[str]) -> None:
    """Who leaves a word out is shown all that have the others, before any misspelt name."""
    assert set(shipped().like(part)[: len(meant)]) == meant


def test_nonsense_is_like_nothing() -> None:
    """A name of any length gets its answer, if need be none."""
    assert shipped().like("x" * 20_000) == ()
    assert shipped().like("") == ()
    assert shipped().find("") is None


def test_all_countries_and_the_main_organisations_are_there() -> None:
    """The list covers what CLDR calls a country, and the acronyms of the news."""
    french = {name.fr for name in shipped().names()}
    assert len(french) > 290
    wanted = {"France", "Inde", "Palestine", "Kosovo", "Taïwan", "OTAN", "Croix-Rouge", "CEDEAO"}
    assert wanted <= french


def test_no_name_leads_to_two_concepts() -> None:
    """Every French and every English name finds its own line."""
    for name in shipped().names():
        assert terms_of(name.fr) == terms_of(name.en), name
        assert terms_of(name.fr), name
        for alias in shipped().aliases(name.en):
            assert terms_of(alias) == terms_of(name.fr), alias


def test_every_term_is_what_a_rule_would_read() -> None:
    """The file's notation is the rule language's own, so that people may copy from it."""
    for name in shipped().names():
        for term in terms_of(name.fr):
            assert parse(format_term(term)) == term


def test_a_term_finds_more_than_a_few_letters() -> None:
    """Prefixes have three letters at least; what is shorter than that is looked for as it is."""
    for name in shipped().names():
        for term in terms_of(name.fr):
            letters = plain(term.text)
            if isinstance(term, Prefix):
                assert len(letters) >= 3, term
            elif letters.isascii() and len(letters) < 3:
                assert letters == "g7" or (isinstance(term, Word) and term.exact), term


@pytest.mark.parametrize("word", ["us", "un", "ue", "turkey", "chine", "inde", "jordan", "who"])
def test_words_that_are_names_in_capitals_only(word: str) -> None:
    """What is a common word or a first name too stands for no country in small letters."""
    for name in shipped().names():
        assert Word(word.capitalize()) not in terms_of(name.fr)
        assert Word(word.upper()) not in terms_of(name.fr)


def test_the_notation_of_terms() -> None:
    """Words, exact words, prefixes and phrases."""
    written = 'Chine =China chinois* "Corée du Nord" ="La Réunion"'
    assert tuple(terms_in(written)) == (
        Word("Chine"),
        Word("China", exact=True),
        Prefix("chinois"),
        Phrase("Corée du Nord"),
        Phrase("La Réunion", exact=True),
    )


def test_names_are_compared_by_their_letters() -> None:
    """Case, accents, hyphens, apostrophes and blanks make no difference."""
    assert key_of("Côte d'Ivoire") == key_of("COTE D’IVOIRE") == key_of("cote-d-ivoire")


def test_an_own_concept_is_found_like_the_others() -> None:
    """What feeds.yaml adds can be used beside what is shipped."""
    concepts = shipped().extended(
        [OwnConcept("Drones navals", (Phrase("drone naval"), Word("USV")))]
    )
    assert terms_of("drones-navals", concepts) == (Phrase("drone naval"), Word("USV"))
    assert terms_of("Chine", concepts) == terms_of("Chine")
    assert concepts.names()[-1].fr == "Drones navals"


def test_an_own_concept_replaces_the_shipped_one_under_all_its_names() -> None:
    """@Chine and @China stay the same thing."""
    concepts = shipped().extended([OwnConcept("china", (Word("Zhongnanhai"),))])
    assert terms_of("Chine", concepts) == (Word("Zhongnanhai"),)
    assert terms_of("中国", concepts) == (Word("Zhongnanhai"),)


def test_an_own_concept_may_add() -> None:
    """A plus before the name keeps what was there; a name it had is not there twice."""
    added = (Word("Zhongnanhai"), Word("Китай"))
    concepts = shipped().extended([OwnConcept("CN", added, adds=True)])
    assert set(terms_of("China", concepts)) == {*terms_of("China"), *added}
    assert len(set(terms_of("China", concepts))) == len(terms_of("China", concepts))
    assert Word("Zhongnanhai") not in terms_of("China")


def test_adding_to_a_name_that_is_new_makes_it() -> None:
    """A list may be written in several pieces."""
    first, second = (
        OwnConcept("Acier", (Word("acier"),)),
        OwnConcept("acier", (Word("steel"),), adds=True),
    )
    assert terms_of("ACIER", shipped().extended([first, second])) == (Word("acier"), Word("steel"))


def test_rules_read_concepts() -> None:
    """The parser looks names up by itself; two names of one concept are told as typed."""
    tree = parse('@chine + (@"Corée du Nord" | @NATO)')
    assert isinstance(tree, And)
    choice = tree.children[1]
    assert isinstance(choice, Or)
    assert [getattr(part, "name", "") for part in choice.children] == ["Corée du Nord", "NATO"]


@pytest.mark.skipif(find_spec("babel") is None, reason="Babel is not installed")
def test_the_file_is_what_its_sources_make() -> None:
    """Nobody has corrected the result instead of the lists it is made from."""
    generate = import_module("tools.concepts.generate")
    assert generate.RESULT.read_text("utf-8") == generate.text()
