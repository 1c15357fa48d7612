"""What a reader sees of an article."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.expression import Or, Word
from bot.match import Matcher
from bot.model import Match, Passage, Story
from bot.summary import summarise
from bot.summary.summarise import MOST_HIGHLIGHTS
from tests.samples import SOURCE, rule, stored

FIRST = "Trois drones ont survolé le port de Brest dans la nuit de jeudi."
SECOND = "La préfecture a fermé les quais et retenu deux cargos jusqu’au matin."
LONG = f"Le maire a fermé le port jeudi matin, a indiqué la préfecture, {'pour des travaux ' * 30}."


def story(text: str, *terms: str, title: str = "Alerte", lang: str = "fr") -> Story:
    """A story about `text`, hit by a rule of `terms`."""
    lead = stored(title=title, text=text, lang=lang)
    matches: tuple[Match, ...] = ()
    if terms:
        words = tuple(Word(term) for term in terms)
        hit = rule(expression=Or(words) if len(words) > 1 else words[0])
        matches = Matcher([hit]).match(lead.entry, SOURCE)
    return Story(1, lead, (lead.source,), matches)


def shown(text: str, *terms: str, title: str = "Alerte", budget: int = 300) -> list[str]:
    """The sentences of the summary."""
    told = story(text, *terms, title=title)
    return [passage.text for passage in summarise(told, budget).sentences]


def marked(passage: Passage) -> list[str]:
    """What is highlighted."""
    return [passage.text[start:end] for start, end in passage.highlights]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FIRST} {SECOND}", [FIRST, SECOND]),
        (FIRST[:-1], [FIRST[:-1]]),
        (f"{FIRST[:-1]} […]", [f"{FIRST[:-1]}…"]),
        (f"{FIRST} La préfecture a fermé les quais et […]", [FIRST]),
        (f"{FIRST} Lire la suite", [FIRST]),
        (f"{FIRST[:-1]}… Continue reading →", [f"{FIRST[:-1]}…"]),
        (f"Alerte Sur le port\n\n{FIRST}", [FIRST]),
        (f"Alerte. {FIRST} {FIRST}", [FIRST]),
        (f"BREST (AFP) - {FIRST}", [FIRST]),
        (f"Abonnez-vous pour lire nos articles sur Brest. {FIRST}", [FIRST]),
        (f"Un <i>port</i> a été fermé jeudi par le maire. {FIRST}", [FIRST]),
        ("Alerte", []),
        ("", []),
    ],
)
def test_short_texts_of_feeds(text: str, expected: list[str]) -> None:
    """The whole sentences of a snippet, or its beginning with an honest « … »."""
    assert shown(text) == expected


@pytest.mark.parametrize("stop", [".", "", "\n\n", " :"])
def test_nothing_but_furniture(stop: str) -> None:
    """Then the title alone is shown."""
    assert shown(f"Abonnez-vous à notre newsletter{stop} Tous droits réservés{stop}") == []


@pytest.mark.parametrize("stop", [".", "", "\n\n", " :"])
def test_the_title_is_not_said_again(stop: str) -> None:
    """However the feed sets it apart from the text, or not at all."""
    title = "Trois drones survolent le port de Brest"
    assert shown(f"{title}{stop} {SECOND}", title=title) == [SECOND]
    assert shown(title, title=title) == []


def test_evidence_decides() -> None:
    """The sentence with the rule's terms is shown although it comes late."""
    filler = " ".join(f"Le quai numéro {n} de la ville a changé de nom hier." for n in range(9))
    late = "Des sous-marins russes ont été vus au large de Molène."
    told = shown(f"{filler} {late}", "russes", "sous-marins", budget=120)
    assert late in told


def test_terms_are_highlighted_once_in_each_passage() -> None:
    """The first place of each term, in the title and in each sentence."""
    summary = summarise(
        story(
            f"{FIRST} Ces drones ont survolé des drones du port.", "drones", title="Drones au port"
        )
    )
    assert marked(summary.title) == ["Drones"]
    assert [marked(passage) for passage in summary.sentences] == [["drones"], ["drones"]]


def test_highlights_are_few() -> None:
    """Twelve in the whole post, the title's first."""
    words = [f"mot{letter}" for letter in "abcdefghijklmnop"]
    text = f"Voici que {' '.join(words)} sont arrivés au port."
    summary = summarise(story(text, *words, title=" ".join(words[:9])))
    assert len(summary.title.highlights) == 9
    assert sum(len(passage.highlights) for passage in summary.sentences) == MOST_HIGHLIGHTS - 9


def test_a_sentence_too_long_is_cut_at_a_clause() -> None:
    """At a comma, with its marks balanced and « … » at its end, within the budget."""
    assert shown(LONG, budget=100) == [
        "Le maire a fermé le port jeudi matin, a indiqué la préfecture…"
    ]
    quoted = LONG.replace("pour des", "« pour des", 1).replace(" .", " ».")
    assert shown(quoted, budget=110) == shown(LONG, budget=100)


def test_a_sentence_of_five_thousand_words() -> None:
    """Its beginning, within the budget."""
    (only,) = shown(f"Le port {'et le quai ' * 2000}.")
    assert len(only) <= 300
    assert only.startswith("Le port et le quai")
    assert only.endswith("…")


def test_what_breaks_off_is_not_shown_as_whole() -> None:
    """The last sentence may lack its full stop, but not its end."""
    assert shown(f"{FIRST} Le préfet a donné jeudi les raisons de la fermeture :") == [FIRST]


def test_headings_glued_to_a_sentence_are_cut_off() -> None:
    """Where a page's markup was thrown away, and nothing set in its place."""
    assert shown(f"Une nuit agitée{FIRST} Les quais sont closLe calme est revenu.") == [FIRST]


def test_lines_become_one() -> None:
    """A sentence on two lines is shown on one, with its highlights in place."""
    summary = summarise(story(FIRST.replace(" port", "\nport").replace(" nuit", "\tnuit"), "nuit"))
    assert summary.sentences[0].text == FIRST
    assert marked(summary.sentences[0]) == ["nuit"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "中国的无人机今天早上飞过了港口。"),
        ("ja", "無人機が今朝、港の上空を飛んだ。"),
        ("ar", "حلقت الطائرات المسيرة فوق ميناء المدينة ليلة أمس."),
        ("en", "Three drones flew over the harbour of Brest on Thursday night."),
    ],
)
def test_other_languages(lang: str, text: str) -> None:
    """Sentences of other scripts are whole sentences too."""
    assert [each.text for each in summarise(story(text, lang=lang)).sentences] == [text]


ANY = st.text() | st.lists(
    st.sampled_from(
        [FIRST, SECOND, LONG, "«", "»", '"', "(", "…", " ", "\n\n", "- a -", "Le port."]
    )
).map("".join)


@given(ANY, ANY, st.integers(0, 500))
def test_any_text(title: str, text: str, budget: int) -> None:
    """Never raises, never exceeds the budget, and highlights stay inside."""
    summary = summarise(story(text, "port", "drones", title=title), budget)
    assert len(" ".join(passage.text for passage in summary.sentences)) <= budget
    assert summary.title.text == title.replace("\n", " ") or "\n" not in summary.title.text
    for passage in (summary.title, *summary.sentences):
        ends = [0]
        for start, end in passage.highlights:
            assert ends[-1] <= start < end <= len(passage.text)
            ends.append(end)


@pytest.mark.parametrize(
    "piece",
    [
        "«",
        "a. ",
        '"',
        "PARIS (",
        "[",
        "… ",
        "L’article ",
        "> ",
        "<a ",
        "Oui ! ",
        FIRST + " ",
        "(AFP) - ",
        "a(AFP ",
        "clos",
        "ab1",
    ],
)
def test_any_length(piece: str) -> None:
    """A million characters of anything take less than a second."""
    begin = time.process_time()
    summarise(story(piece * (1_000_000 // len(piece))))
    assert time.process_time() - begin < 1.0
