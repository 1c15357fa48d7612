"""What stands before and after the news."""

import pytest

from bot.expression import Span
from bot.summary.edges import after_title, without_ending, without_lead_in

NEWS = "Le port ferme."


@pytest.mark.parametrize(
    "lead_in",
    [
        "ROME/WASHINGTON – ",
        "PARIS (AFP) - ",
        "(Reuters) — ",
        "BREST, 2 mars (AP) -- ",
        "June 4 (Reuters) - ",
        "Paris, 4 juin 2020 (AFP) – ",
        "Madrid, 4 jun (EFE).- ",
        "Berlin (dpa) - ",
        "(ANSA) - ROMA, 04 GIU - ",
        "МОСКВА, 4 июня /ТАСС/. ",
        "باريس (أ ف ب) - ",
        "新华社北京6月4日电（记者王明）",
        "【パリ共同】",
        "14h32 - ",
        "9:05 a.m. | ",
        "- Une nuit blanche -",
        '- "Une ligne franchie" - ',
        "• ",
        "-",
    ],
)
def test_lead_ins_are_left_out(lead_in: str) -> None:
    """Datelines, crossheads and the points of lists."""
    text = lead_in + NEWS
    start, end = without_lead_in(text, Span(0, len(text)))
    assert text[start:end] == NEWS


@pytest.mark.parametrize(
    "text",
    [NEWS, "L’ONU – à New York – ferme.", "Jean-Luc dit - non - au port.", "L’agence (AFP) ferme."],
)
def test_news_is_no_lead_in(text: str) -> None:
    """A dash inside a sentence takes nothing away."""
    assert without_lead_in(text, Span(0, len(text))) == (0, len(text))


@pytest.mark.parametrize(
    ("ending", "broken"),
    [
        ("", False),
        (" Lire la suite", False),
        ("\n\nLire la suite de l’article »", False),
        (" [Lire la suite]", False),
        (" Continue reading →", False),
        (" Read more", False),
        (" […]", True),
        (" [...] Lire la suite", True),
        ("…", True),
        ("\n\nThe post Harbour closes appeared first on Harbour Post.", False),
        ("\n\nL’article Le port est apparu en premier sur Le Phare.", False),
        ("sct/gle/bfi", False),
    ],
)
def test_endings_are_left_out(ending: str, broken: bool) -> None:
    """Invitations and initials go; an omission is remembered."""
    assert without_ending(NEWS + ending) == (len(NEWS), broken)


def test_nothing_but_endings() -> None:
    """A text of a hundred thousand dots takes no time."""
    end, broken = without_ending("… " * 50_000)
    assert end < 100_000
    assert broken
    assert without_ending("") == (0, False)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Brest ferme son port\n\nLe maire l’a dit.", "Le maire l’a dit."),
        ("Brest ferme son port Le maire l’a dit.", "Le maire l’a dit."),
        ("Brest ferme son port : « Oui. »", "« Oui. »"),
        ("Brest ferme son port", ""),
        ("Brest ferme son port de nuit.", "Brest ferme son port de nuit."),
        ("Brest ferme son portique.", "Brest ferme son portique."),
        ("Le port de Brest ferme.", "Le port de Brest ferme."),
    ],
)
def test_a_title_before_the_text(text: str, rest: str) -> None:
    """It goes when it stands for itself, not when it begins a sentence."""
    assert text[after_title(text, "Brest ferme son port") :] == rest


def test_short_titles_stay() -> None:
    """« Brest » begins many a sentence."""
    assert after_title("Brest Le port", "Brest") == after_title("Le port", "") == 0
