"""Checks of what becomes of messages: ids, edits, answers, forwards, deletions."""

from typing import Final

from bot.demo.botapi.selftest.ground import NOWHERE, Check, Ground, same, true
from bot.i18n import Text

_UNCHANGED: Final = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
_WHY: Final = {"inline_keyboard": [[{"text": "?", "callback_data": "why"}]]}


def _ids(ground: Ground) -> None:
    first, second = ground.send()["message_id"], ground.send()["message_id"]
    same(second - first, 1, "second id - first id")


def _edit(ground: Ground) -> None:
    message = ground.send("Un", reply_markup=_WHY)
    edited = ground.ok("editMessageText", message_id=message["message_id"], text="Deux")
    same((edited["text"], edited["message_id"]), ("Deux", message["message_id"]), "edited")
    same(edited.get("reply_markup"), None, "reply_markup")
    true(edited["edit_date"] >= message["date"], "edit_date is later")
    marked = ground.ok(
        "editMessageReplyMarkup", message_id=message["message_id"], reply_markup=_WHY
    )
    same((marked["text"], marked["reply_markup"]), ("Deux", _WHY), "marked")


def _no_edit(ground: Ground) -> None:
    given = {"message_id": ground.html("<b>Un</b>")["message_id"], "parse_mode": "HTML"}
    ground.refused(_UNCHANGED, "editMessageText", text="<strong>Un</strong> ", **given)
    ground.refused(
        "Bad Request: message to edit not found", "editMessageText", text="x", message_id=NOWHERE
    )
    ground.refused(
        "Bad Request: there is no caption in the message to edit",
        "editMessageCaption",
        caption="x",
        message_id=given["message_id"],
    )


def _reply(ground: Ground) -> None:
    first = ground.send()["message_id"]
    answer = ground.send(reply_parameters={"message_id": first})
    same(answer["reply_to_message"]["message_id"], first, "reply_to_message")
    gone = {"message_id": NOWHERE}
    words = "Bad Request: message to be replied not found"
    ground.refused(words, "sendMessage", text="x", reply_parameters=gone)
    lenient = ground.send(reply_parameters=gone | {"allow_sending_without_reply": True})
    same(lenient.get("reply_to_message"), None, "reply_to_message")


def _thread(ground: Ground) -> None:
    words = "Bad Request: message thread not found"
    ground.refused(words, "sendMessage", text="x", message_thread_id=NOWHERE)


def _forward(ground: Ground) -> None:
    chat = ground.talk.chat
    message = ground.html("<b>Titre</b> d'une alerte")
    given = {"from_chat_id": chat, "message_id": message["message_id"]}
    copy = ground.ok("forwardMessage", **given)
    found = (copy["text"], copy["entities"])
    same(found, (message["text"], message["entities"]), "forwarded")
    same(copy["forward_origin"]["date"], message["date"], "forward_origin")
    words = "Bad Request: message to forward not found"
    ground.refused(words, "forwardMessage", from_chat_id=chat, message_id=NOWHERE)


def _copy(ground: Ground) -> None:
    chat, message = ground.talk.chat, ground.send("Copie")
    given = {"from_chat_id": chat, "message_id": message["message_id"]}
    copy = ground.ok("copyMessage", **given)
    same(sorted(copy), ["message_id"], "fields")
    true(copy["message_id"] > message["message_id"], "a later id")
    words = "Bad Request: message to copy not found"
    ground.refused(words, "copyMessage", from_chat_id=chat, message_id=NOWHERE)


def _protected(ground: Ground) -> None:
    message = ground.send("Secret", protect_content=True)
    true(message["has_protected_content"], "has_protected_content")
    given = {"from_chat_id": ground.talk.chat, "message_id": message["message_id"]}
    ground.refused(
        "Bad Request: message has protected content and can't be forwarded",
        "forwardMessage",
        **given,
    )
    ground.refused("Bad Request: message can't be copied", "copyMessage", **given)


def _delete(ground: Ground) -> None:
    message = ground.send()["message_id"]
    true(ground.ok("deleteMessage", message_id=message), "deleteMessage")
    words = "Bad Request: message to delete not found"
    ground.refused(words, "deleteMessage", message_id=message)
    ids = [ground.send()["message_id"], message, NOWHERE]
    true(ground.ok("deleteMessages", message_ids=ids), "deleteMessages")
    ground.refused(words, "deleteMessage", message_id=ids[0])


def _react(ground: Ground) -> None:
    message = ground.send()["message_id"]
    emoji = [{"type": "emoji", "emoji": "👍"}]
    true(ground.ok("setMessageReaction", message_id=message, reaction=emoji), "reaction")
    words = "Bad Request: message to react not found"
    ground.refused(words, "setMessageReaction", message_id=NOWHERE, reaction=emoji)


CHECKS: Final = (
    Check(
        Text(en="Ids grow by one", fr="Les numéros avancent d'un en un"),
        _ids,
    ),
    Check(
        Text(
            en="An edit keeps the id and drops buttons not given again",
            fr="Une retouche garde le numéro et retire les boutons qu'on ne redonne pas",
        ),
        _edit,
    ),
    Check(
        Text(
            en="An edit that changes nothing, or nothing that is there, is refused",
            fr="Une retouche sans effet ou sans objet est refusée",
        ),
        _no_edit,
    ),
    Check(
        Text(
            en="An answer needs the message that it answers",
            fr="Une réponse a besoin du message auquel elle répond",
        ),
        _reply,
    ),
    Check(
        Text(en="A topic that does not exist is refused", fr="Un sujet inexistant est refusé"),
        _thread,
    ),
    Check(
        Text(
            en="A forward carries text, entities and origin",
            fr="Un transfert porte le texte, les entités et l'origine",
        ),
        _forward,
    ),
    Check(
        Text(en="A copy tells its id only", fr="Une copie ne dit que son numéro"),
        _copy,
    ),
    Check(
        Text(
            en="Protected content is neither forwarded nor copied",
            fr="Un contenu protégé ne se transfère ni ne se copie",
        ),
        _protected,
    ),
    Check(
        Text(
            en="What is deleted is gone, in ones and in manys",
            fr="Ce qui est supprimé a disparu, seul ou en nombre",
        ),
        _delete,
    ),
    Check(
        Text(en="A bot reacts with an emoji", fr="Un bot réagit par un émoji"),
        _react,
    ),
)
