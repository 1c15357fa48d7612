"""The text of an article, without the furniture of its page."""

import time

import pytest

from bot.parse.article_text import body_of

FIRST = (
    "Trois drones ont survolé le port dans la nuit de lundi à mardi, selon la préfecture, qui a "
    "ouvert une enquête et demandé aux pêcheurs de signaler tout ce qu'ils auraient pu voir."
)
LAST = (
    "Les agents de la capitainerie ont donné l'alerte peu après deux heures du matin. Aucun des "
    "appareils n'a été retrouvé, et le trafic a repris à l'aube sans autre incident."
)


def text(*between: str, titles: tuple[str, ...] = ()) -> str:
    """What is kept of a page that has these paragraphs amid an article."""
    paragraphs = "".join(f"<p>{each}</p>" for each in (FIRST, *between, LAST))
    return body_of(f"<html><body><article>{paragraphs}</article></body></html>", titles).text


@pytest.mark.parametrize(
    "furniture",
    [
        "Lire aussi : Un ballon au-dessus du phare",
        "À lire également | Un ballon au-dessus du phare",
        "Sur le même sujet",
        "Read more: a balloon over the lighthouse",
        "You may also like",
        "Related: a balloon over the lighthouse",
        "Abonnez-vous pour recevoir nos alertes.",
        "S’abonner",
        "Inscrivez-vous à notre newsletter du matin",
        "La newsletter du Phare, chaque matin à 7 heures",
        "Suivez-nous sur Facebook",
        "Follow us on Instagram",
        "Sign up for our morning briefing.",
        "CLICK HERE TO GET THE APP",
        "Partager sur Facebook",
        "Copier le lien",
        "12 commentaires",
        "Comments",
        "Crédit photo : Ada Martin / Le Phare",
        "© Le Phare 2026",
        "Tous droits réservés",
        "Publié le 2 mars 2026 à 11 h",
        "Mis à jour le 02/03/2026 12:00",
        "Temps de lecture : 3 min",
        "3 min read",
        "02.03.2026 12:46",
        "___",
        "Continue reading the main story",
        "Publicité",
        "https://phare.example/a",
        "Il vous reste 64 % de cet article à lire.",
        "Déjà abonné ? Connectez-vous",
    ],
)
def test_furniture(furniture: str) -> None:
    """Calls, links to other articles, share bars, credits and notes of the page are left out."""
    assert text(furniture) == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Lire et écrire, voilà ce que les pêcheurs apprennent ici.",
        "Publié en 2019, le rapport sur la sécurité du port n'a jamais été suivi d'effet.",
        "Print sales fell again.",
        "Source de tensions depuis des années, le port fait l'objet d'un conflit entre les élus.",
        "Commentaires et critiques n'ont pas tardé, du côté des pêcheurs comme de la mairie.",
        "Les cookies du boulanger, eux, ont été offerts aux équipes de nuit.",
        "Photographe de métier, Ada Martin a tout vu depuis la jetée.",
        "« Partager l'information, c'est notre devoir », répond le capitaine du port de commerce.",
    ],
)
def test_sentences(sentence: str) -> None:
    """What only begins like furniture is kept."""
    assert text(sentence) == f"{FIRST}\n\n{sentence}\n\n{LAST}"


def test_long_paragraphs_are_never_furniture() -> None:
    """Whatever they begin with."""
    paragraph = "Lire aussi bien que parler : " + FIRST + " " + LAST
    assert paragraph in text(paragraph)


def test_title_is_not_repeated() -> None:
    """At the beginning, in whatever capitals; further down it is a quotation."""
    page = f"<article><h1>Des drones au port</h1><p>{FIRST}</p><p>{LAST}</p></article>"
    found = body_of(f"<html><body>{page}</body></html>", ["DES DRONES AU PORT !"])
    assert found.text == f"{FIRST}\n\n{LAST}"
    later = [FIRST + " " + str(number) for number in range(4)]
    assert "Des drones au port" in text(
        *later, "Des drones au port", titles=("Des drones au port",)
    )


def test_paragraphs_stand_once() -> None:
    """Pages repeat their lead; a short answer may well come twice."""
    assert text(FIRST, "Non, dit-il.", "Non, dit-il.", LAST) == "\n\n".join(
        [FIRST, "Non, dit-il.", "Non, dit-il.", LAST]
    )


def test_cleaned_as_a_feeds_text() -> None:
    """Bullets and soft hyphens go, white space is folded; trafilatura breaks no-break spaces."""
    point = "un  dro\u00adne\u00a0: «\u202fvu\u202f» par trois pêcheurs du port"
    page = f"<article><p>{FIRST}</p><ul><li>{point}</li></ul><p>{LAST}</p></article>"
    found = body_of(f"<html><body>{page}</body></html>", ()).text
    assert found == f"{FIRST}\n\nun drone : « vu » par trois pêcheurs du port\n\n{LAST}"


def test_comments_are_left_out() -> None:
    """What readers write is no article."""
    comments = (
        f"<div id='comments' class='comments'><p>{LAST.replace('agents', 'lutins')}</p></div>"
    )
    page = f"<article><p>{FIRST}</p><p>{LAST}</p></article>{comments}"
    assert "lutins" not in body_of(f"<html><body>{page}</body></html>", ()).text


def test_a_call_to_pay_in_the_middle() -> None:
    """Only where the page begins or ends does it tell that the rest is missing."""
    call = "Cet article est réservé aux abonnés."
    many = "".join(f"<p>{LAST} {number}</p>" for number in range(8))
    page = "<html><body><article>{}</article></body></html>"
    assert body_of(page.format(f"<p>{FIRST}</p><p>{call}</p>"), ()).is_cut
    assert body_of(page.format(f"<p>{call}</p>{many}"), ()).is_cut
    assert not body_of(page.format(f"{many}<p>{call}</p>{many}"), ()).is_cut


@pytest.mark.parametrize("piece", ["a ", "abonn", "lire ", "min ", "cookie ", "réservé aux ", "…"])
def test_takes_linear_time(piece: str) -> None:
    """Long lines are not looked at for furniture, and many short ones are read quickly."""
    lines = "".join(f"<p>{piece * 20}{number}</p>" for number in range(500))
    began = time.process_time()
    body_of(f"<html><body><article>{lines}<p>{piece * 50_000}</p></article></body></html>", ())
    assert time.process_time() - began < 2
