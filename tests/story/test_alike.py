"""Placing by what articles say: versions of a text, tellings of a story, and what only looks so."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Level
from bot.story.sketch import short
from bot.story.terms import terms
from tests.fixed_clock import NOON
from tests.samples import later
from tests.story.articles import (
    DISPATCH,
    LEAD,
    OTHER,
    OTHER_TITLE,
    REST,
    RETITLED,
    RETOLD,
    TITLE,
    article,
    known,
    placed,
    reworded,
)

FIRST = article()


@pytest.mark.parametrize(
    "text",
    [
        DISPATCH.replace("'", "’").replace("« ", '"').replace(" »", '"'),
        "(c) 2026 AFP. Tous droits de reproduction réservés. " + DISPATCH,
        DISPATCH[: len(DISPATCH) * 6 // 10],
        reworded(DISPATCH, 0.15),
        OTHER + " " + DISPATCH,
        REST,
    ],
)
def test_versions_of_a_text_are_folded(text: str) -> None:
    """Typography, notices, cuts, changed words, a new beginning: the same dispatch."""
    placement = placed(article(2, "Lorient sous le choc", text, at=later(days=1)), known(FIRST))
    assert (placement.level, placement.story_id, placement.duplicate_of) == (
        Level.NEAR_DUPLICATE,
        70,
        1,
    )
    assert placement.score >= 0.25


def test_the_reason_has_figures() -> None:
    """An editor reads in both languages how much is the same, and of which article."""
    reason = placed(article(2, "Autre titre", REST), known(FIRST)).reason
    assert reason.en == f"100% of its word pairs are those of “{TITLE}” (Le Phare)."
    assert reason.fr == (f"100 % de ses paires de mots sont celles de « {TITLE} » (Le Phare).")
    longer = placed(article(2, "Autre titre", f"{OTHER} {DISPATCH}"), known(FIRST)).reason
    assert longer.fr.startswith("Il reprend 100 % des paires de mots de «")


def test_another_telling_is_the_same_story() -> None:
    """Other words for what happened join the story, and are no duplicate."""
    placement = placed(article(2, RETITLED, RETOLD, at=later(hours=20)), known(FIRST))
    assert (placement.level, placement.story_id) == (Level.SAME_STORY, 70)
    assert placement.reason.fr.startswith(f"Même sujet que « {TITLE} »")
    assert "%" in placement.reason.en


def test_another_subject_is_a_story_of_its_own() -> None:
    """What has nothing in common begins a story; the nearest one is named."""
    placement = placed(article(2, OTHER_TITLE, OTHER), known(FIRST))
    assert (placement.level, placement.story_id) == (Level.NEW, None)
    assert TITLE in placement.reason.en


def test_versions_are_folded_for_a_week() -> None:
    """Afterwards the same text is news again; so it is when a clock was set back."""
    for days, level in ((6.9, Level.NEAR_DUPLICATE), (7.1, Level.NEW), (-8, Level.NEW)):
        copy = article(2, "Lorient", REST, at=later(days=days))
        assert placed(copy, known(FIRST)).level is level


@pytest.mark.parametrize(("hours", "level"), [(71, Level.SAME_STORY), (73, Level.NEW)])
def test_a_story_goes_on_for_three_days(hours: int, level: Level) -> None:
    """Another telling joins within 72 hours of the first one."""
    assert placed(article(2, RETITLED, RETOLD, at=later(hours=hours)), known(FIRST)).level is level


def test_a_rule_says_how_long_its_stories_go_on() -> None:
    """The window of the rule takes the place of the usual one."""
    late = article(2, RETITLED, RETOLD, at=later(hours=30))
    assert placed(late, known(FIRST), window=timedelta(hours=24)).level is Level.NEW
    week = timedelta(days=14)
    between = known(article(3, "La marine et ses drones", RETOLD, at=later(days=4)), lead=False)
    much_later = article(2, RETITLED, "", at=later(days=6))
    assert placed(much_later, known(FIRST), between, window=week).level is Level.SAME_STORY


def test_a_story_that_nobody_tells_is_over() -> None:
    """Three days of silence end it, or as many as its rule says, however long it would go on."""
    late, month = article(2, RETITLED, RETOLD, at=later(days=5)), timedelta(days=30)
    assert placed(late, known(FIRST), window=month, quiet=month).level is Level.SAME_STORY
    placement = placed(late, known(FIRST), window=month)
    assert placement.level is Level.NEW
    assert placement.reason.fr.endswith("est clos, ou en est devenu un autre.")


def test_a_story_does_not_drift() -> None:
    """An article near the last one of a story and far from its first begins another."""
    first = known(article(1, OTHER_TITLE, OTHER))
    drifted = known(article(2), lead=False)
    assert placed(article(3, RETITLED, RETOLD), first, drifted).level is Level.NEW
    assert placed(article(3, RETITLED, RETOLD), known(FIRST)).level is Level.SAME_STORY


def test_of_several_stories_the_nearest_wins() -> None:
    """Whichever was there first."""
    far = known(article(5, "Lorient : la halle aux poissons rénovée", LEAD[:120]), story=60)
    near = known(FIRST, story=80)
    for candidates in ((far, near), (near, far)):
        assert placed(article(9, RETITLED, RETOLD), *candidates).story_id == 80


def test_of_equal_ones_the_oldest_wins() -> None:
    """The same candidates give the same answer in any order."""
    one, other = known(FIRST, story=60), known(replace(FIRST, id=4), story=80)
    copy = article(9, "Lorient", REST)
    assert placed(copy, one, other) == placed(copy, other, one)
    assert placed(copy, one, other).duplicate_of == 1


SERIES = "Coronavirus : le point sur la pandémie dans le monde"


def test_another_day_of_a_series_is_a_story_of_its_own() -> None:
    """The same title on another day, with another text."""
    today = article(2, SERIES, OTHER + LEAD, at=later(days=1))
    placement = placed(today, known(article(1, SERIES, DISPATCH)))
    assert placement.level is Level.NEW
    assert "que par le jour ou le nombre" in placement.reason.fr


def test_a_series_does_not_draw_the_next_day_in_by_others() -> None:
    """Not even when another article of that story is near."""
    yesterday = known(article(1, SERIES, LEAD))
    beside = known(article(2, RETITLED, RETOLD, at=later(hours=1)), lead=False)
    today = article(3, SERIES, RETOLD[::-1] + RETITLED, at=later(days=1))
    assert placed(today, yesterday, beside).level is Level.NEW


def test_the_same_dispatch_a_day_later_is_no_series() -> None:
    """When half of the word pairs are the same."""
    again = article(2, TITLE, DISPATCH[:900], at=later(days=1))
    assert placed(again, known(FIRST)).level is Level.NEAR_DUPLICATE


def test_a_dispatch_that_grew_overnight_is_no_series() -> None:
    """The very same title over all of yesterday's text and more; with a day in it, it is one."""
    longer = f"{LEAD} {REST} {OTHER}"
    grown = article(2, TITLE, longer, at=later(days=1))
    assert placed(grown, known(article(1, TITLE, LEAD))).level is Level.NEAR_DUPLICATE
    friday = article(2, f"{TITLE} vendredi", longer, at=later(days=1))
    thursday = known(article(1, f"{TITLE} jeudi", LEAD))
    assert placed(friday, thursday).level is Level.NEW


def test_one_day_of_a_series_is_one_story() -> None:
    """Two outlets on the same day, two hours apart."""
    same_day = article(2, TITLE, RETOLD, at=later(hours=2))
    assert placed(same_day, known(FIRST)).level is Level.SAME_STORY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L'UE adopte son 12e paquet de sanctions", "L'UE adopte son 13e paquet de sanctions"),
        ("L'UE adopte son 12ᵉ paquet de sanctions", "L’UE adopte son 13ᵉ paquet de sanctions"),
        ("EU adopts 12th package of sanctions", "EU adopts 13th package of sanctions"),
        ("Ariane 6 : vol n° 4 réussi", "Ariane 6 : vol n° 5 réussi"),
        ("Tour de France : étape 7 en direct", "Tour de France : étape 8 en direct"),
        ("Loto : tirage 3412", "Loto : tirage 3413"),
        ("L'UE adopte son douzième paquet", "L'UE adopte son treizième paquet"),
    ],
)
def test_another_number_is_another_thing(one: str, other: str) -> None:
    """The 12th and the 13th package do not merge, not even with nearly the same text."""
    text = f"{DISPATCH} Le prochain rendez-vous est fixé."
    placement = placed(article(2, other, text, at=later(hours=3)), known(article(1, one)))
    assert placement.level is Level.NEW


def test_a_toll_that_rises_is_the_same_news() -> None:
    """A count differs, the text is the same, on the same day."""
    rising = article(2, "Séisme au Chili : 15 morts", DISPATCH, at=later(hours=3))
    assert placed(rising, known(article(1, "Séisme au Chili : 12 morts"))).level is not Level.NEW


def test_a_count_in_titles_alone_is_another_thing() -> None:
    """Without texts nothing says that it is a toll that rises."""
    title = "Le ministère supprime {} postes dans l'éducation nationale en Bretagne"
    first = known(article(1, title.format("3 000"), ""))
    assert placed(article(2, title.format("4 000"), ""), first).level is Level.NEW
    assert placed(article(2, title.format("3 000"), ""), first).story_id == 70


def test_a_count_with_another_text_is_another_thing() -> None:
    """Titles equal but for a count, and texts that have little in common."""
    fewer = article(2, "Prix du gazole : 1,62 euro", OTHER, at=later(hours=3))
    assert placed(fewer, known(article(1, "Prix du gazole : 1,58 euro"))).level is Level.NEW


@pytest.mark.parametrize("text", ["", "...", "12 juin", "Lire la suite"])
def test_short_articles_join_nothing(text: str) -> None:
    """Empty bodies are not all the same story."""
    title = "Le fil info"
    assert placed(article(2, title, text), known(article(1, "Vu d'ici", text))).level is Level.NEW
    assert placed(article(2, "", text), known(article(1, "", text))).level in {
        Level.NEW,
        Level.SAME_STORY,
    }


def test_titles_alone_are_compared() -> None:
    """Feeds without any text: two titles of the same event join, others do not."""
    one = known(article(1, TITLE, ""))
    assert placed(article(2, "Un drone de la marine s'écrase à Lorient", ""), one).story_id == 70
    assert placed(article(2, OTHER_TITLE, ""), one).story_id is None


def test_a_word_or_two_in_common_is_no_story() -> None:
    """Titles of two words each that share one; and titles that share what the rule looked for."""
    drones = known(article(1, "Des drones au port", ""))
    placement = placed(article(2, "Des bateaux au port", ""), drones)
    assert placement.level is Level.NEW
    assert "1 mot parlant en commun" in placement.reason.fr
    rule = "Chine + drones"
    shared = known(article(1, "Chine, drones, Russie : un port", ""), rules=frozenset({rule}))
    boats = article(2, "Chine, drones, Russie : port", "")
    looked_for = set(map(short, terms("Chine drones Russie", "fr")))
    assert placed(boats, shared).story_id == 70
    assert placed(boats, shared, own={rule: looked_for}).level is Level.NEW


def test_a_front_page_is_no_articles_address() -> None:
    """Feeds of agencies and ministries lead to the front page with every item."""
    front = "https://ministere.example"
    one = known(article(1, canonical_url=front))
    other = article(2, OTHER_TITLE, OTHER, canonical_url=front)
    assert placed(other, one).level is Level.NEW
    assert placed(article(2, canonical_url=front), one).story_id == 70


def test_items_of_one_page_are_not_one_story() -> None:
    """A feed of notes that stand on one page, told apart by what follows the #; not a new GUID."""
    page = "https://phare.example/notes"
    one = known(article(1, canonical_url=page))
    other = article(2, OTHER_TITLE, OTHER, canonical_url=page)
    assert placed(other, one).level is Level.NEW
    assert placed(article(2, RETITLED, RETOLD, canonical_url=page), one).level is Level.SAME_URL
    elsewhere = replace(one, source="Another outlet")
    assert placed(other, elsewhere).level is Level.SAME_URL
    assert placed(other, replace(one, sketch=b"")).level is Level.SAME_URL


def test_two_hundred_sites_with_one_press_release() -> None:
    """All are folded into one story, in a bounded time."""
    release = known(FIRST)
    copies = [
        replace(release, entry_id=number, source=f"site {number}", is_lead=False)
        for number in range(2, 201)
    ]
    began = time.process_time()
    placement = placed(article(300, "Communiqué", DISPATCH), release, *copies)
    assert time.process_time() - began < 0.5
    assert (placement.level, placement.story_id, placement.duplicate_of) == (
        Level.NEAR_DUPLICATE,
        70,
        1,
    )


def test_a_clock_that_jumps_breaks_nothing() -> None:
    """Candidates from a future that was taken back count like those of the past."""
    ahead = known(article(1, at=later(hours=5)))
    assert placed(article(2, RETITLED, RETOLD), ahead, now=NOON).level is Level.SAME_STORY


def test_candidates_without_a_sketch_are_passed_over() -> None:
    """Articles that were placed before sketches were kept, or long ago."""
    old = replace(known(FIRST), sketch=b"")
    assert placed(article(2, "Lorient", REST), old).level is Level.NEW


CHINESE = (
    "星期三晚上，一架侦察无人机坠落在洛里昂鱼市场的屋顶上，无人受伤。"
    "无人机从格鲁瓦岛附近的护卫舰起飞，随后失去无线电联系。"
)
RUSSIAN = (
    "В среду вечером разведывательный дрон упал на крышу рыбного рынка в Лорьяне, никто не "
    "пострадал. Аппарат взлетел с фрегата у острова Груа и потерял связь с оператором."
)
ARABIC = (
    "سقطت طائرة استطلاع مسيرة مساء الأربعاء على سقف سوق السمك في مدينة لوريان دون وقوع إصابات "
    "وكانت الطائرة قد أقلعت من فرقاطة قرب جزيرة غروا ثم فقدت الاتصال اللاسلكي."
)
THAI = "โดรนของกองทัพเรือตกใส่หลังคาตลาดปลาในเมืองลอริยองเมื่อคืนวันพุธ ไม่มีผู้ได้รับบาดเจ็บ"
JAPANESE = "水曜日の夜、海軍の偵察用無人機がロリアンの魚市場の屋根に墜落した。けが人はなかった。"


@pytest.mark.parametrize(
    ("lang", "title", "text", "retold"),
    [
        (
            "zh",
            "海军无人机坠落洛里昂鱼市场屋顶",
            CHINESE,
            "洛里昂鱼市场屋顶遭海军侦察无人机坠落，检方已展开调查。",
        ),
        (
            "ja",
            "海軍の無人機がロリアンの魚市場に墜落",
            JAPANESE,
            "ロリアンの魚市場に海軍の無人機墜落、検察が捜査開始",
        ),
        (
            "th",
            "โดรนกองทัพเรือตกใส่ตลาดปลาเมืองลอริยอง",
            THAI,
            "อัยการสอบสวนเหตุโดรนกองทัพเรือตกใส่หลังคาตลาดปลาเมืองลอริยอง",
        ),
        (
            "ru",
            "Дрон военно-морского флота упал на крышу рыбного рынка Лорьяна",
            RUSSIAN,
            "Прокуратура Лорьяна начала расследование падения дрона флота на крышу рыбного рынка.",
        ),
        (
            "ar",
            "سقوط طائرة مسيرة تابعة للبحرية على سوق السمك في لوريان",
            ARABIC,
            "فتحت النيابة تحقيقا في سقوط طائرة مسيرة على سوق السمك في لوريان",
        ),
    ],
)
def test_other_scripts(lang: str, title: str, text: str, retold: str) -> None:
    """Chinese, Japanese and Thai without spaces, Cyrillic, Arabic: copies fold, tellings join."""
    first = known(article(1, title, text, lang=lang))
    copy = f"{OTHER[:60]} {text}"
    assert placed(article(2, "…", copy, lang=lang), first).level is Level.NEAR_DUPLICATE
    assert placed(article(2, retold, "", lang=lang), first).story_id == 70
    assert placed(article(2, OTHER_TITLE, OTHER), first).level is Level.NEW
