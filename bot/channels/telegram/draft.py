"""A post as a request: what is sent at first, and what is given up when it is refused. Pure."""

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import MessageLimit, ParseMode

from bot.i18n import Text
from bot.model import Button, Message, SendProblem

LONGEST: Final = int(MessageLimit.MAX_TEXT_LENGTH)
"""UTF-16 units of a post, after its markup is read."""
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s)|\n")

_NOTICES: Final = {
    SendProblem.BAD_MARKUP: Text(
        en="Sent without markup: Telegram could not read it. Please report this.",
        fr="Envoyé sans mise en forme : Telegram ne pouvait pas la lire. Merci de le signaler.",
    ),
    SendProblem.TOO_LONG: Text(
        en="Sent shortened and without markup: it was too long. Please report this.",
        fr="Envoyé raccourci et sans mise en forme : il était trop long. Merci de le signaler.",
    ),
    SendProblem.BAD_EXTRA: Text(
        en="Sent without buttons and preview: Telegram refused a link in them.",
        fr="Envoyé sans boutons ni aperçu : Telegram y refusait un lien.",
    ),
    SendProblem.REPLY_GONE: Text(
        en="Sent to the group itself: the topic that feeds.yaml names is gone.",
        fr="Envoyé au groupe lui-même : le sujet que nomme feeds.yaml n'existe plus.",
    ),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What goes into the request, and what had to be given up so far."""

    text: str
    is_html: bool
    buttons: tuple[Button, ...] = ()
    preview_url: str = ""
    topic: int | None = None
    """Where in a forum group; of no use for an edit."""
    given_up: frozenset[SendProblem] = frozenset()

    @property
    def notice(self) -> Text | None:
        """What the operator should know about this form of the post."""
        told = [text for problem, text in _NOTICES.items() if problem in self.given_up]
        if not told:
            return None
        return Text(en=" ".join(t.en for t in told), fr=" ".join(t.fr for t in told))

    def content(self) -> dict[str, Any]:
        """The arguments that sendMessage and editMessageText have in common."""
        return {
            "text": self.text,
            "parse_mode": ParseMode.HTML if self.is_html else None,
            "link_preview_options": _preview(self.preview_url),
            "reply_markup": _keyboard(self.buttons),
        }


def first_draft(message: Message, topic: int | None = None) -> Draft:
    """The post as it was composed."""
    return Draft(message.html, True, message.buttons, message.preview_url, topic)  # noqa: FBT003 - is_html


def simplified(draft: Draft, message: Message, problem: SendProblem) -> Draft | None:
    """The post without what Telegram refuses in it; None when there is nothing (left) to give up.

    Each thing is given up once, so that a post is tried five times at most.
    """
    if problem in draft.given_up:
        return None
    given_up = draft.given_up | {problem}
    match problem:
        case SendProblem.BAD_MARKUP if draft.is_html:
            return replace(draft, text=message.plain, is_html=False, given_up=given_up)
        case SendProblem.TOO_LONG:
            text = shorten(message.plain, message.preview_url)
            return replace(draft, text=text, is_html=False, given_up=given_up)
        case SendProblem.BAD_EXTRA if draft.buttons or draft.preview_url:
            return replace(draft, buttons=(), preview_url="", given_up=given_up)
        case SendProblem.REPLY_GONE if draft.topic:
            return replace(draft, topic=None, given_up=given_up)
        case _:
            return None


def shorten(text: str, link: str, longest: int = LONGEST) -> str:
    """`text` cut at the end of a sentence (else of a word), with `link` below it.

    Args:
        text: Without markup.
        link: An address to keep, or empty.
        longest: UTF-16 units, as Telegram counts.
    """
    if units(text) <= longest:
        return text
    ending = f"…\n{link}" if link and units(link) < longest // 2 else "…"
    room = text.encode("utf-16-le")[: 2 * (longest - units(ending))]
    start = room.decode("utf-16-le", "ignore")  # half a surrogate pair falls away
    return start[: _good_end(start)].rstrip() + ending


def _good_end(text: str) -> int:
    """Where to cut, in the second half: after a sentence, else after a word, else at the end."""
    half = len(text) // 2
    ends = [match.end() for match in _SENTENCE_END.finditer(text, half)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", half)
    return space if space >= 0 else len(text)


def units(text: str) -> int:
    """The length of `text` in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def essence(text: str) -> str:
    """The letters and digits alone: Telegram trims and replaces some of the rest."""
    return "".join(filter(str.isalnum, text))


def _preview(url: str) -> LinkPreviewOptions:
    if not url:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=url, prefer_large_media=True)


def _keyboard(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    row = [
        InlineKeyboardButton(b.label, url=b.url)
        if b.url
        else InlineKeyboardButton(b.label, callback_data=b.data)
        for b in buttons
    ]
    return InlineKeyboardMarkup([row])
