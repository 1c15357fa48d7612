"""Where sentences begin and end."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sentences import sentences

MARKS = "«»“”\"'’().!?… \n\t[]-–—AaÉé1"


def split(text: str, lang: str | None = "fr") -> list[str]:
    """The sentences as they stand in the text."""
    return [text[start:end] for start, end in sentences(text, lang)]


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("fr", "M. Dupont est venu.|Il a vu Dr. Martin à 10 h.|Le port, p. 12, est clos."),
        ("fr", "Jean-P. Dupont et J.-C. Martin sont partis.|Mme. Durand reste."),
        ("fr", "Voir l’art. 12 du code.|Et cf. Mme. Durand, n° 4."),
        ("fr", "C’est de l’art.|Le port ferme."),
        ("fr", "Il dit : « Je pars. Tu restes ? »|Puis il part."),
        ("fr", "« Il part. »|Elle reste."),
        ("fr", '"Il part."|Elle reste.'),
        ("en", "The U.S. Army said so.|See e.g. the port."),
        ("en", "Mr. J. R. Smith left at 10 a.m.|He said no.|See No. 10."),
        ("zh", "无人机飞过港口。|俄罗斯回应了。|真的吗？"),
        ("ar", "حلقت الطائرات فوق الميناء.|هل هذا صحيح؟|نعم."),
    ],
)
def test_sentences_end_where_readers_say(lang: str, written: str) -> None:
    """Titles, initials, numbers and quotations do not end a sentence; full stops do."""
    assert split(written.replace("|", " "), lang) == written.split("|")


def test_missing_space_after_a_full_stop() -> None:
    """Articles put together from pieces lack the space between two sentences."""
    assert split("Le navire est à Venise.Selon le port, il va bien.") == [
        "Le navire est à Venise.",
        "Selon le port, il va bien.",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Un individu recherché|Selon le port, il est loin.",
        "Le port en baisse|L’augmentation se voit.",
        "Un port pour 2020|Mais le quai reste.",
        'Le retour du "Phare"|Une nouvelle étape.',
        '"Le port ferme"|"Le quai ferme", dit-il.',
        "Ferme-t-il ?|Le maire le dit.",
        "BuzzFeed, YouTube, iPhone, eBay et macOS sont à quai.",
        "Le McDonald’s de Booking.com à l’ONU.",
    ],
)
def test_headings_without_a_space_after_them(written: str) -> None:
    """They are cut off; names with capitals inside stay whole."""
    assert split(written.replace("|", "")) == written.split("|")


def test_closing_marks_belong_to_the_sentence_before() -> None:
    """A closing mark after a space is not the beginning of the next sentence."""
    assert split("« Le port ferme. »  Elle reste.") == ["« Le port ferme. »", "Elle reste."]


def test_blank_lines_end_sentences() -> None:
    """A heading without a full stop stays apart; one line break is only white space."""
    assert split("Bonjour\n \t\nLe port\nferme. Fin\n\n\n") == ["Bonjour", "Le port\nferme.", "Fin"]


def test_no_language_is_english_and_a_strange_one_does_no_harm() -> None:
    """A feed may say nothing about its language, or nonsense."""
    assert split("One. Two.", None) == split("One. Two.", "xx-weird") == ["One.", "Two."]


@given(st.text() | st.text(MARKS, max_size=200), st.sampled_from(["fr", "en", "zh", "", "?", None]))
def test_offsets_lead_back(text: str, lang: str | None) -> None:
    """Whatever the text: in order, apart, trimmed, and nothing but white space is left out."""
    spans = sentences(text, lang)
    position = 0
    for start, end in spans:
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip() != ""
        position = end
    assert text[position:].strip() == ""


def test_lone_surrogates_do_no_harm() -> None:
    """Broken Unicode keeps its place."""
    assert split("\ud800 abc. Def.") == ["\ud800 abc.", "Def."]


@pytest.mark.parametrize("piece", ["« ", "A. ", "x.» ", '". ', "M. Dupont ", "(", "\n\n", "Oui ! "])
def test_time_grows_with_the_length_only(piece: str) -> None:
    """Sixty thousand characters of anything take no more than a second."""
    begin = time.process_time()
    sentences(piece * (60_000 // len(piece)), "fr")
    assert time.process_time() - begin < 1.0
