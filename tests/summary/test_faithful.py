"""What a model's summary may not do."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summary import unfaithful

SOURCE = (
    "Trois drones russes ont survolé le port de Brest\n\n"
    "Trois drones venus de Russie ont survolé le port de Brest jeudi, a indiqué le préfet Jean "
    "Martin. Les quais sont fermés, 2 300 personnes ont été évacuées et 4,5 hectares bouclés."
)
GOOD = "Trois drones venus de Russie ont survolé Brest jeudi. Le préfet a évacué 2.300 personnes."
ENGLISH = "Three Russian drones flew over the port of Brest on Thursday, the prefect said."


def told(words: str, source: str = SOURCE, budget: int = 300, lang: str | None = "fr") -> str:
    """What is wrong, in English; empty when nothing is."""
    return str(unfaithful(words, source, budget, lang) or "")


@pytest.mark.parametrize(
    "words",
    [
        GOOD,
        "3 drones russes ont survolé le port de Brest, selon Jean Martin.",
        "Selon le préfet, les quais de Brest sont fermés.",
        "Plusieurs drones russes ont survolé le port, et 2300 personnes ont été évacuées.",
    ],
)
def test_faithful(words: str) -> None:
    """Numbers in letters or digits, grouped in any way; openers that the article does not have."""
    assert told(words) == ""


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("", "empty"),
        ("…", "empty"),
        (GOOD * 4, "characters"),
        ("**Trois drones** russes ont survolé le port de Brest.", "markup"),
        ("- Trois drones russes ont survolé le port de Brest.", "markup"),
        ("Trois drones ont survolé le port : https://a.example", "markup"),
        ("Trois drones ont survolé le port @canal", "markup"),
        ("Trois drones russes\nont survolé le port.", "markup"),
        ("Trois drones russes ont survolé\u202e le port.", "markup"),
        ("Трое дронов пролетели над портом Бреста.", "script"),
        (ENGLISH, "language"),
        ("Quatre drones russes ont survolé le port de Brest.", "“4”"),
        ("Trois drones ont survolé le port, 2 301 personnes sont évacuées.", "“2301”"),
        ("Trois drones ont survolé le port de Brest, 45 hectares sont bouclés.", "“45”"),
        ("Trois drones ont survolé le port de Brest le 12.", "“12”"),
        ("Trois drones russes ont survolé le port de Toulon.", "“Toulon”"),
        ("Poutine a envoyé trois drones russes au port de Brest.", "“Poutine”"),
        ("Trois drones russes ont survolé Brest, selon l’OTAN.", "“OTAN”"),
        ("Le fromage blanc accompagne volontiers une salade verte croquante.", "too many"),
    ],
)
def test_unfaithful(words: str, wrong: str) -> None:
    """Each is refused for its own reason."""
    assert wrong in told(words)


def test_scripts_without_capitals() -> None:
    """Where names look like other words, new words are counted."""
    source = "三架无人机周四飞越鹿特丹港口上空，当局宣布。市长下令关闭码头。"
    assert told("三架无人机周四飞越鹿特丹港口。", source, lang="zh") == ""
    assert "too many" in told("法国总统马克龙宣布关闭学校。", source, lang="zh")
    arabic = "حلقت ثلاث طائرات مسيرة فوق ميناء روتردام يوم الخميس وأغلق رئيس البلدية الأرصفة."
    assert told("حلقت ثلاث طائرات مسيرة فوق ميناء روتردام", arabic, lang="ar") == ""
    assert "too many" in told("أعلن الرئيس الفرنسي إغلاق المدارس غدا", arabic, lang="ar")


@given(st.text(), st.text(), st.integers(0, 500))
def test_any_text(words: str, source: str, budget: int) -> None:
    """Never raises; what is longer than the budget or invents digits never passes."""
    if unfaithful(words, source, budget) is None:
        assert 0 < len(words) <= budget


def test_any_length() -> None:
    """All that a model gets, and the longest answer that is read, in less than a second."""
    begin = time.process_time()
    for piece in ("A ", "1.000", "a. ", "* "):
        unfaithful(piece * 300, piece * 3_000, 10**6)
        unfaithful(piece * 20_000, piece * 3_000, 300)
    assert time.process_time() - begin < 1.0
