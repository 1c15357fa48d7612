"""Calls methods of a Bot API over HTTP, and never says its token."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from bot.i18n import Text

Json = dict[str, Any]

REAL: Final = "https://api.telegram.org"
TOKEN: Final = "BOTAPI_CHECK_TOKEN"  # noqa: S105 - the name of a variable
CHAT: Final = "BOTAPI_CHECK_CHAT"
URL: Final = "BOTAPI_CHECK_URL"
_SHAPE: Final = re.compile(r"\d{1,20}:[\w-]{10,100}", re.ASCII)
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_PATIENCE: Final = 40.0
"""Seconds: the server may hold a message for 8 of them."""
_MOST_ANSWER: Final = 16 * 1024 * 1024
_MOST_FLOODED: Final = 3


class Unusable(Exception):
    """The checks cannot begin, or cannot go on; says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Json

    @property
    def result(self) -> Any:
        """The result; None of an error."""
        return self.body.get("result")

    @property
    def description(self) -> str:
        """The words of an error; empty of a result."""
        return str(self.body.get("description", ""))


@dataclass(frozen=True, slots=True)
class Talk:
    """A bot and the chat that it may write into."""

    url: str
    token: str = field(repr=False)
    chat: str
    wait: Callable[[float], None]
    """Sleeps for some seconds: after each message, and as long as a 429 says."""
    pause: float = 0.0
    """Seconds between two calls that post, to stay below the flood limits."""

    def call(self, method: str, **given: Any) -> Answer:
        """Call a method with JSON; waits when the server says so."""
        for _ in range(_MOST_FLOODED):
            answer = self.send(method, json.dumps(given).encode(), "application/json")
            if answer.status != 429:
                break
            self.wait(float(answer.body.get("parameters", {}).get("retry_after", 1)))
        if method.startswith(("send", "edit", "forward", "copy")):
            self.wait(self.pause)
        return answer

    def send(self, method: str, body: bytes, kind: str, token: str = "") -> Answer:
        """Post a body of any kind.

        Raises:
            Unusable: Nobody answers, or not in JSON.
        """
        return _answer(*self._asked("POST", f"/bot{token or self.token}/{method}", body, kind))

    def get(self, method: str, **given: Any) -> Answer:
        """Call a method with its parameters in the address."""
        path = f"/bot{self.token}/{method}?{urlencode(given)}"
        return _answer(*self._asked("GET", path, None, ""))

    def file(self, path: str) -> bytes:
        """Download what `getFile` led to."""
        return self._asked("GET", f"/file/bot{self.token}/{path}", None, "")[1]

    def _asked(self, verb: str, path: str, body: bytes | None, kind: str) -> tuple[int, bytes]:
        parts = urlsplit(self.url)
        secure = parts.scheme == "https"
        connect = HTTPSConnection if secure else HTTPConnection
        connection = connect(parts.hostname or "", parts.port, timeout=_PATIENCE)
        try:
            headers = {"Content-Type": kind} if kind else {}
            connection.request(verb, parts.path.rstrip("/") + path, body, headers)
            response = connection.getresponse()
            return response.status, response.read(_MOST_ANSWER)
        except (OSError, HTTPException) as error:
            # Only the kind of the error: its words may hold the path, and so the token.
            raise Unusable(
                Text(
                    en=f"{self.url} does not answer ({type(error).__name__}).",
                    fr=f"{self.url} ne répond pas ({type(error).__name__}).",
                )
            ) from None
        finally:
            connection.close()


def _answer(status: int, data: bytes) -> Answer:
    try:
        body = json.loads(data)
    except ValueError:
        body = {}
    return Answer(status, body if isinstance(body, dict) else {})


def form(fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    """A multipart body with its content type; `files` are names and bytes."""
    line = "----vigie-selftest-5f3a"
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (file, data) in files.items():
        head = f'form-data; name="{name}"; filename="{file}"'
        parts.append(f"--{line}\r\nContent-Disposition: {head}\r\n\r\n".encode() + data + b"\r\n")
    return b"".join([*parts, f"--{line}--\r\n".encode()]), f"multipart/form-data; boundary={line}"


def place_from(environ: Mapping[str, str], wait: Callable[[float], None]) -> Talk:
    """The bot and the chat that the environment names.

    Raises:
        Unusable: Something is missing or wrong; a token is never repeated.
    """
    token, chat = environ.get(TOKEN, ""), environ.get(CHAT, "")
    if not token or not chat:
        raise Unusable(
            Text(
                en=f"Set {TOKEN} to a bot's token and {CHAT} to a chat that it may write into.",
                fr=f"Donnez à {TOKEN} le jeton d'un bot et à {CHAT} une discussion où il écrit.",
            )
        )
    if not _SHAPE.fullmatch(token):
        raise Unusable(
            Text(en=f"{TOKEN} is no bot token.", fr=f"{TOKEN} n'est pas le jeton d'un bot.")
        )
    url = environ.get(URL, REAL)
    parts = urlsplit(url)
    here = parts.hostname in _LOOPBACK
    if parts.scheme not in ("http", "https") or (parts.scheme == "http" and not here):
        raise Unusable(
            Text(
                en=f"{URL} must begin with https://, or the token would travel in the open.",
                fr=f"{URL} doit commencer par https://, sinon le jeton circulerait en clair.",
            )
        )
    return Talk(url, token, chat, wait, 0.0 if here else 3.1)
