"""One alert, from the feed to the channel, over real HTTP."""

import re
from datetime import UTC, datetime, timedelta

from bot.model import FailureKind
from tests.feed_server import Item, rss
from tests.house_of import House
from tests.shared_data import SHARED_DATA, needs_shared_data

RULES = {"Drones": "Chine + drones + Russie"}
DISPATCH = Item(
    title="Washington met en garde : la Russie cherche des drones en Chine",
    text="La Russie a demandé des drones armés à la Chine, selon deux diplomates européens. "
    "Pékin n'a pas répondu aux questions qui lui ont été adressées jeudi soir. "
    "Les alliés de l'Otan doivent en parler à Bruxelles au début de la semaine prochaine. "
    "Une porte-parole du ministère a refusé de commenter ces informations, en rappelant que les "
    "livraisons de matériel militaire font l'objet d'un contrôle du Parlement.",
    guid="dispatch",
)


@needs_shared_data
async def test_the_seed_article_makes_exactly_one_post(house: House) -> None:
    """The sample story arrives once, names the three terms, and carries none of its furniture."""
    written = (SHARED_DATA / "seed-article-fr.txt").read_text("utf-8")
    title, _, body = written.partition("\n\n")
    house.feeds.documents["phare"] = rss([Item(title, body)])
    house.watch(RULES)
    await house.once()
    await house.once()
    (post,) = house.posts()
    for term in ("Russie", "Chine", "drones"):
        assert term in post
    summary = post.split("\n\n")[1]
    assert not re.search(r"share post|abonnez|galerie photo|stay connected", post, re.IGNORECASE)
    assert summary.count("«") == summary.count("»")
    assert summary.count("“") == summary.count("”")
    assert re.match(r"[«“]?\s?[A-ZÀ-Ý]", summary)
    assert summary.rstrip()[-1] in ".!?…»”"


async def test_look_alikes_raise_no_alert(house: House) -> None:
    """Machines in Indochina and a hobbyist's drones are not news about China."""
    house.feeds.documents["phare"] = rss(
        [
            Item("Des machines en Indochine", "Des drones russes survolent la machine de Russie."),
            Item("Un concours de drones", "Les drones de loisir viennent de Chine."),
        ]
    )
    house.watch(RULES)
    await house.once()
    assert house.posts() == []
    assert house.reports[0].entries_new == 2


async def test_several_rules_make_one_post_with_all_hashtags(house: House) -> None:
    """An article that two rules find is posted once, under both hashtags."""
    house.feeds.documents["phare"] = rss([DISPATCH])
    house.watch(RULES | {"Otan": "Otan + Bruxelles"})
    await house.once()
    (post,) = house.posts()
    assert "#Drones" in post
    assert "#Otan" in post


async def test_copies_in_other_feeds_are_folded(house: House) -> None:
    """The same address with tracking, and the same text elsewhere, make no second post."""
    link = "https://www.phare.example/monde/drones"
    first = Item(DISPATCH.title, DISPATCH.text, "1", link)
    tracked = Item("Vu sur le Phare", DISPATCH.text[:80], "2", f"{link}/?utm_source=rss#haut")
    copied = Item(DISPATCH.title, DISPATCH.text, "3", "https://baie.example/reprise")
    for slug, item in {"phare": first, "agregateur": tracked, "baie": copied}.items():
        house.feeds.documents[slug] = rss([item])
    house.watch({"Drones": "drones | phare"}, ["phare"])
    await house.once()
    house.watch({"Drones": "drones | phare"}, ["phare", "agregateur", "baie"])
    await house.once()
    assert len(house.reports) == 3
    assert len(house.posts()) == 1


async def test_broken_feeds_are_told_and_the_others_go_on(house: House) -> None:
    """Each failing feed has its cause in the report; the one that works is posted."""
    house.feeds.documents |= {
        "phare": rss([DISPATCH]),
        "page": b"<!doctype html><html><body>Bienvenue</body></html>",
        "miettes": b"<?xml version='1.0'?><rss><chan",
        "vide": b"",
    }
    house.watch(RULES, ["page", "miettes", "vide", "absent", "phare"])
    await house.once()
    kinds = {report.source.name: report.failure.kind for report in house.reports if report.failure}
    assert kinds == {
        "page": FailureKind.HTML,
        "miettes": FailureKind.BROKEN_FEED,
        "vide": FailureKind.NOT_A_FEED,
        "absent": FailureKind.NOT_FOUND,
    }
    assert len(house.posts()) == 1


async def test_a_changed_article_is_matched_again_but_not_posted_twice(house: House) -> None:
    """An edit that brings the missing word raises the alert; a further edit raises none."""
    before = Item("Washington met en garde", "La Russie cherche des drones.", "g")
    house.feeds.documents["phare"] = rss([before])
    house.watch(RULES)
    async with house.open() as app:
        await app.once()
        assert house.posts() == []
        for title in ("Des drones de Chine pour la Russie", "La Russie veut des drones de Chine"):
            house.feeds.documents["phare"] = rss([Item(title, before.text, "g")])
            house.make_due()
            await app.once()
    assert len(house.posts()) == 1


async def test_an_old_article_raises_no_alert(house: House) -> None:
    """What was published before the rule's maximal age is stored, not posted."""
    house.feeds.documents["phare"] = rss([DISPATCH], datetime.now(UTC) - timedelta(days=3))
    house.watch(RULES)
    await house.once()
    assert house.reports[0].matches == 1
    assert house.posts() == []
