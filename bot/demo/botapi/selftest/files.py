"""Checks of photos, documents and albums."""

import json
import struct
import zlib
from typing import Any, Final

from bot.demo.botapi.selftest.ground import Check, Differs, Ground, refusal, same
from bot.demo.botapi.selftest.talk import form
from bot.i18n import Text


def _png(edge: int) -> bytes:
    """A small grey square."""
    rows = (b"\0" + b"\x80" * edge) * edge
    header = struct.pack(">IIBBBBB", edge, edge, 8, 0, 0, 0, 0)
    made = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")):
        made += struct.pack(">I", len(data)) + kind + data
        made += struct.pack(">I", zlib.crc32(kind + data))
    return made


def _upload(ground: Ground, method: str, files: dict[str, tuple[str, bytes]], **fields: str) -> Any:
    body, kind = form({"chat_id": ground.talk.chat, **fields}, files)
    answer = ground.talk.send(method, body, kind)
    if answer.body.get("ok") is not True:
        raise Differs(f"{method}: {answer.status} {answer.description}")
    sent = answer.result if isinstance(answer.result, list) else [answer.result]
    ground.sent += [each["message_id"] for each in sent]
    ground.talk.wait(ground.talk.pause)
    return answer.result


def _photo(ground: Ground) -> None:
    photo = {"photo": ("a.png", _png(64))}
    message = _upload(ground, "sendPhoto", photo, caption="<b>Un</b>", parse_mode="HTML")
    same((message["caption"], "text" in message), ("Un", False), "caption")
    same(message["caption_entities"], [{"type": "bold", "offset": 0, "length": 2}], "entities")
    same((message["photo"][-1]["width"], message["photo"][-1]["height"]), (64, 64), "size")
    again = ground.ok("sendPhoto", photo=message["photo"][-1]["file_id"])
    same(again["photo"][-1]["width"], 64, "sent again")


def _caption(ground: Ground) -> None:
    photo = {"photo": ("a.png", _png(64))}
    message = _upload(ground, "sendPhoto", photo, caption="Un")["message_id"]
    edited = ground.ok("editMessageCaption", message_id=message, caption="Deux")
    same(edited["caption"], "Deux", "caption")
    words = "Bad Request: there is no text in the message to edit"
    ground.refused(words, "editMessageText", message_id=message, text="x")
    words = "Bad Request: message caption is too long"
    ground.refused(words, "editMessageCaption", message_id=message, caption="x" * 1025)


def _no_photo(ground: Ground) -> None:
    body, kind = form({"chat_id": ground.talk.chat}, {"photo": ("a.png", b"no picture")})
    refusal(ground.talk.send("sendPhoto", body, kind), 400, "Bad Request: IMAGE_PROCESS_FAILED")


def _document(ground: Ground) -> None:
    data = b"a;b\n1;2\n"
    message = _upload(ground, "sendDocument", {"document": ("vigie.csv", data)})
    document = message["document"]
    same((document["file_name"], document["file_size"]), ("vigie.csv", len(data)), "document")
    file = ground.talk.call("getFile", file_id=document["file_id"]).result
    same(ground.talk.file(file["file_path"]), data, "download")
    answer = ground.talk.call("getFile", file_id="BQACinvented")
    same((answer.status, answer.description[:24]), (400, "Bad Request: invalid file"[:24]), "file")


def _album(ground: Ground) -> None:
    files = {"one": ("a.png", _png(64)), "two": ("b.png", _png(80))}
    media = [{"type": "photo", "media": f"attach://{name}"} for name in files]
    one, two = _upload(ground, "sendMediaGroup", files, media=json.dumps(media))
    same(one["media_group_id"], two["media_group_id"], "media_group_id")
    same(two["message_id"] - one["message_id"], 1, "second id - first id")


CHECKS: Final = (
    Check(
        Text(
            en="A photo has a size and a caption, and can be sent again by its id",
            fr="Une photo a une taille et une légende, et se renvoie par son identifiant",
        ),
        _photo,
    ),
    Check(
        Text(
            en="A caption is edited as such, 1024 units at most",
            fr="Une légende se retouche comme telle, 1024 unités au plus",
        ),
        _caption,
    ),
    Check(
        Text(
            en="What is no picture is no photo", fr="Ce qui n'est pas une image n'est pas une photo"
        ),
        _no_photo,
    ),
    Check(
        Text(
            en="A document can be downloaded again", fr="Un document peut se télécharger à nouveau"
        ),
        _document,
    ),
    Check(
        Text(
            en="An album is messages of one group",
            fr="Un album, ce sont des messages d'un même groupe",
        ),
        _album,
    ),
)
