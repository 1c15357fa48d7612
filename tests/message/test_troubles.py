"""What operators read of channels and posts in trouble."""

import pytest

from bot.i18n import Lang, Text
from bot.message.nodes import LONGEST, utf16_length
from bot.message.troubles import MOST, Concerned, Troubles, compose_troubles

RIVAL = (
    "Un autre programme lit les mises à jour de ce bot : les messages partent, les boutons ne "
    "répondent plus"
)
REMOVED = Text(en="The bot was removed.", fr="Le bot a été retiré.")


def test_in_french() -> None:
    """Which, how many, why, and the command that shows more; then what is well again."""
    told = compose_troubles(
        Troubles(
            unreachable=[Concerned("veille", reason=REMOVED)],
            held=[Concerned("salle", 2)],
            refused=[Concerned("salle", 1, REMOVED)],
            rival=REMOVED,
            reachable=[Concerned("presse")],
            sent=[Concerned("presse", 3)],
            is_rival_gone=True,
        ),
        "fr",
    )
    assert told.plain.splitlines() == [
        "Canaux injoignables : leurs messages attendent",
        "✗ veille · Le bot a été retiré.",
        "→ vigie outbox list --state parked",
        "",
        "Messages peut-être arrivés : à vous de décider",
        "✗ salle · 2 messages",
        "→ vigie outbox list --state held",
        "Regardez d'abord dans le canal : ce qui est renvoyé peut y être deux fois.",
        "",
        "Messages que Telegram refuse définitivement",
        "✗ salle · 1 message · Le bot a été retiré.",
        "→ vigie outbox list --state dead",
        "",
        RIVAL,
        "✗ Le bot a été retiré.",
        "",
        "Rétabli",
        "✓ presse · de nouveau joignable",
        "✓ presse · 3 messages bloqués sont arrivés",
        "✓ Les boutons répondent : l'autre programme est parti.",
    ]


def test_in_english() -> None:
    """The same in the other language, without empty headings."""
    told = compose_troubles(Troubles(unreachable=[Concerned("veille", reason=REMOVED)]), "en")
    assert told.plain.splitlines() == [
        "Channels that cannot be reached: their posts wait",
        "✗ veille · The bot was removed.",
        "→ vigie outbox list --state parked",
    ]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_channel_in_every_trouble_fits_into_a_message(lang: Lang) -> None:
    """Some are named, the others counted; nothing makes it too long or breaks its markup."""
    long = Text(en="<b>" * 500, fr="<b>" * 500)
    every = [Concerned("&" * 900, 99_999, long) for _ in range(500)]
    told = compose_troubles(Troubles(every, every, 99, every, long, every, every), lang)
    assert told.plain.count("✓") == 2 * MOST
    assert told.plain.count("494") == 5
    assert "<b><b>" not in told.html
    assert utf16_length(told.plain) <= LONGEST


def test_nothing_is_no_news() -> None:
    """An empty one is false."""
    assert not Troubles()
    assert Troubles(is_rival_gone=True)
