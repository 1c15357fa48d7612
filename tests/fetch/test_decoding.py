"""Bodies, decompressed as they come."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest

from bot.fetch.decoding import ACCEPTED, PIECE, Decoder, TooLargeError, UndecodableError
from tests.compressing import zstd

TEXT = b"<rss>" + bytes(range(256)) * 40 + b"</rss>"
GZIP = gzip.compress(TEXT, mtime=0)
ZLIB = zlib.compress(TEXT)
RAW = ZLIB[2:-4]
BROTLI = brotli.compress(TEXT)
ZSTD = zstd(TEXT)
SKIPPED = b"\x50\x2a\x4d\x18\x03\x00\x00\x00xyz"
"""A frame of Zstandard that says nothing (RFC 8878, section 3.1.2)."""


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
        ("UTF-8", TEXT, TEXT),
        ("none", TEXT, TEXT),
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
        ("br", BROTLI, TEXT),
        ("br", brotli.compress(b""), b""),
        ("br", b"", b""),
        ("zstd", ZSTD, TEXT),
        ("zstd", ZSTD + ZSTD, TEXT + TEXT),
        ("zstd", SKIPPED + ZSTD + SKIPPED, TEXT),
        ("zstd", b"", b""),
    ],
)
def test_however_it_is_cut(encoding: str, body: bytes, expected: bytes, step: int) -> None:
    """The pieces in which a body comes make no difference."""
    assert _decoded(encoding, body, step) == expected


@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 258])
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_pieces_lose_nothing(encoding: str, size: int) -> None:
    """Around the size of a piece, when little input stands for much, all of it comes out."""
    assert _decoded(encoding, _compressed(encoding, bytes(size)), 5, limit=size) == bytes(size)


@pytest.mark.parametrize("encoding", ["compress", "gzip, br", "gzip, gzip", "br,zstd", "lzma"])
def test_nobody_asked_for_it(encoding: str) -> None:
    """Encodings that cannot be decoded are refused at once, stacked ones too."""
    with pytest.raises(UndecodableError):
        Decoder(encoding, 10)


def test_all_that_is_asked_for_is_decoded() -> None:
    """Conformance 13: Accept-Encoding lists exactly what can be decoded."""
    for encoding in ACCEPTED.split(", "):
        assert _decoded(encoding, _compressed(encoding, TEXT), 100) == TEXT


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
        ("br", BROTLI[:-1]),
        ("br", BROTLI[:1]),
        ("br", BROTLI + b"x"),
        ("br", b"<rss/>"),
        ("zstd", ZSTD[:-1]),
        ("zstd", ZSTD[:1]),
        ("zstd", ZSTD + ZSTD[:-1]),
        ("zstd", ZSTD + b"padding"),
        ("zstd", b"<rss/>"),
    ],
)
def test_damaged(encoding: str, body: bytes, step: int) -> None:
    """A body that is cut off or not compressed at all is no body."""
    with pytest.raises(UndecodableError):
        _decoded(encoding, body, step)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("", TEXT), ("gzip", GZIP), ("deflate", ZLIB), ("deflate", RAW), ("br", BROTLI),
     ("zstd", ZSTD)],
)  # fmt: skip
def test_limit(encoding: str, body: bytes) -> None:
    """The limit may be reached, not passed; and what was read till then can be looked at."""
    assert _decoded(encoding, body, 100, limit=len(TEXT)) == TEXT
    decoder = Decoder(encoding, len(TEXT) - 1)
    with pytest.raises(TooLargeError):
        decoder.feed(body)
    assert decoder.so_far() == TEXT[:-1]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_bomb(encoding: str) -> None:
    """Security: 100 MB in a few KB cost the limit and a piece, not more."""
    limit, bomb = 1_000_000, _compressed(encoding, bytes(100_000_000))
    decoder = Decoder(encoding, limit)
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            decoder.feed(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(decoder.so_far()) == limit
    assert peak < 1.3 * limit + 4 * PIECE  # the buffer grows by eighths


def test_window_of_a_bomb() -> None:
    """A frame of Zstandard that wants more than 8 MB of memory is refused."""
    with pytest.raises(UndecodableError):
        Decoder("zstd", 1000).feed(zstd(bytes(2**24 + 1), window_log=24))


@pytest.mark.parametrize(
    ("encoding", "nothing"),
    [("gzip", gzip.compress(b"", mtime=0)), ("zstd", SKIPPED)],
)
def test_nothing_without_end(encoding: str, nothing: bytes) -> None:
    """Empty parts for ever decode to nothing, and are too large all the same."""
    with pytest.raises(TooLargeError):
        _decoded(encoding, nothing * 100_000, step=10_000)


def _compressed(encoding: str, plain: bytes) -> bytes:
    if encoding == "zstd":
        return zstd(plain)
    if encoding == "br":
        return bytes(brotli.compress(plain, quality=1))
    return zlib.compress(plain) if encoding == "deflate" else gzip.compress(plain, mtime=0)
