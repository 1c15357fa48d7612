"""Bodies: decompressed as they stream in, never beyond a limit."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final, Protocol

import brotli

from bot.fetch.zstandard import Decompressor, ZstdError, decompressor

ACCEPTED: Final = "gzip, deflate, br, zstd"
"""What `Decoder` can decode, and nothing else is asked for."""
PIECE: Final = 64 * 1024
"""Bytes that are decompressed at a time, about: what a bomb costs beyond the limit."""
_GZIP: Final = b"\x1f\x8b"
_PLAIN: Final = frozenset({"", "identity", "none", "binary", "utf-8"})
"""No compression; the last three are mistakes that are seen, and that browsers overlook."""


class TooLargeError(Exception):
    """The body goes beyond the limit."""


class UndecodableError(Exception):
    """Compressed in a way that nobody asked for, damaged, or cut off."""


class Codec(Protocol):
    """A way to compress."""

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """What a chunk stands for, some 64 KB at a time, made only as it is taken."""
        ...

    def may_end(self) -> bool:
        """Whether a body may end where this one has got to."""
        ...


class Decoder:
    """Collects a body of at most `limit` bytes, as they come and as they are decoded."""

    def __init__(self, encoding: str, limit: int) -> None:
        """`encoding` is the Content-Encoding header, in any case.

        One encoding at a time: no server sends stacked ones (``gzip, br``) to whom does not ask.

        Raises:
            UndecodableError: it is none that was asked for.
        """
        name = encoding.strip().lower()
        if name not in _PLAIN and name not in _CODECS:
            raise UndecodableError(encoding)
        self._codec = _CODECS[name]() if name in _CODECS else None
        self._limit = limit
        self._body = BytesIO()  # gives its bytes away without a copy
        self._size = self._received = 0

    def feed(self, chunk: bytes) -> None:
        """Add what came in.

        Raises:
            TooLargeError: beyond the limit.
            UndecodableError: not what the header says.
        """
        self._received += len(chunk)
        if self._codec is None:
            self._add(chunk)
            return
        try:
            for piece in self._codec.pieces(chunk):
                self._add(piece)
        except (zlib.error, brotli.error, ZstdError) as error:
            raise UndecodableError(str(error)) from error
        if self._received > self._limit + PIECE:
            raise TooLargeError  # compressed nothings, without end

    def body(self) -> bytes:
        """The whole body, when all of it was fed.

        Raises:
            UndecodableError: it was cut off; what is missing would never be noticed.
        """
        if self._codec and not self._codec.may_end():
            raise UndecodableError("cut off")
        return self.so_far()

    def so_far(self) -> bytes:
        """What has been decoded until now."""
        return self._body.getvalue()

    def _add(self, plain: bytes) -> None:
        room = self._limit - self._size
        self._size += self._body.write(plain if len(plain) <= room else plain[:room])
        if len(plain) > room:
            raise TooLargeError


class _Inflate:
    """gzip and deflate, told apart by what is there.

    A gzip body may have several members (RFC 1952, section 2.2).
    """

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None
        self._kept_back = b""

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        rest = self._kept_back + chunk
        while rest:
            self._kept_back = b""
            if self._stream is None or self._stream.eof:
                if len(rest) < 2:
                    self._kept_back = rest  # too short to tell how it is compressed
                    return
                if self._stream and not rest.startswith(_GZIP):
                    return  # padding, which browsers overlook too
                self._stream = _decompressor(rest)
            yield from _drained(self._stream, rest)
            rest = self._stream.unused_data

    def may_end(self) -> bool:
        return self._stream.eof if self._stream else not self._kept_back


def _drained(stream: "zlib._Decompress", rest: bytes) -> Iterator[bytes]:
    """All that `rest` gives. A full piece may leave more behind, though no input is left."""
    piece = b""
    while rest or len(piece) == PIECE:
        piece = stream.decompress(rest, PIECE)
        rest = stream.unconsumed_tail
        yield piece


def _decompressor(start: bytes) -> "zlib._Decompress":
    """By what is there: some servers send deflate without its zlib header.

    RFC 9110, section 8.4.1.2; the header's check is RFC 1950, section 2.2.
    """
    is_zlib = start[0] & 15 == zlib.DEFLATED and int.from_bytes(start[:2], "big") % 31 == 0
    has_header = is_zlib or start.startswith(_GZIP)
    return zlib.decompressobj(zlib.MAX_WBITS | 32 if has_header else -zlib.MAX_WBITS)


class _Brotli:
    """RFC 7932; its window takes 16 MB at most, whatever the limit."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._is_empty = True

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        if not chunk:
            return
        self._is_empty = False
        piece = self._stream.process(chunk, output_buffer_limit=PIECE)
        while piece or not self._stream.can_accept_more_data():
            yield piece
            if self._stream.is_finished():
                return
            piece = self._stream.process(b"", output_buffer_limit=PIECE)

    def may_end(self) -> bool:
        return self._is_empty or self._stream.is_finished()


class _Zstd:
    """RFC 8878: a row of frames, each with a window of at most 8 MB (RFC 9659)."""

    def __init__(self) -> None:
        self._stream: Decompressor | None = None

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        rest = chunk
        while rest:
            if self._stream is None or self._stream.eof:
                self._stream = decompressor()
            yield self._stream.decompress(rest, PIECE)
            while not self._stream.eof and not self._stream.needs_input:
                yield self._stream.decompress(b"", PIECE)
            rest = self._stream.unused_data

    def may_end(self) -> bool:
        return self._stream is None or self._stream.eof


_CODECS: Final[dict[str, type[Codec]]] = {
    "gzip": _Inflate,
    "x-gzip": _Inflate,
    "deflate": _Inflate,
    "br": _Brotli,
    "zstd": _Zstd,
}
