"""What every answer of Telegram means, as PTB makes an exception of it."""

import json
import ssl
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from telegram.error import Conflict, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.channels.telegram.outcomes import Sight, classify, of_reading, sight, vanished
from bot.channels.telegram.refusals import REFUSALS
from bot.model import SendProblem
from tests.shared_data import SHARED_DATA, needs_shared_data

Row = dict[str, Any]


class CannedRequest(BaseRequest):
    """A connection on which one answer lies ready."""

    def __init__(self, status: int, body: bytes) -> None:
        self._answer = (status, body)

    @property
    def read_timeout(self) -> float | None:
        """Irrelevant here."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, *_args: Any, **_options: Any) -> tuple[int, bytes]:
        """The answer."""
        return self._answer


async def raised(status: int, body: bytes) -> TelegramError:
    """The exception that PTB makes of an answer."""
    with pytest.raises(TelegramError) as caught:
        await CannedRequest(status, body).post("https://api.telegram.org/bot1:x/sendMessage")
    return caught.value


async def refused(
    status: int, description: str, parameters: dict[str, int] | None = None
) -> TelegramError:
    """The exception that PTB makes of an error of the Bot API."""
    body: Row = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return await raised(status, json.dumps(body).encode())


ANY: Any = None
KEY: Any = SimpleNamespace(host="127.0.0.1", port=9, ssl=True, is_ssl=True)
REFUSED = aiohttp.ClientConnectorError(KEY, OSError(111, "refused"))


def cut_off(cause: Exception) -> TelegramError:
    """The exception that PTB makes of a broken connection."""
    error = TimedOut() if isinstance(cause, TimeoutError) else NetworkError(type(cause).__name__)
    error.__cause__ = cause
    return error


# ── the shared table ─────────────────────────────────────────────────────────────────────────

POLICIES = (  # the first whose words are in the policy decides
    ("bug: dead-letter", SendProblem.REFUSED),
    ("plain text", SendProblem.BAD_MARKUP),
    ("shorten", SendProblem.TOO_LONG),
    ("drop the button", SendProblem.BAD_EXTRA),
    ("resend as text", SendProblem.BAD_EXTRA),
    ("probe: not delivered", SendProblem.EDIT_GONE),
    ("probe impossible", SendProblem.REFUSED),
    ("UNCERTAIN", SendProblem.UNCERTAIN),
    ("treat as delivered", "vanished"),
    ("success", None),
    ("ignore", None),
    ("stop editing", SendProblem.EDIT_GONE),
    ("without reply_parameters", SendProblem.REPLY_GONE),
    ("General", SendProblem.REPLY_GONE),
    ("second poller", SendProblem.NOT_SENT),
    ("deleteWebhook", SendProblem.NOT_SENT),
    ("not delivered: wait", SendProblem.FLOOD),
    ("rewrite chat id", SendProblem.MIGRATED),
    ("stop the sender", SendProblem.TOKEN),
    ("as 401", SendProblem.TOKEN),
    ("feature-detect", SendProblem.REFUSED),
    ("disable", SendProblem.UNREACHABLE),
    ("pause destination", SendProblem.UNREACHABLE),
    ("unsubscribe", SendProblem.UNREACHABLE),
    ("tell owner", SendProblem.UNREACHABLE),
    ("bug", SendProblem.REFUSED),
    ("log", SendProblem.REFUSED),
    ("-", SendProblem.EDIT_GONE),
)


def expected(policy: str) -> SendProblem | str | None:
    """What a policy of the table is called in Vigie."""
    return next(problem for words, problem in POLICIES if words in policy)


def table() -> list[Row]:
    """The rows, with "same" spelt out."""
    file = SHARED_DATA / "telegram-errors.json"
    rows: list[Row] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    for before, row in pairwise(rows):
        if row["policy"] == "same":
            row["policy"] = before["policy"]
    return rows


TABLE = table()


@needs_shared_data
def test_the_table_is_whole() -> None:
    """All the answers that were collected are looked at."""
    assert len(TABLE) == 64


@needs_shared_data
@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row["description"])[:50])
async def test_every_answer_has_its_policy(row: Row) -> None:
    """A real answer of the Bot API is handled as the table says."""
    error = await refused(row["code"], row["description"], row["parameters"])
    failure = classify(error, "@veille")
    policy = expected(row["policy"])
    if policy == "vanished":
        assert vanished(error)
    else:
        assert not vanished(error)
        assert (failure.problem if failure else None) == policy


# ── no answer ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "cause",
    [
        REFUSED,
        aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "no such name")),
        aiohttp.ClientConnectorCertificateError(KEY, ssl.CertificateError("expired")),
        aiohttp.ConnectionTimeoutError("slow"),
        aiohttp.NonHttpUrlClientError("gopher:"),
        aiohttp.InvalidUrlClientError("odd"),
    ],
    ids=lambda cause: type(cause).__name__,
)
def test_what_never_left_is_surely_not_sent(cause: Exception) -> None:
    """No byte of the request went out."""
    failure = classify(cut_off(cause), "@veille")
    assert failure is not None
    assert failure.problem is SendProblem.NOT_SENT


@pytest.mark.parametrize(
    "cause",
    [
        aiohttp.SocketTimeoutError("slow"),
        TimeoutError("slow"),
        aiohttp.ClientOSError(104, "reset"),
        aiohttp.ClientConnectionResetError("reset"),
        aiohttp.ServerDisconnectedError("closed"),
        aiohttp.ClientPayloadError("cut off"),
        aiohttp.ClientResponseError(ANY, (), message="no HTTP"),
        OSError("reset"),
        RuntimeError("something else"),
    ],
    ids=lambda cause: type(cause).__name__,
)
def test_what_may_have_left_is_uncertain(cause: Exception) -> None:
    """The server may have the whole request, whatever came back."""
    failure = classify(cut_off(cause), "@veille")
    assert failure is not None
    assert failure.problem is SendProblem.UNCERTAIN


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>"),
        (302, b""),
        (500, b"{}"),
        (502, b"<html>Bad Gateway</html>"),
        (504, b""),
    ],
)
async def test_what_is_no_answer_of_the_bot_api_is_uncertain(status: int, body: bytes) -> None:
    """A proxy or a broken server answered, and what the Bot API did is unknown."""
    failure = classify(await raised(status, body), "@veille")
    assert failure is not None
    assert failure.problem is SendProblem.UNCERTAIN


async def test_a_cut_off_question_can_be_asked_again() -> None:
    """A request that posts nothing is never uncertain."""
    failure = of_reading(cut_off(aiohttp.SocketTimeoutError("slow")), "@veille")
    assert failure is not None
    assert failure.problem is SendProblem.NOT_SENT


# ── what is told ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("as_durations", ["1", "0"])
@pytest.mark.filterwarnings("ignore:.*Deprecated.*|.*retry_after.*")
async def test_a_flood_tells_how_long_to_wait(
    monkeypatch: pytest.MonkeyPatch, as_durations: str
) -> None:
    """In the words of the server, whichever way PTB gives them."""
    monkeypatch.setenv("PTB_TIMEDELTA", as_durations)
    failure = classify(
        await refused(429, "Too Many Requests: retry after 17", {"retry_after": 17}), "@veille"
    )
    assert failure is not None
    assert failure.retry_after == timedelta(seconds=17)
    assert "17 s" in failure.text.fr


@pytest.mark.parametrize(
    ("description", "seconds"),
    [("Too Many Requests: retry after 40", 40), ("Too Many Requests", 10)],
)
async def test_a_flood_without_parameters_is_a_flood(description: str, seconds: int) -> None:
    """The words are enough; without any number there is a default."""
    failure = classify(await refused(429, description), "@veille")
    assert failure is not None
    assert failure.problem is SendProblem.FLOOD
    assert failure.retry_after == timedelta(seconds=seconds)


async def test_a_migration_carries_the_new_id() -> None:
    """The pipeline needs it to go on."""
    error = await refused(400, "Bad Request: upgraded", {"migrate_to_chat_id": -1001234567890})
    failure = classify(error, "-42")
    assert failure is not None
    assert failure.new_chat_id == -1001234567890


async def test_a_missing_right_is_told_with_what_to_do() -> None:
    """In both languages, with the address of the channel."""
    error = await refused(400, "Bad Request: need administrator rights in the channel chat")
    failure = classify(error, "@veille")
    assert failure is not None
    assert failure.hint is not None
    assert failure.hint.en.startswith("Add the bot to @veille as an administrator")
    assert failure.hint.fr.startswith("Ajoutez le bot à @veille comme administrateur")


async def test_every_text_is_complete() -> None:
    """No place to fill in is left open, in either language."""
    for refusal in REFUSALS:
        for text in filter(None, (refusal.text, refusal.hint)):
            assert text.en.count("{chat}") == text.fr.count("{chat}")
            assert text.en.replace("{chat}", "").isprintable()
            assert "{" not in text.fr.replace("{chat}", "")


TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_0123"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 429, 500, 502])
async def test_no_text_tells_the_token(status: int) -> None:
    """Not even if the server should repeat it."""
    error = await refused(status, f"Sorry: bot{TOKEN} did something odd {{chat}}")
    failure = classify(error, "@veille")
    assert failure is not None
    assert "AAE" not in repr(failure)


@pytest.mark.parametrize(
    "cause",
    [aiohttp.SocketTimeoutError(TOKEN), aiohttp.InvalidUrlClientError(TOKEN), RuntimeError(TOKEN)],
)
def test_no_text_repeats_the_words_of_the_http_library(cause: Exception) -> None:
    """They may quote the address, and with it the token."""
    assert "AAE" not in repr(classify(cut_off(cause), "@veille"))


def test_another_poller_is_told_as_such() -> None:
    """With what to do about it."""
    failure = classify(Conflict("terminated by other getUpdates request"), "")
    assert failure is not None
    assert failure.hint is not None
    assert "@BotFather" in failure.hint.fr


# ── looks ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("description", "seen"),
    [
        ("Bad Request: message to forward not found", Sight.NOTHING),
        ("Bad Request: message to edit not found", Sight.NOTHING),
        ("Bad Request: message is not modified: it is the same", Sight.OURS),
        ("Bad Request: message can't be edited", Sight.OTHER),
        ("Bad Request: message can't be forwarded", Sight.OTHER),
        ("Bad Request: there is no text in the message to edit", Sight.OTHER),
        ("Bad Request: message has protected content and can't be forwarded", Sight.PROTECTED),
        ("Bad Request: chat not found", None),
    ],
)
async def test_errors_of_a_look_show_what_is_there(description: str, seen: Sight | None) -> None:
    """An error can be the answer."""
    assert sight(await refused(400, description)) is seen
