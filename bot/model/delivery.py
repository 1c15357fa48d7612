"""Posts on their way to a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from bot.expression import Span
from bot.i18n import Text
from bot.model.watchlist import Priority


class Mark(StrEnum):
    """A way to show a piece of text."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    LINK = "link"
    QUOTE = "quote"  # a block of its own, folded where that is possible


@dataclass(frozen=True, slots=True)
class Style:
    """A marked range of a message's plain text."""

    mark: Mark
    span: Span
    url: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a post: it opens `url`, or sends `data` (at most 64 bytes) to the bot."""

    label: str
    url: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A post, rendered once: what is stored in the outbox is what is sent, to the letter."""

    html: str
    """In Telegram's HTML subset."""
    plain: str
    """The same without markup: the fall-back, and what a terminal shows."""
    styles: tuple[Style, ...] = ()
    """Of `plain`."""
    buttons: tuple[Button, ...] = ()
    """One row."""
    preview_url: str = ""
    """The page to preview under the post; empty for none."""
    silent: bool = False


POST: Final = "post"
"""The part of a story that is told first, once for each destination."""
EDIT: Final = "edit"
"""The post as it should read now; coalesced, the newest counts."""
DIGEST: Final = "digest"
"""A message about several stories that were missed; it hangs on the first of them."""
REPLY: Final = "reply:"
"""Before what has happened: a message below the post, once for each thing that happens."""


class DeliveryState(StrEnum):
    """Where a delivery stands; see `docs/architecture.md` for the drawing."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # the request went out, the answer never came
    HELD = "held"  # uncertain, and nothing can tell: a person decides
    DEAD = "dead"  # refused for good
    DROPPED = "dropped"  # a person decided against it; can be undone
    GATHERED = "gathered"  # to be told in a digest instead, in a moment
    GROUPED = "grouped"  # told in a digest instead


OnUncertain = Literal["hold", "resend", "skip"]
"""What to do with a post of which nothing can tell whether it arrived."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the outbox. Unique on (story, destination, part)."""

    id: int
    story_id: int
    destination: str
    state: DeliveryState
    priority: Priority
    message: Message
    due_at: datetime
    attempt: int = 0
    started_at: datetime | None = None
    """When the last request went out."""
    floor_message_id: int = 0
    """The highest message id known in that chat when the request went out."""
    part: str = POST
    """`POST`, `EDIT`, or `REPLY` with what has happened."""
    version: int = 0
    """Counts the contents that an edit had."""
    target: int | None = None
    """The message id of the story's post there, for an edit or a reply."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a delivery."""

    chat_id: int
    message_id: int
    sent_at: datetime
    notice: Text | None = None
    """Something the operator should know, such as markup that had to be dropped."""


class SendProblem(StrEnum):
    """Why a message was not sent, by what has to be done."""

    NOT_SENT = "not-sent"  # surely not: back off, try again
    UNCERTAIN = "uncertain"  # perhaps: look before trying again
    FLOOD = "flood"  # 429: pause the chat
    MIGRATED = "migrated"  # the chat has another id now
    BAD_MARKUP = "bad-markup"  # can't parse entities: plain text once
    TOO_LONG = "too-long"
    BAD_EXTRA = "bad-extra"  # a button or the preview is refused: without them once
    REPLY_GONE = "reply-gone"  # the topic or the message replied to is gone
    UNREACHABLE = "unreachable"  # chat not found, kicked, no rights: park the destination
    EDIT_GONE = "edit-gone"  # the post to edit is gone
    TOKEN = "token"  # noqa: S105 - a kind of failure, not a secret
    REFUSED = "refused"  # any other refusal: dead


@dataclass(frozen=True, slots=True)
class SendFailure:
    """An expected failure of one message: a value, because the others go on."""

    problem: SendProblem
    text: Text
    """What happened, in words, without any secret."""
    hint: Text | None = None
    retry_after: timedelta | None = None
    new_chat_id: int | None = None
