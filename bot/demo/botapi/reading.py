"""Reads the parameters of a request: from its query and from any of the four kinds of body."""

import re
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.demo.botapi.media import Upload
from bot.demo.botapi.refusal import Refusal, bad_request
from bot.demo.botapi.strict_json import read_json

MOST_BODY: Final = 12 * 1024 * 1024
"""Bytes; enough for the largest photo, far below what hurts."""
_MOST_FIELDS: Final = 1000


async def parameters_of(request: Request) -> dict[str, Any]:
    """The parameters of a call; a body wins over the query.

    Raises:
        Refusal: The body is too large or cannot be read.
    """
    given: dict[str, Any] = dict(request.query_params)
    body = await body_of(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            given |= _from_json(body)
        elif kind == "multipart/form-data":
            given |= _from_multipart(body, request.headers["content-type"])
        elif kind == "application/x-www-form-urlencoded":
            fields = parse_qsl(
                body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
            )
            given |= dict(fields)
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    except ValueError as error:
        raise bad_request("can't parse the request") from error
    return given


async def body_of(request: Request) -> bytes:
    """The body of a request.

    Raises:
        Refusal: It is too large.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            raise Refusal(413, "Request Entity Too Large")
    return bytes(body)


def _from_json(body: bytes) -> dict[str, Any]:
    given: Any = read_json(body or b"{}")
    if not isinstance(given, dict):
        raise bad_request("can't parse the request: an object is expected")
    return given


def _from_multipart(body: bytes, content_type: str) -> dict[str, Any]:
    """The fields of a form; what has a file's name is an `Upload`."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    parts = BytesParser(policy=HTTP).parsebytes(head + body)
    given: dict[str, Any] = {}
    for part in parts.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(payload, bytes):
            continue
        file = part.get_filename()
        given[name] = payload.decode() if not file else _upload(file, part, payload)
    return given


def _upload(name: str, part: Message, data: bytes) -> Upload:
    """A file; only the last part of its name counts, whatever path it claims."""
    return Upload(re.split(r"[/\\]", name)[-1], part.get_content_type(), data)
