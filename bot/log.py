"""The log: structlog over the standard library, with every secret struck out.

Secrets are struck out twice, because a log has two doors: our own events pass a processor, the
records of other libraries (httpx prints the Bot API's URL, and with it the token) a filter.
Tracebacks pass both ways as text.
"""

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TextIO, cast
from urllib.parse import quote, unquote, urlsplit

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LogFormat = Literal["auto", "console", "json"]

STARS: Final = "***"
_TOKEN: Final = re.compile(r"\bbot[0-9]+(?::|%3A)[\w-]{20,}|[0-9]{6,}(?::|%3A)[\w-]{30,}", re.ASCII)
"""Telegram tokens, known or not: as in the Bot API's URLs, and bare."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters by which a feed's words could steer the operator's terminal."""
_SHORTEST_SECRET: Final = 4
"""Striking out shorter words would only make the log unreadable."""
_CHATTY: Final = ("httpx", "httpcore", "apscheduler", "telegram", "alembic", "asyncio")
"""Libraries that tell the details of each request or job at INFO."""


class Redactor:
    """Strikes secrets out of texts and of whatever a log line may carry."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        words = {form for secret in secrets for form in _forms(secret)}
        # The longest first, so that a URL goes as a whole before its password does.
        known = sorted(map(re.escape, words), key=len, reverse=True)
        self._secret = re.compile("|".join([*known, _TOKEN.pattern]), re.ASCII)

    def text(self, text: str) -> str:
        """`text` with ``***`` in the place of secrets, and control characters spelt out."""
        shown = self._secret.sub(STARS, text)
        return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", shown)

    def value(self, value: object) -> object:
        """Any value: containers keep their shape, other objects become their redacted `repr`."""
        match value:
            case str():
                return self.text(value)
            case None | bool() | int() | float():
                return value
            case Mapping():
                return {self.text(str(key)): self.value(item) for key, item in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.value(item) for item in value]
            case _:
                return self.text(repr(value))


def _forms(secret: str) -> set[str]:
    """A secret as it may turn up: as it is, URL-encoded, and the password inside a URL."""
    try:
        password = urlsplit(secret).password or ""
    except ValueError:
        password = ""
    words = {secret, password, unquote(password)}
    words |= {quote(word, safe="") for word in words}
    return {word for word in words if len(word) >= _SHORTEST_SECRET}


class _RedactingFilter(logging.Filter):
    """Rewrites the records of other libraries before anything else sees them."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        if not isinstance(record.msg, dict):  # ours carry a dict, which the processor redacts
            record.msg = self._redactor.text(_said(record))
            record.args = ()
        if record.exc_text:
            record.exc_text = self._redactor.text(record.exc_text)
        return True


def _said(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # a library's format and arguments do not fit
        return f"{record.msg} {record.args!r}"


class _Handler(logging.StreamHandler[TextIO]):
    """The one handler that `configure` installs, known again by its class."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say that a line was lost; the standard library would print its arguments, unredacted."""
        try:
            self.stream.write(f"a log line of {record.name} could not be written\n")
        except (OSError, ValueError):  # the stream is gone: there is nobody left to tell
            return


def configure(level: str, fmt: LogFormat, *, secrets: Iterable[str] = (), stream: TextIO) -> None:
    """Send every record of `level` or more to `stream`, without `secrets`.

    `fmt` "auto" means console on a terminal and JSON elsewhere. May be called again.
    """
    redactor = Redactor(secrets)
    console = fmt == "console" or (fmt == "auto" and stream.isatty())
    _configure_structlog()
    handler = _Handler(stream)
    handler.addFilter(_RedactingFilter(redactor))
    handler.setFormatter(_formatter(redactor, _renderer(stream) if console else _json()))
    _install(handler, logging.getLevelNamesMapping()[level.upper()])


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a room, such as ``fetch``; cheap, and usable before `configure`."""
    return structlog.stdlib.get_logger(name)


def _shared() -> list[Processor]:
    """What is added to every record, ours or not."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # a second `configure` reaches loggers already in use
    )


def _formatter(redactor: Redactor, renderer: Processor) -> logging.Formatter:
    def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return cast("dict[str, Any]", redactor.value(event))

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,  # into text, so that the next one sees it
            redact,
            renderer,
        ],
    )


def _renderer(stream: TextIO) -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


def _json() -> Processor:
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _install(handler: _Handler, level: int) -> None:
    root = logging.getLogger()
    for former in [known for known in root.handlers if isinstance(known, _Handler)]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(
            logging.DEBUG if level <= logging.DEBUG else logging.WARNING
        )
