"""The table of parameters against python-telegram-bot's own signatures and types."""

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest
import telegram
from telegram import Bot

from bot.demo.botapi.documented import METHODS, SHAPES, Parameter, Signature
from bot.demo.botapi.media import Upload
from bot.demo.botapi.methods.table import METHODS as SERVED
from bot.demo.botapi.signatures import departures

OF_THE_LIBRARY = {
    "self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs",
    "allow_sending_without_reply", "reply_to_message_id", "disable_web_page_preview", "filename",
    "filename_depr",
}  # fmt: skip
"""Arguments that python-telegram-bot turns into others."""
FOR_ALBUMS = {"caption", "parse_mode", "caption_entities"}
"""`send_media_group` writes these into the first picture."""
UNIONS = {"InlineKeyboardMarkup", "ReplyMarkup", "BotCommandScope", "ReactionType", "InputMedia"}
"""Shapes that stand for several classes, compared below."""


def snake(name: str) -> str:
    """``sendMessage`` as ``send_message``."""
    return re.sub(r"(?=[A-Z])", "_", name).lower()


def kinds(annotation: Any) -> set[str]:
    """The words of an annotation, such as ``{"Sequence", "MessageEntity", "str"}``."""
    return set(re.findall(r"\w+", str(annotation).replace("telegram._utils", "")))


def arguments(of: Callable[..., Any], hidden: set[str]) -> dict[str, inspect.Parameter]:
    """What a function of the library takes for the Bot API."""
    given = inspect.signature(of).parameters
    return {name: each for name, each in given.items() if name not in hidden}


WORDS = {
    "string": {"str", "object"},
    "boolean": {"bool"},
    "integer": {"int", "datetime", "timedelta"},
    "chat": {"int"},
    "file": {"FileInput"},
}


def differences(signature: Signature, found: dict[str, inspect.Parameter]) -> list[str]:
    """Where the table and the library do not say the same."""
    wrong = [f"{name} only on one side" for name in signature.keys() ^ found.keys()]
    for name in signature.keys() & found.keys():
        ours, theirs = signature[name], found[name]
        words = kinds(theirs.annotation)
        if ours.required != (theirs.default is inspect.Parameter.empty):
            wrong.append(f"{name}: required or not")
        if ours.kind.endswith("[]") != bool(words & {"Sequence", "list", "tuple"}):
            wrong.append(f"{name}: a list or not")
        if ours.kind in WORDS and not words & WORDS[ours.kind]:
            wrong.append(f"{name}: {ours.kind} or {words}")
    return wrong


@pytest.mark.parametrize("method", METHODS)
def test_the_table_says_what_the_library_says(method: str) -> None:
    """The same names, the same ones required, of the same types."""
    hidden = OF_THE_LIBRARY | (FOR_ALBUMS if method == "sendMediaGroup" else set())
    found = arguments(getattr(Bot, snake(method)), hidden)
    assert differences(METHODS[method], found) == []


@pytest.mark.parametrize("shape", sorted(SHAPES.keys() - UNIONS))
def test_objects_have_the_fields_that_the_library_knows(shape: str) -> None:
    """The same for what is nested in parameters."""
    hidden = OF_THE_LIBRARY - {"allow_sending_without_reply"}
    found = arguments(getattr(telegram, shape).__init__, hidden)
    assert differences(SHAPES[shape], found) == []


@pytest.mark.parametrize(
    ("shape", "classes"),
    [
        ("InlineKeyboardMarkup", ["InlineKeyboardMarkup"]),
        (
            "ReplyMarkup",
            ["InlineKeyboardMarkup", "ReplyKeyboardMarkup", "ReplyKeyboardRemove", "ForceReply"],
        ),
        ("BotCommandScope", ["BotCommandScope", "BotCommandScopeChatMember"]),
        (
            "ReactionType",
            ["ReactionType", "ReactionTypeEmoji", "ReactionTypeCustomEmoji"],
        ),
        ("InputMedia", ["InputMediaPhoto", "InputMediaDocument"]),
    ],
)
def test_unions_have_the_fields_of_their_classes(shape: str, classes: list[str]) -> None:
    """No field of any of them is missing, none is invented."""
    fields: set[str] = {"type"} & SHAPES[shape].keys()
    for each in classes:
        found = inspect.signature(getattr(telegram, each).__init__).parameters
        fields |= found.keys() - OF_THE_LIBRARY - {"args", "kwargs"}
    if shape == "ReplyMarkup":
        fields |= {"force_reply", "remove_keyboard"}  # set by the classes themselves
    assert SHAPES[shape].keys() == fields


def test_every_method_of_the_table_is_served() -> None:
    """And nothing is served that the table does not check."""
    assert {*SERVED, "getUpdates"} == METHODS.keys()


@pytest.mark.parametrize(
    ("method", "given", "found"),
    [
        ("getMe", {"x": "1"}, ["x is unknown"]),
        ("getChat", {}, ["chat_id is missing"]),
        ("getChat", {"chat_id": True}, ["chat_id should be of type chat, not True"]),
        ("getChat", {"chat_id": 1.0}, ["chat_id should be of type chat, not 1.0"]),
        ("deleteMessages", {"chat_id": 1, "message_ids": "[1, 2]"}, []),
        (
            "deleteMessages",
            {"chat_id": 1, "message_ids": [1, "x"]},
            ["message_ids[1] should be of type integer, not 'x'"],
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "link_preview_options": '{"prefer_large": true}'},
            ["link_preview_options.prefer_large is unknown"],
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"url": 5}]]}},
            [
                "reply_markup.inline_keyboard[0][0].text is missing",
                "reply_markup.inline_keyboard[0][0].url should be of type string, not 5",
            ],
        ),
        ("sendPhoto", {"chat_id": 1, "photo": Upload("a.png", "image/png", b"x")}, []),
        (
            "sendPhoto",
            {"chat_id": 1, "photo": "attach://a", "a": Upload("a.png", "image/png", b"x")},
            [],
        ),
        (
            "sendPhoto",
            {"chat_id": 1, "photo": "https://a", "a": Upload("a.png", "image/png", b"x")},
            ["a is unknown"],
        ),
    ],
)
def test_what_departs_is_told_with_its_place(
    method: str, given: dict[str, Any], found: list[str]
) -> None:
    """However deep it is; what was uploaded and is referred to is in order."""
    assert departures(method, given) == [f"{method}: {each}" for each in found]


def test_a_difference_would_be_noticed() -> None:
    """The comparison itself: a name, a type, a list and a duty that are wrong."""
    table = {
        "chat_id": Parameter("chat"),
        "message_ids": Parameter("integer", required=True),
        "extra": Parameter("string"),
    }
    found = arguments(Bot.delete_messages, OF_THE_LIBRARY)
    assert sorted(differences(table, found)) == [
        "chat_id: required or not",
        "extra only on one side",
        "message_ids: a list or not",
    ]
