"""The log: what it looks like, and what it never says."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from telegram.error import InvalidToken

from bot.log import Redactor, configure, logger

TOKEN = "123456789:AAE-secret_secret_secret_secret_123"
OTHER_TOKEN = "987654321:BBF-hidden_hidden_hidden_hidden_456"
DATABASE = "postgresql://vigie:h%C3%A9llo+w@db.example/vigie"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Logging is global: put it back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()


@pytest.fixture
def stream() -> io.StringIO:
    """A log at DEBUG, in JSON, that knows the secrets."""
    stream = io.StringIO()
    configure("DEBUG", "json", secrets=[TOKEN, DATABASE], stream=stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """The records that were written as JSON."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_events_and_others_look_alike(stream: io.StringIO) -> None:
    """Both have event, level, logger and time; ours their context."""
    structlog.contextvars.bind_contextvars(delivery=7)
    logger("fetch").bind(feed="Le Phare").info("polled", entries=3)
    logging.getLogger("alembic").warning("upgraded %s", "head")
    ours, theirs = lines(stream)
    assert ours.pop("timestamp").endswith("Z")
    assert ours == {
        "event": "polled",
        "level": "info",
        "logger": "fetch",
        "feed": "Le Phare",
        "entries": 3,
        "delivery": 7,
    }
    assert theirs.pop("timestamp")
    assert theirs == {
        "event": "upgraded head",
        "level": "warning",
        "logger": "alembic",
        "delivery": 7,
    }


def test_a_terminal_gets_lines_and_a_pipe_gets_json() -> None:
    """`auto` looks at the stream."""
    terminal, pipe = Terminal(), io.StringIO()
    configure("INFO", "auto", stream=terminal)
    logger("x").info("hello")
    configure("INFO", "auto", stream=pipe)
    logger("x").info("hello")
    assert not terminal.getvalue().startswith("{")
    assert "hello" in terminal.getvalue()
    assert [line["event"] for line in lines(pipe)] == ["hello"]


def test_the_level_holds_for_all() -> None:
    """Below the level nothing is written."""
    stream = io.StringIO()
    configure("WARNING", "json", stream=stream)
    logger("x").info("no")
    logging.getLogger("y").info("no")
    logger("x").warning("yes")
    assert [line["event"] for line in lines(stream)] == ["yes"]


def test_configuring_again_writes_once() -> None:
    """A second call replaces the first, also for loggers in use."""
    first, second = io.StringIO(), io.StringIO()
    log = logger("x")
    configure("INFO", "json", stream=first)
    log.info("one")
    configure("INFO", "json", stream=second)
    log.info("two")
    assert [line["event"] for line in lines(first)] == ["one"]
    assert [line["event"] for line in lines(second)] == ["two"]


def test_requests_are_told_at_debug_only() -> None:
    """Httpx writes each request at INFO, with the token in its address."""
    stream = io.StringIO()
    for level in ("INFO", "DEBUG"):
        configure(level, "json", stream=stream)
        logging.getLogger("httpx").info("HTTP Request: POST /bot%s/getMe", OTHER_TOKEN)
    assert [line["event"] for line in lines(stream)] == ["HTTP Request: POST /***/getMe"]


def _everything_that_could_tell(log: structlog.stdlib.BoundLogger, secret: str) -> None:
    """Log a secret in each way that there is."""
    other = logging.getLogger("other")
    log.debug(secret)
    log.debug("in a value", value=secret, nested={"list": [secret, (secret,)], secret: 1})
    log.debug("in an object", error=ValueError(secret), raw=secret.encode())
    log.debug("in an argument %s", secret)
    log.bind(bound=secret).debug("bound")
    other.debug("argument %s", secret)
    other.debug("mapping %(x)s", {"x": secret})
    other.debug("message " + secret)
    other.debug("does not fit %d", secret)
    other.debug("too few %s %s", secret)
    other.debug(ValueError(secret))
    other.debug("bytes %r", b"/bot" + secret.encode())
    try:
        int(secret)
    except ValueError as error:
        log.exception("ours", exc_info=error)
        other.exception("theirs")
        other.error("cached", exc_info=error)


@pytest.mark.parametrize("secret", [TOKEN, OTHER_TOKEN, f"bot{OTHER_TOKEN}", DATABASE])
@pytest.mark.parametrize("fmt", ["json", "console"])
def test_no_secret_in_any_log(secret: str, fmt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in events, values, objects, arguments, other libraries' records, or tracebacks."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # pytest's do not bear misfits
    stream = io.StringIO()
    configure("DEBUG", fmt, secrets=[TOKEN, DATABASE], stream=stream)
    structlog.contextvars.bind_contextvars(context=secret)
    _everything_that_could_tell(logger("ours"), secret)
    written = stream.getvalue()
    assert "Traceback" in written
    assert written.count("***") >= 20
    for part in ("secret_secret", "hidden_hidden", "h%C3%A9llo", "héllo"):
        assert part not in written


def test_the_password_of_the_database_is_a_secret_by_itself(stream: io.StringIO) -> None:
    """A driver's error repeats the password, decoded, without the address."""
    logging.getLogger("driver").error("password «%s» refused for vigie", "héllo+w")
    assert lines(stream)[0]["event"] == "password «***» refused for vigie"


def test_no_token_when_telegram_refuses_it(stream: io.StringIO) -> None:
    """python-telegram-bot repeats the token in InvalidToken."""
    error = InvalidToken(f"The token `{OTHER_TOKEN}` was rejected by the server.")
    logger("channels").error("token refused", error=error)
    logging.getLogger("telegram.ext").error("stopped", exc_info=error)
    assert "hidden" not in stream.getvalue()
    assert "The token `***` was rejected by the server." in stream.getvalue()


def test_other_handlers_see_redacted_records_too(stream: io.StringIO) -> None:
    """A record that has passed our handler carries no secret for the next one."""
    behind = logging.StreamHandler(other := io.StringIO())
    logging.getLogger().addHandler(behind)
    logging.getLogger("x").warning("token %s", TOKEN)
    assert other.getvalue() == "token ***\n"
    assert "***" in stream.getvalue()


def test_a_line_that_cannot_be_written_is_told_without_its_contents(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The standard library would print the arguments of the failed record."""

    class Narrow(io.StringIO):
        def write(self, text: str) -> int:
            text.encode("ascii")
            return super().write(text)

    stream = Narrow()
    configure("INFO", "json", secrets=["tiré"], stream=stream)
    logging.getLogger("narrow").warning("déjà %s", TOKEN)
    assert stream.getvalue() == "a log line of narrow could not be written\n"
    assert capsys.readouterr().err == ""


def test_words_of_a_feed_cannot_steer_the_terminal() -> None:
    """Control characters are spelt out."""
    stream = Terminal()
    configure("INFO", "console", stream=stream)
    logger("x").info("read", title="\x1b[2Jgone\x07")
    assert "\\x1b[2Jgone\\x07" in stream.getvalue()


@pytest.mark.parametrize(
    "text",
    ["", "12:30", "at 12:30:45", "https://example.org/bot/1", "1234567:short", "a" * 60],
)
def test_ordinary_words_stay(text: str) -> None:
    """Times, addresses and short numbers are no tokens; short secrets are not struck out."""
    assert Redactor(["abc", ""]).text(text) == text
