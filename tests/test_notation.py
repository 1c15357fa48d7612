"""Values as people write them."""

from datetime import timedelta

import pytest

from bot.notation import read_chat, read_duration, read_size, read_yes_no, write_duration


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("30s", timedelta(seconds=30)),
        ("15m", timedelta(minutes=15)),
        (" 15 min ", timedelta(minutes=15)),
        ("2H", timedelta(hours=2)),
        ("1d", timedelta(days=1)),
        ("3j", timedelta(days=3)),
        ("0s", timedelta()),
    ],
)
def test_durations(text: str, duration: timedelta) -> None:
    """A number and a unit, in English or in French."""
    assert read_duration(text) == duration


@pytest.mark.parametrize(
    "text", ["", "15", "m", "1.5h", "-1h", "1h30", "1w", "12:30", "1 000s", "9" * 30 + "d", "٣h"]
)
def test_what_is_no_duration(text: str) -> None:
    """Nothing is guessed, and nothing overflows."""
    assert read_duration(text) is None


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("65536", 65536),
        ("10MB", 10 * 1024**2),
        ("10 Mo", 10 * 1024**2),
        ("10MiB", 10 * 1024**2),
        ("512kb", 512 * 1024),
        ("1G", 1024**3),
        ("7b", 7),
    ],
)
def test_sizes(text: str, size: int) -> None:
    """Bytes, kilo, mega and giga, in English or in French."""
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "MB", "1.5MB", "-1", "10 TB", "ten", "9" * 40])
def test_what_is_no_size(text: str) -> None:
    """Nothing is guessed."""
    assert read_size(text) is None


def test_yes_and_no() -> None:
    """In both languages, blind to case; nothing else."""
    assert [read_yes_no(word) for word in ("yes", "True", "OUI")] == [True] * 3
    assert [read_yes_no(word) for word in ("no", "false", "Non")] == [False] * 3
    assert [read_yes_no(word) for word in ("", "1", "on", "y")] == [None] * 4


@pytest.mark.parametrize(
    ("text", "chat"),
    [
        ("@ma_chaine", "@ma_chaine"),
        (" https://t.me/ma_chaine/ ", "@ma_chaine"),
        ("t.me/ma_chaine", "@ma_chaine"),
        ("-1001234567890", "-1001234567890"),
        ("42", "42"),
        ("@abcd", None),
        ("@" + "a" * 33, None),
        ("@1abcde", None),
        ("ma_chaine", None),
        ("https://t.me/+AbCdEfGh", None),
        ("https://evil.example/ma_chaine", None),
        ("0", None),
        ("--1", None),
        ("1" * 17, None),
        ("@chaîne", None),
        ("", None),
    ],
)
def test_chats(text: str, chat: str | None) -> None:
    """A public name, its link, or an id."""
    assert read_chat(text) == chat


@pytest.mark.parametrize("text", ["30s", "15m", "90m", "2h", "1d", "7d"])
def test_lengths_are_written_as_they_are_read(text: str) -> None:
    """A length is written in the largest unit that fits, and read back the same."""
    length = read_duration(text)
    assert length is not None
    assert write_duration(length) == text
