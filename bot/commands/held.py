"""The buttons below a message about held posts: send them again, or drop them."""

from typing import Final

from bot.app import App
from bot.i18n import Lang, Text, counted
from bot.model.incoming import Answer, Callback
from bot.pipeline.held import Decision

_NOT_IN_CHARGE: Final = Text(
    en="Only an administrator of this chat decides that.",
    fr="Seul un administrateur de ce salon en décide.",
)
_DONE_BEFORE: Final = Text(
    en="Nothing is held any more: somebody has decided.",
    fr="Plus rien n'est retenu : quelqu'un en a décidé.",
)


async def held(app: App, callback: Callback, decision: Decision, newest: int) -> Answer | None:
    """What was done, for who is in charge of the operators' chat; None elsewhere."""
    if app.bulletins is None or not app.bulletins.is_at(callback.place):
        return None
    lang = callback.person.lang
    if not await app.is_in_charge(callback.person, callback.place):
        return Answer(_NOT_IN_CHARGE.into(lang))
    number = await app.decide_held(decision, newest)
    return Answer(_said(decision, number).into(lang) if number else _DONE_BEFORE.into(lang))


def _said(decision: Decision, number: int) -> Text:
    if decision == "resend":
        return Text(
            en=f"{_posts(number, 'en')} {'goes' if number == 1 else 'go'} out again.",
            fr=f"{_posts(number, 'fr')} {'repart' if number == 1 else 'repartent'}.",
        )
    return Text(
        en=f"{_posts(number, 'en')} dropped. `vigie outbox retry` undoes it.",
        fr=f"{_posts(number, 'fr')} abandonné{'s' * (number > 1)}. "
        "« vigie outbox retry » revient dessus.",
    )


def _posts(number: int, lang: Lang) -> str:
    return counted(number, *{"en": ("post", "posts"), "fr": ("message", "messages")}[lang], lang)
