"""Finds the file that a call means: uploaded, sent before, or on the web."""

from typing import Any, Final
from urllib.parse import urlsplit

from bot.demo.botapi.call import Call
from bot.demo.botapi.media import Kind, Media, Upload
from bot.demo.botapi.picture import dimensions, fits
from bot.demo.botapi.refusal import bad_request

MOST_PHOTO: Final = 10 * 1024 * 1024
"""Bytes of a photo (documentation of `sendPhoto`)."""
_ATTACHED: Final = "attach://"


def media_from(call: Call, kind: Kind, given: Any) -> Media:
    """The photo or document that `given` stands for.

    Nothing is fetched: of the web, only what the stand-in was told to have is there.

    Raises:
        Refusal: There is no such file, or it is no picture.
    """
    if isinstance(given, str) and given.startswith(_ATTACHED):
        given = call.given.get(given.removeprefix(_ATTACHED))
    if isinstance(given, Upload):
        return _kept(call, kind, given)
    if not isinstance(given, str) or not given:
        raise bad_request(f"there is no {kind} in the request")
    if urlsplit(given).scheme in ("http", "https"):
        return _fetched(call, kind, given)
    media = call.world.files.known(given)
    if media is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if media.kind != kind:
        raise bad_request(f"can't use file of type {media.kind.title()} as {kind.title()}")
    return media


def _fetched(call: Call, kind: Kind, url: str) -> Media:
    data = call.world.pictures.get(url)
    if data is None:
        raise bad_request("failed to get HTTP URL content")
    if kind == "photo" and dimensions(data) is None:
        raise bad_request("wrong type of the web page content")
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    return _kept(call, kind, Upload(name, "application/octet-stream", data))


def _kept(call: Call, kind: Kind, upload: Upload) -> Media:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "document":
        return call.world.files.keep(kind, upload)
    if len(upload.data) > MOST_PHOTO:
        raise bad_request(
            f"file of size {len(upload.data)} bytes is too big for a photo; "
            f"the maximum size is {MOST_PHOTO} bytes"
        )
    size = dimensions(upload.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if not fits(*size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return call.world.files.keep(kind, upload, size)
