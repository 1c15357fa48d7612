"""Which sentences may be shown."""

import pytest

from bot.summary.cleanliness import is_balanced, is_clean, is_finished


def clean(sentence: str) -> bool:
    """Whether it can stand in an alert."""
    return is_clean(sentence, len(sentence.split()))


@pytest.mark.parametrize(
    "sentence",
    [
        "Le port de Brest ferme jeudi matin.",
        "« Le port ferme », a dit le maire de Brest.",
        '"Le port ferme", a dit le maire "de Brest".',
        "15% des ports pourraient fermer cette année.",
        "Le ministre (finances) ferme le port [de Brest].",
        "L’« ancien port » et l’“autre port” ferment ensemble.",
        "YouTube, TikTok et McDonald's ferment leurs bureaux.",
        "Un abonnement au train coûtera deux fois moins cher.",
        "La publicité en ligne recule pour la première fois.",
        "La Cnil condamne Google pour ses cookies publicitaires.",
        "WhatsApp changes its privacy policy for all of us.",
        "L'ONU et l'OTAN parlent de l'UE avec les USA.",
        "Le site tiktok.com et le site 20min.ch ferment jeudi.",
    ],
)
def test_whole_sentences_are_clean(sentence: str) -> None:
    """News may speak of subscriptions and cookies, and quote as it likes."""
    assert clean(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Le port ferme.",
        "le port de Brest ferme jeudi matin.",
        "» Le port de Brest ferme jeudi.",
        "(LREM), présidée par le maire de Brest.",
        "« Le port de Brest ferme jeudi.",
        "Le port de Brest » ferme jeudi matin.",
        "« Le port « de Brest » ferme jeudi.",
        'Le port "de Brest ferme jeudi matin.',
        '"Le mouvement "commencera en fin d\'après-midi", a dit le maire".',
        '" Le port de Brest ferme jeudi", dit-il.',
        "Le ‘port de Brest ferme jeudi matin.",
        "Le port (de Brest ferme jeudi matin.",
        "« Nous fermons le port de Brest demain. »",
        "Le port ferme ses portes Les bateaux partent jeudi.",
        "Le port ferme ses portesLes bateaux partent jeudi.",
        "Le port de C8 ?par Le Phare ferme jeudi.",
        "Le port ferme jeudi.sur la chaîne du port.",
        "Le port ferme jeudi. les bateaux sont partis.",
        "« Le port ferme »Les bateaux sont partis jeudi.",
        "Le <b>port</b> de Brest ferme jeudi matin.",
        "Le port &amp; la ville ferment jeudi matin.",
        "Le port ferme jeudi : https://phare.example/a maintenant.",
        "Abonnez-vous pour lire la suite de cet article.",
        "Lire aussi : Le port de Brest ferme jeudi.",
        "Inscrivez-vous à notre newsletter sur le port.",
        "Publié le 4 juin 2020 à 14h32 par la rédaction.",
        "Last updated on Friday at 10:00 by our staff.",
        "Jane Doe in Paris contributed to this report.",
        "Sign up for our newsletter about the port.",
        "Photo du port de Brest (AFP / Jean Dupont).",
        "© Le Phare, tous les ports sont fermés.",
        "GALERIE PHOTO DU PORT FERMÉ JEUDI MATIN.",
        "",
        "\u00a0",
        "… … … … … … …",
    ],
)
def test_the_rest_is_not(sentence: str) -> None:
    """Fragments, lonely marks, bare quotations, glued sentences, markup, furniture, shouting."""
    assert not clean(sentence)


@pytest.mark.parametrize(
    ("sentence", "finished"),
    [
        ("Le port ferme.", True),
        ("Le port ferme ! »", True),
        ("Il dit « non »", True),
        ("港口关闭。", True),
        ("Le port ferme", False),
        ("Le port ferme,", False),
        ("Le député ;", False),
        ("", False),
    ],
)
def test_how_sentences_end(sentence: str, finished: bool) -> None:
    """With a stop, perhaps followed by closing marks, or with a quotation."""
    assert is_finished(sentence) is finished


def test_marks_take_turns() -> None:
    """Equal numbers are not enough."""
    assert is_balanced("(a) [b] «c» “d” “e”")
    assert not is_balanced(")a(")
    assert not is_balanced("(a (b) c)")
    assert not is_balanced("”a“")
