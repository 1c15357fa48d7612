"""The transport: paths, the four kinds of bodies, statuses, and what strays from the API."""

import httpx
import pytest
from telegram import Bot
from telegram.error import InvalidToken

from bot.demo.botapi import StandIn
from bot.demo.botapi.reading import MOST_BODY
from tests.talking_bot import plain_http, refused, talking


@pytest.fixture
def channel(standin: StandIn) -> int:
    """A channel to post into."""
    return standin.add_channel("Vigie")


async def test_the_bot_knows_itself(bot: Bot, standin: StandIn) -> None:
    """`getMe` tells the name that people see."""
    assert (bot.username, bot.first_name, bot.id) == ("vigie_bot", "Vigie", standin.bot.id)


@pytest.mark.parametrize("token", ["1:not-a-token-that-anybody-knows", "nonsense"])
async def test_an_unknown_token_is_unauthorized(standin: StandIn, token: str) -> None:
    """401, which the library tells as an invalid token."""
    with refused(InvalidToken, "rejected by the server"):
        async with talking(standin, token):
            pass


async def test_method_names_are_blind_to_case_and_must_exist(standin: StandIn) -> None:
    """404 for a method that there is not; other paths are not found either."""
    async with plain_http(standin) as http:
        known = await http.get("GETME")
        unknown = await http.get("getRich")
        elsewhere = await http.get(f"{standin.url}/nowhere")
    assert known.json()["result"]["is_bot"] is True
    assert (unknown.status_code, unknown.json()) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    assert elsewhere.status_code == 404


@pytest.mark.parametrize("way", ["query", "form", "multipart", "json"])
async def test_parameters_travel_in_four_ways(standin: StandIn, channel: int, way: str) -> None:
    """They all say the same."""
    text = "Élan & « été » + 100 %"
    given = {"chat_id": str(channel), "text": text}
    async with plain_http(standin) as http:
        if way == "query":
            answer = await http.get("sendMessage", params=given)
        elif way == "form":
            answer = await http.post("sendMessage", data=given)
        elif way == "multipart":
            fields = {name: (None, value.encode()) for name, value in given.items()}
            answer = await http.post("sendMessage", files=fields)
        else:
            answer = await http.post("sendMessage", json={"chat_id": channel, "text": text})
    assert answer.json()["result"]["text"] == text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"[1, 2"),
        ("application/json", b"[1, 2]"),
        ("application/json", b"[" * 100_000),
        ("application/json", b"\xff"),
        ("application/x-www-form-urlencoded", b"text=\xff"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"'),
        ("multipart/form-data", b"nothing"),
    ],
)
async def test_a_body_that_cannot_be_read_gets_a_clear_answer(
    standin: StandIn, content_type: str, body: bytes
) -> None:
    """400, never a crash."""
    async with plain_http(standin) as http:
        headers = {"Content-Type": content_type}
        answer = await http.post("sendMessage", content=body, headers=headers)
    standin.violations.clear()
    assert answer.status_code == 400
    assert answer.json()["description"].startswith("Bad Request: ")


async def test_a_body_without_end_is_cut_off(standin: StandIn) -> None:
    """413 as soon as it is too large."""
    async with plain_http(standin) as http:
        answer = await http.post("sendMessage", content=b"x" * (MOST_BODY + 1))
    assert answer.json()["description"] == "Request Entity Too Large"


async def test_half_a_surrogate_pair_is_no_text(standin: StandIn, channel: int) -> None:
    """JSON can smuggle it in; the answer is an error, not a crash."""
    body = f'{{"chat_id": {channel}, "text": "\\ud83d"}}'.encode()
    async with plain_http(standin) as http:
        headers = {"Content-Type": "application/json"}
        answer = await http.post("sendMessage", content=body, headers=headers)
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_departures_from_the_documentation_are_noted(standin: StandIn, channel: int) -> None:
    """Telegram would ignore most of them; a test should not."""
    async with plain_http(standin) as http:
        await http.post(
            "sendMessage",
            json={"chat_id": channel, "text": 5, "silent": True, "reply_markup": "{"},
        )
        await http.post("deleteMessage", data={"chat_id": "x y", "message_id": "1.5"})
        await http.post("sendMessage", data={"disable_notification": "yes"})
    assert standin.violations == [
        "sendMessage: silent is unknown",
        "sendMessage: text should be of type string, not 5",
        "sendMessage: reply_markup should be of type object, not '{'",
        "deleteMessage: chat_id should be of type chat, not 'x y'",
        "deleteMessage: message_id should be of type integer, not '1.5'",
        "sendMessage: chat_id is missing",
        "sendMessage: text is missing",
        "sendMessage: disable_notification should be of type boolean, not 'yes'",
    ]
    standin.violations.clear()


async def test_only_loopback_names_are_served(standin: StandIn) -> None:
    """A site that points its own name at 127.0.0.1 gets nothing."""
    async with plain_http(standin) as http:
        answer = await http.get("getMe", headers={"Host": "evil.example"})
    assert answer.status_code == 400


async def test_a_port_that_is_taken_is_an_error_at_once(standin: StandIn) -> None:
    """Instead of a server that nobody reaches."""
    with pytest.raises(OSError, match="in use"):
        async with StandIn.serve(port=httpx.URL(standin.url).port or 0):
            pass
