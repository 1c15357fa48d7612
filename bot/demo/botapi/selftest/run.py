"""Runs the series, one line for each check, and clears away what it has sent."""

from collections.abc import Callable
from typing import Final

from bot.demo.botapi.selftest import files, messages, texts, transport
from bot.demo.botapi.selftest.ground import Check, Differs, Ground
from bot.demo.botapi.selftest.talk import Talk
from bot.i18n import Lang, Text, counted

SERIES: Final[tuple[Check, ...]] = (
    *transport.CHECKS,
    *texts.CHECKS,
    *messages.CHECKS,
    *files.CHECKS,
)
"""In this order; each stands by itself."""
MEANT: Final = frozenset({"sendMessage: chat_id is missing"})
"""Departures from the documentation that belong to the series."""
_OK: Final = Text(en="ok", fr="conforme")
_DIFFERS: Final = Text(en="differs", fr="diffère")
_AT_ONCE: Final = 100


def run(talk: Talk, say: Callable[[str], None], lang: Lang) -> int:
    """Run every check; gives how many differ.

    Raises:
        Unusable: The server is not there.
    """
    ground = Ground(talk)
    differing = 0
    try:
        for check in SERIES:
            why = _difference(check, ground)
            differing += bool(why)
            word = (_DIFFERS if why else _OK).into(lang)
            say(f"{word:<9} {check.says.into(lang)}" + (f"\n{'':<10}{why}" if why else ""))
    finally:
        _clear(ground)
    say(_told(differing, lang))
    return differing


def _difference(check: Check, ground: Ground) -> str:
    """In what way a check fails; empty when it does not."""
    try:
        check.assert_on(ground)
    except Differs as difference:
        return str(difference)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        # A field that the documentation promises is missing, or of another type.
        return f"{type(error).__name__}: {error}"
    return ""


def _clear(ground: Ground) -> None:
    ids = sorted(set(ground.sent))
    for start in range(0, len(ids), _AT_ONCE):
        chosen = ids[start : start + _AT_ONCE]
        ground.talk.call("deleteMessages", chat_id=ground.talk.chat, message_ids=chosen)


def _told(differing: int, lang: Lang) -> str:
    total = len(SERIES)
    if not differing:
        return Text(en=f"All {total} as expected.", fr=f"Les {total} sont conformes.").into(lang)
    en, fr = (
        counted(differing, "of {} differs", "of {} differ", "en"),
        counted(differing, "sur {} diffère", "sur {} diffèrent", "fr"),
    )
    return Text(en=f"{en}.".format(total), fr=f"{fr}.".format(total)).into(lang)
