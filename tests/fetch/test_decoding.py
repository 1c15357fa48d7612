"""Bodies, decompressed as they come."""

import gzip
import zlib

import pytest

from bot.fetch.decoding import Decoder, TooLargeError, UndecodableError

TEXT = b"<rss>" + bytes(range(256)) * 40 + b"</rss>"
GZIP = gzip.compress(TEXT, mtime=0)
ZLIB = zlib.compress(TEXT)
RAW = ZLIB[2:-4]


def _decoded(encoding: str, body: bytes, step: int, limit: int = 100_000) -> bytes:
    decoder = Decoder(encoding, limit)
    for start in range(0, len(body), step):
        decoder.feed(body[start : start + step])
    return decoder.body()


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1000, 100_000])
@pytest.mark.parametrize(
    ("encoding", "body", "expected"),
    [
        ("", TEXT, TEXT),
        ("identity", TEXT, TEXT),
        ("gzip", GZIP, TEXT),
        (" GZip ", GZIP, TEXT),
        ("x-gzip", GZIP, TEXT),
        ("deflate", ZLIB, TEXT),
        ("deflate", RAW, TEXT),
        ("deflate", GZIP, TEXT),
        ("gzip", GZIP + GZIP, TEXT + TEXT),
        ("gzip", GZIP + b"\n", TEXT),
        ("gzip", GZIP + bytes(5000), TEXT),
        ("gzip", gzip.compress(b"", mtime=0), b""),
        ("gzip", b"", b""),
    ],
)
def test_however_it_is_cut(encoding: str, body: bytes, expected: bytes, step: int) -> None:
    """The pieces in which a body comes make no difference."""
    assert _decoded(encoding, body, step) == expected


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "utf-8"])
def test_nobody_asked_for_it(encoding: str) -> None:
    """Encodings that cannot be decoded are refused at once."""
    with pytest.raises(UndecodableError):
        Decoder(encoding, 10)


@pytest.mark.parametrize("step", [1, 100_000])
@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", GZIP[:-1]),
        ("gzip", GZIP[:1]),
        ("gzip", GZIP[:40]),
        ("gzip", GZIP + GZIP[:-1]),
        ("gzip", GZIP[:-8] + bytes(8)),
        ("deflate", RAW[:-1]),
        ("gzip", b"<rss/>"),
    ],
)
def test_damaged(encoding: str, body: bytes, step: int) -> None:
    """A body that is cut off or not compressed at all is no body."""
    with pytest.raises(UndecodableError):
        _decoded(encoding, body, step)


@pytest.mark.parametrize(
    ("encoding", "body"), [("", TEXT), ("gzip", GZIP), ("deflate", ZLIB), ("deflate", RAW)]
)
def test_limit(encoding: str, body: bytes) -> None:
    """The limit may be reached, not passed; and what was read till then can be looked at."""
    assert _decoded(encoding, body, 100, limit=len(TEXT)) == TEXT
    decoder = Decoder(encoding, len(TEXT) - 1)
    with pytest.raises(TooLargeError):
        decoder.feed(body)
    assert decoder.so_far() == TEXT
