"""What an error of a request to Telegram means: pure, and never with the token in it.

The one question that matters for a post is whether it may have arrived. The rule: only an error
that proves the contrary counts as "not sent"; everything else is uncertain.
"""

import re
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.refusals import LET_IN, REFUSALS, Refusal
from bot.i18n import Text
from bot.model import SendFailure, SendProblem

_NEVER_LEFT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,  # also of who waited for a free connection
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
"""The request was not even begun. Whatever else broke off, the server may have it all."""

_TOKEN: Final = re.compile(r"\d{3,}:[\w-]{20,}", re.ASCII)
_RETRY_AFTER: Final = re.compile(r"retry after (\d+)")
_UNTOLD_FLOOD: Final = timedelta(seconds=10)
"""How long to wait when a 429 does not say."""

REJECTED: Final = SendFailure(
    SendProblem.TOKEN,
    Text(en="Telegram does not accept the bot's token.", fr="Telegram refuse le jeton du bot."),
    Text(
        en="Copy the token again from @BotFather into TELEGRAM_BOT_TOKEN.",
        fr="Recopiez le jeton donné par @BotFather dans TELEGRAM_BOT_TOKEN.",
    ),
)


def classify(error: TelegramError, chat: str) -> SendFailure | None:
    """What became of a request about `chat` (its address, for the texts).

    Returns:
        None when the answer says that what was asked is already so.
    """
    match error:
        case ChatMigrated():
            return _migrated(error, chat)
        case RetryAfter():
            return _flood(_duration(error.retry_after), chat)
        case BadRequest() | Forbidden():
            return _refused(error, chat)
        case InvalidToken():
            # PTB gives every 404 this name; the server says so when it lacks a method.
            return _refused(error, chat) if "method not found" in _said(error) else REJECTED
        case Conflict():
            return _conflict(error)
        case _:
            return _interrupted(error, chat)


def of_reading(error: TelegramError, chat: str) -> SendFailure | None:
    """The same for a request that posts nothing: one that was cut off can simply be repeated."""
    failure = classify(error, chat)
    if failure and failure.problem is SendProblem.UNCERTAIN:
        return replace(failure, problem=SendProblem.NOT_SENT)
    return failure


def vanished(error: TelegramError) -> bool:
    """Whether the post was made and at once removed, so that there is nothing to return.

    The server says so with a 500 (telegram-bot-api, Client.cpp), for instance where a
    moderation bot deletes every link.
    """
    return "sent message was immediately deleted" in _said(error)


class Sight(StrEnum):
    """What a look at one message id showed, where it gave an error."""

    NOTHING = "nothing"  # no message has this id (any more)
    OTHER = "other"  # a message, but not one of ours
    OURS = "ours"  # the very post: an edit with the same content changes nothing
    PROTECTED = "protected"  # the chat's content cannot be forwarded


_SIGHTS: Final = (
    (re.compile(r"message to (edit|forward|copy) not found|message_id_invalid"), Sight.NOTHING),
    (re.compile(r"message is not modified"), Sight.OURS),
    (re.compile(r"protected content|chat_forwards_restricted"), Sight.PROTECTED),
    (
        re.compile(
            r"message can't be (edited|forwarded|copied)|message_author_required"
            r"|there is no (text|caption) in the message to edit"
        ),
        Sight.OTHER,
    ),
)


def sight(error: TelegramError) -> Sight | None:
    """What the error of a forward or an edit tells about that message; None: nothing."""
    said = _said(error)
    return next((seen for pattern, seen in _SIGHTS if pattern.search(said)), None)


# ── the cases ────────────────────────────────────────────────────────────────────────────────


def _refused(error: TelegramError, chat: str) -> SendFailure | None:
    said = _said(error)
    refusal = next((known for known in REFUSALS if known.pattern.search(said)), None)
    if refusal is None:
        return _unknown(error, chat)
    return _failure(refusal, chat)


def _failure(refusal: Refusal, chat: str) -> SendFailure | None:
    if refusal.problem is None:
        return None
    hint = refusal.hint and about(chat, refusal.hint)
    return SendFailure(refusal.problem, about(chat, refusal.text), hint)


def about(chat: str, text: Text) -> Text:
    """`text` with the address of the chat in place of ``{chat}``."""
    return Text(en=text.en.replace("{chat}", chat), fr=text.fr.replace("{chat}", chat))


def _unknown(error: TelegramError, chat: str) -> SendFailure:
    reason = _TOKEN.sub("***", error.message)[:300]
    if isinstance(error, Forbidden):
        text = Text(
            en=f"Telegram forbids the bot to post in {chat}: {reason}",
            fr=f"Telegram interdit au bot de publier dans {chat} : {reason}",
        )
        return SendFailure(SendProblem.UNREACHABLE, text, about(chat, LET_IN))
    text = Text(
        en=f"Telegram refuses the post in {chat}: {reason}",
        fr=f"Telegram refuse le message dans {chat} : {reason}",
    )
    return SendFailure(SendProblem.REFUSED, text)


def _migrated(error: ChatMigrated, chat: str) -> SendFailure:
    text = Text(
        en=f"The group {chat} has become a supergroup: its id is now {error.new_chat_id}.",
        fr=f"Le groupe {chat} est devenu un supergroupe : son id est désormais "
        f"{error.new_chat_id}.",
    )
    return SendFailure(SendProblem.MIGRATED, text, new_chat_id=error.new_chat_id)


def _flood(wait: timedelta, chat: str) -> SendFailure:
    seconds = int(wait.total_seconds())
    text = Text(
        en=f"Telegram asks to wait {seconds} s before the next post in {chat}.",
        fr=f"Telegram demande d'attendre {seconds} s avant le prochain message dans {chat}.",
    )
    return SendFailure(SendProblem.FLOOD, text, retry_after=wait)


def _duration(retry_after: float | timedelta) -> timedelta:
    """PTB gives seconds or a duration, depending on a variable of the environment."""
    if isinstance(retry_after, timedelta):
        return retry_after
    return timedelta(seconds=retry_after)


def _conflict(error: Conflict) -> SendFailure:
    if "webhook" in _said(error):
        text = Text(
            en="A webhook is set for this bot, so its updates cannot be polled.",
            fr="Un webhook est défini pour ce bot : ses mises à jour ne peuvent être relevées.",
        )
        return SendFailure(SendProblem.NOT_SENT, text)
    text = Text(
        en="Another program polls the updates of this bot with the same token.",
        fr="Un autre programme relève les mises à jour de ce bot avec le même jeton.",
    )
    hint = Text(
        en="Stop the other one, or give it a bot of its own from @BotFather.",
        fr="Arrêtez l'autre, ou donnez-lui son propre bot avec @BotFather.",
    )
    return SendFailure(SendProblem.NOT_SENT, text, hint)


def _interrupted(error: TelegramError, chat: str) -> SendFailure:
    """No answer, or not one of the Bot API."""
    said = _said(error)
    if said.startswith("too many requests"):
        told = _RETRY_AFTER.search(said)
        return _flood(timedelta(seconds=int(told[1])) if told else _UNTOLD_FLOOD, chat)
    if said.startswith("request entity too large"):
        return _unknown(error, chat)
    if isinstance(error.__cause__, _NEVER_LEFT):
        text = Text(en="Telegram cannot be reached.", fr="Telegram est injoignable.")
        return SendFailure(SendProblem.NOT_SENT, text, _NETWORK_HINT)
    return SendFailure(SendProblem.UNCERTAIN, _cut_off(error))


_NETWORK_HINT: Final = Text(
    en="Check this machine's way to the internet (and TELEGRAM_API_URL, if it is set).",
    fr="Vérifiez l'accès de cette machine à internet (et TELEGRAM_API_URL, si défini).",
)


def _cut_off(error: TelegramError) -> Text:
    """Only the kind of error is told: messages of HTTP libraries may quote the address."""
    cause = error.__cause__
    if not isinstance(cause, aiohttp.ClientError | OSError):
        return Text(
            en="Telegram had trouble of its own: the post may or may not have arrived.",
            fr="Telegram a eu un problème interne : le message est peut-être arrivé, ou non.",
        )
    kind = type(cause).__name__
    return Text(
        en=f"No answer from Telegram ({kind}): the post may or may not have arrived.",
        fr=f"Pas de réponse de Telegram ({kind}) : le message est peut-être arrivé, ou non.",
    )


def _said(error: TelegramError) -> str:
    # PTB drops "Bad Request: " and changes the case of what follows.
    return error.message.lower()
