"""Checks of the way in: addresses, kinds of bodies, tokens, what the bot and the chat are."""

from typing import Final
from urllib.parse import urlencode

from bot.demo.botapi.selftest.ground import Check, Ground, refusal, same, true
from bot.demo.botapi.selftest.talk import form
from bot.i18n import Text


def _bot(ground: Ground) -> None:
    me = ground.talk.call("getMe").result
    same((me["is_bot"], type(me["id"])), (True, int), "getMe")
    same(ground.talk.call("GETME").result, me, "GETME")
    same(ground.talk.get("getme").result, me, "GET getme")


def _bodies(ground: Ground) -> None:
    chat = {"chat_id": ground.talk.chat}
    wanted = ground.ok("getChat")["id"]
    encoded = urlencode(chat).encode()
    found = [
        ground.talk.get("getChat", **chat),
        ground.talk.send("getChat", encoded, "application/x-www-form-urlencoded"),
        ground.talk.send("getChat", *form(chat, {})),
    ]
    same([each.result["id"] for each in found], [wanted] * 3, "getChat")


def _unknown(ground: Ground) -> None:
    refusal(ground.talk.call("getNothing"), 404, "Not Found: method not found")


def _token(ground: Ground) -> None:
    number = ground.talk.token.partition(":")[0]
    wrong = f"{number}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    answer = ground.talk.send("getMe", b"{}", "application/json", wrong)
    refusal(answer, 401, "Unauthorized")


def _nobody(ground: Ground) -> None:
    for chat in ("-1009999999999", "@no_such_chat_exists_here_5"):
        answer = ground.talk.call("sendMessage", chat_id=chat, text="x")
        refusal(answer, 400, "Bad Request: chat not found")
    answer = ground.talk.call("sendMessage", text="x")
    refusal(answer, 400, "Bad Request: chat_id is empty")


def _member(ground: Ground) -> None:
    me = ground.talk.call("getMe").result
    member = ground.ok("getChatMember", user_id=me["id"])
    same(member["user"]["id"], me["id"], "getChatMember")


def _webhook(ground: Ground) -> None:
    info = ground.talk.call("getWebhookInfo").result
    same((type(info["url"]), type(info["pending_update_count"])), (str, int), "getWebhookInfo")
    true(not info["has_custom_certificate"], "no certificate")


def _commands(ground: Ground) -> None:
    # In Esperanto, which nobody's bot uses: what people see of the bot stays as it is.
    given = {"language_code": "eo"}
    commands = [{"command": "kial", "description": "Kial?"}]
    true(ground.talk.call("setMyCommands", commands=commands, **given).result, "set")
    same(ground.talk.call("getMyCommands", **given).result, commands, "get")
    true(ground.talk.call("deleteMyCommands", **given).result, "delete")
    same(ground.talk.call("getMyCommands", **given).result, [], "get after delete")


def _action(ground: Ground) -> None:
    true(ground.ok("sendChatAction", action="typing"), "sendChatAction")
    ground.refused(
        "Bad Request: wrong parameter action in request", "sendChatAction", action="sleep"
    )


def _query(ground: Ground) -> None:
    answer = ground.talk.call("answerCallbackQuery", callback_query_id="1")
    words = "query is too old and response timeout expired or query ID is invalid"
    refusal(answer, 400, f"Bad Request: {words}")


CHECKS: Final = (
    Check(
        Text(
            en="Methods are found in any case, with GET and POST",
            fr="Les méthodes se trouvent quelle que soit la casse, par GET et par POST",
        ),
        _bot,
    ),
    Check(
        Text(
            en="Parameters come in the address, a form, a multipart form or JSON",
            fr="Les paramètres viennent de l'adresse, d'un formulaire simple ou multiple, de JSON",
        ),
        _bodies,
    ),
    Check(
        Text(en="An unknown method is not found", fr="Une méthode inconnue est introuvable"),
        _unknown,
    ),
    Check(Text(en="A wrong token is refused", fr="Un faux jeton est refusé"), _token),
    Check(
        Text(
            en="A chat that does not exist is not found",
            fr="Une discussion qui n'existe pas est introuvable",
        ),
        _nobody,
    ),
    Check(
        Text(en="The bot finds itself in the chat", fr="Le bot se trouve dans la discussion"),
        _member,
    ),
    Check(
        Text(en="The state of the webhook can be read", fr="L'état du point d'appel peut se lire"),
        _webhook,
    ),
    Check(
        Text(
            en="Commands are kept for a language, and taken away",
            fr="Les commandes se gardent pour une langue, et se retirent",
        ),
        _commands,
    ),
    Check(
        Text(en="“Typing” is shown, “sleep” is not", fr="« Écrit… » s'affiche, « dort » non"),
        _action,
    ),
    Check(
        Text(
            en="A press that never was cannot be answered",
            fr="On ne répond pas à un bouton que personne n'a pressé",
        ),
        _query,
    ),
)
