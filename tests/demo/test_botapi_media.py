"""Photos, documents, albums and captions; files that are fetched again."""

import json

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
    MessageEntity,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.demo.botapi import Limits, StandIn, media
from bot.demo.botapi.attached import MOST_PHOTO
from bot.demo.botapi.media import Files, Upload
from bot.demo.botapi.picture import dimensions, fits, media_type
from tests.fixed_clock import FixedClock
from tests.pictures import jpeg_head, png
from tests.talking_bot import plain_http, refused

WHY = InlineKeyboardMarkup([[InlineKeyboardButton("Pourquoi ?", callback_data="why:1")]])


@pytest.fixture
def channel(standin: StandIn) -> int:
    """A channel where the bot may post and nothing else."""
    return standin.add_channel("Vigie Asie", "vigie_asie")


async def test_a_photo_comes_with_its_size_and_caption(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """Uploaded; the caption is marked up as a text is."""
    sent = await bot.send_photo(
        channel,
        png(40, 30),
        caption="<b>Carte</b> du détroit",
        parse_mode=ParseMode.HTML,
        reply_markup=WHY,
    )
    (size,) = sent.photo
    assert (size.width, size.height, size.file_size) == (40, 30, len(png(40, 30)))
    assert sent.caption == "Carte du détroit"
    assert sent.caption_entities == (MessageEntity("bold", 0, 5),)
    assert (sent.text, sent.reply_markup) == (None, WHY)
    assert standin.transcript(channel)[0]["caption"] == "Carte du détroit"


async def test_a_file_can_be_sent_again_and_fetched(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """By its id; another token or an invented path gets nothing."""
    first = await bot.send_document(channel, b"a;b\n1;2\n", filename="../rapport été.csv")
    assert first.document is not None
    assert (first.document.file_name, first.document.mime_type) == ("rapport été.csv", "text/csv")
    again = await bot.send_document(channel, first.document.file_id)
    assert again.document == first.document
    file = await bot.get_file(first.document.file_id)
    assert (file.file_path or "").endswith("/documents/file_1")
    async with httpx.AsyncClient(base_url=standin.url, verify=False) as http:
        path = f"/file/bot{standin.token}/documents/file_1"
        assert (await http.get(path)).content == b"a;b\n1;2\n"
        assert (await http.get(path.replace("file_1", "file_2"))).status_code == 404
        assert (await http.get(path.replace("7000000001", "1"))).status_code == 404
        shown = await http.get("/media/1")
        assert shown.headers["content-disposition"].startswith("attachment; filename*=UTF-8''rapp")
        assert (await http.get("/media/2")).status_code == 404
    with refused(BadRequest, "invalid file_id"):
        await bot.get_file("BQACinvented")


async def test_a_photo_from_the_web_needs_a_picture_there(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """Nothing is fetched from the network: only what the stand-in was told to have is there."""
    standin.add_picture("https://example.org/carte.png", png())
    standin.add_picture("https://example.org/page", b"<html>")
    assert (await bot.send_photo(channel, "https://example.org/carte.png")).photo
    with refused(BadRequest, "wrong type of the web page content"):
        await bot.send_photo(channel, "https://example.org/page")
    with refused(BadRequest, "failed to get HTTP URL content"):
        await bot.send_photo(channel, "https://example.org/404")
    with refused(BadRequest, "wrong file identifier/HTTP URL specified"):
        await bot.send_photo(channel, "invented")
    document = await bot.send_document(channel, "https://example.org/page")
    assert document.document is not None
    with refused(BadRequest, "can't use file of type Document as Photo"):
        await bot.send_photo(channel, document.document.file_id)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png(1, 21), "PHOTO_INVALID_DIMENSIONS"),
        (jpeg_head(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png() + b"x" * MOST_PHOTO, "is too big for a photo"),
        (b"", "file must be non-empty"),
    ],
    ids=["no picture", "too thin", "too large", "too heavy", "empty"],
)
async def test_what_is_no_photo_is_refused(
    standin: StandIn, channel: int, data: bytes, error: str
) -> None:
    """As the server does, before anything is posted."""
    async with plain_http(standin) as http:
        answer = await http.post(
            "sendPhoto", data={"chat_id": str(channel)}, files={"photo": ("a.png", data)}
        )
    assert error in answer.json()["description"]
    assert standin.transcript(channel) == []


def test_the_size_of_a_picture_is_read_from_its_head() -> None:
    """PNG, GIF, JPEG; anything cut short or else is none."""
    gif = b"GIF89a" + (300).to_bytes(2, "little") + (200).to_bytes(2, "little")
    assert dimensions(png(12, 34)) == (12, 34)
    assert dimensions(gif) == (300, 200)
    assert dimensions(jpeg_head(640, 480)) == (640, 480)
    assert [media_type(each) for each in (png(), gif, jpeg_head(1, 1))] == [
        "image/png",
        "image/gif",
        "image/jpeg",
    ]
    for short in (png()[:20], gif[:9], jpeg_head(640, 480)[:14], b"\xff\xd8" + b"\xff\xfe\0\0" * 9):
        assert dimensions(short) is None
    assert fits(20, 1)
    assert not fits(21, 1)
    assert not fits(0, 5)


async def test_captions_are_shorter_than_texts(bot: Bot, channel: int) -> None:
    """1024 UTF-16 units after parsing; none at all is fine."""
    kept = await bot.send_photo(channel, png(), caption="🚁" * 512)
    assert kept.caption == "🚁" * 512
    with refused(BadRequest, "message caption is too long"):
        await bot.send_photo(channel, png(), caption="🚁" * 512 + "x")
    with refused(BadRequest, "can't parse entities: Unsupported start tag"):
        await bot.send_photo(channel, png(), caption="<p>", parse_mode=ParseMode.HTML)
    assert (await bot.send_photo(channel, png(), caption=" ")).caption is None


async def test_a_caption_is_edited_as_a_caption(bot: Bot, channel: int) -> None:
    """Text and caption do not stand in for each other; the same again is no change."""
    photo = await bot.send_photo(channel, png(), caption="Un", reply_markup=WHY)
    text = await bot.send_message(channel, "Un")
    edited = await bot.edit_message_caption(channel, photo.message_id, caption="Deux")
    assert isinstance(edited, Message)
    assert (edited.caption, edited.reply_markup) == ("Deux", None)
    assert edited.photo == photo.photo
    with refused(BadRequest, "message is not modified"):
        await bot.edit_message_caption(channel, photo.message_id, caption="Deux")
    with refused(BadRequest, "there is no caption in the message to edit"):
        await bot.edit_message_caption(channel, text.message_id, caption="Deux")
    with refused(BadRequest, "there is no text in the message to edit"):
        await bot.edit_message_text("Deux", channel, photo.message_id)


async def test_an_album_is_several_messages_of_one_group(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """Ids follow each other; a photo that was sent before can be in it."""
    known = (await bot.send_photo(channel, png(5, 5))).photo[0].file_id
    sent = await bot.send_media_group(
        channel,
        [InputMediaPhoto(png()), InputMediaPhoto(known), InputMediaPhoto(png(7, 7))],
        caption="Trois vues",
    )
    assert [each.message_id for each in sent] == [2, 3, 4]
    assert len({each.media_group_id for each in sent}) == 1
    assert sent[0].media_group_id is not None
    assert [each.caption for each in sent] == ["Trois vues", None, None]
    assert sent[1].photo[0].width == 5
    assert len(standin.transcript(channel)) == 4


async def test_albums_have_rules(bot: Bot, standin: StandIn, channel: int) -> None:
    """Two to ten of one kind; nothing is posted when one of them is wrong."""
    photo, paper = InputMediaPhoto(png()), InputMediaDocument(b"x", filename="a.txt")
    with refused(BadRequest, "can't be mixed with other media types"):
        await bot.send_media_group(channel, [photo, paper])
    with refused(BadRequest, "IMAGE_PROCESS_FAILED"):
        await bot.send_media_group(channel, [photo, InputMediaPhoto(b"x")])
    async with plain_http(standin) as http:
        for album, error in [
            ([{"type": "photo", "media": "x"}], "media group must include 2-10 items"),
            ([{"type": "sticker", "media": "x"}] * 2, "invalid type specified"),
            ([{"type": "photo", "media": "attach://gone"}] * 2, "there is no photo"),
        ]:
            body = {"chat_id": channel, "media": json.dumps(album)}
            answer = await http.post("sendMediaGroup", json=body)
            assert error in answer.json()["description"]
    assert standin.transcript(channel) == []


async def test_an_album_counts_as_many_messages(
    bot: Bot, standin: StandIn, channel: int, clock: FixedClock
) -> None:
    """After an album of three, the next message waits until the window is free."""
    standin.service.flood.limits = Limits()
    start = clock.monotonic()
    await bot.send_media_group(channel, [InputMediaPhoto(png())] * 3)
    await bot.send_message(channel, "x")
    assert clock.monotonic() - start == 3
    await bot.send_media_group(channel, [InputMediaPhoto(png())] * 10)
    assert clock.monotonic() - start == 6


async def test_copies_have_no_origin(bot: Bot, standin: StandIn, channel: int) -> None:
    """A photo can get another caption on the way; protected content stays where it is."""
    office = standin.add_supergroup("Exploitation")
    photo = await bot.send_photo(channel, png(), caption="Un")
    text = await bot.send_message(channel, "Texte")
    await bot.copy_message(office, channel, photo.message_id, caption="Deux")
    await bot.copy_message(office, channel, photo.message_id)
    await bot.copy_message(office, channel, text.message_id, reply_markup=WHY)
    one, two, three = standin.transcript(office)
    assert (one["caption"], two["caption"], three["text"]) == ("Deux", "Un", "Texte")
    assert one["photo"] == two["photo"]
    assert "forward_origin" not in three
    assert "reply_markup" in three
    forwarded = await bot.forward_message(office, channel, photo.message_id)
    assert forwarded.photo == photo.photo
    with refused(BadRequest, "message to copy not found"):
        await bot.copy_message(office, channel, 99)
    standin.protect(channel)
    with refused(BadRequest, "message can't be copied"):
        await bot.copy_message(office, channel, text.message_id)


def test_memory_for_files_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first."""
    monkeypatch.setattr(media, "MOST_KEPT", 10)
    files = Files()
    first, second, third = (
        files.keep("document", Upload("a", "text/plain", b"12345")) for _ in range(3)
    )
    assert files.known(first.file_id) is None
    assert [files.known(each.file_id) for each in (second, third)] == [second, third]
    assert files.at(first.path) is None
    assert files.at(third.path) == (third, b"12345")


async def test_rights_are_named_after_what_is_sent(bot: Bot, standin: StandIn) -> None:
    """A muted bot is told what it may not send."""
    group = standin.add_supergroup("Groupe")
    standin.restrict(group)
    with refused(BadRequest, "not enough rights to send photos to the chat"):
        await bot.send_photo(group, png())
    with refused(BadRequest, "not enough rights to send documents to the chat"):
        await bot.send_document(group, b"x")
    with refused(BadRequest, "not enough rights to send photos to the chat"):
        await bot.send_media_group(group, [InputMediaPhoto(png())] * 2)
