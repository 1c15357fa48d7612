"""Bodies: decompressed as they stream in, never beyond a limit."""

import zlib
from typing import Final

ACCEPTED: Final = "gzip, deflate"
"""What `Decoder` can decode, and nothing else is asked for."""
_COMPRESSED: Final = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP: Final = b"\x1f\x8b"


class TooLargeError(Exception):
    """The decoded body goes beyond the limit."""


class UndecodableError(Exception):
    """Compressed in a way that nobody asked for, damaged, or cut off."""


class Decoder:
    """Collects a body of at most `limit` decoded bytes.

    zlib is never asked for more than fits, so a compression bomb costs no more than `limit`.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        """`encoding` is the Content-Encoding header, in any case.

        Raises:
            UndecodableError: it is none that was asked for.
        """
        encoding = encoding.strip().lower()
        if encoding not in _COMPRESSED and encoding not in {"", "identity"}:
            raise UndecodableError(encoding)
        self._is_compressed = encoding in _COMPRESSED
        self._limit = limit
        self._inflate: zlib._Decompress | None = None
        self._kept_back = b""
        self._body = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Add what came in.

        Raises:
            TooLargeError: beyond the limit.
            UndecodableError: not what the header says.
        """
        if not self._is_compressed:
            self._add(chunk[: self._room])
            return
        try:
            self._kept_back = self._inflated(self._kept_back + chunk)
        except zlib.error as error:
            raise UndecodableError(str(error)) from error

    def body(self) -> bytes:
        """The whole body, when all of it was fed.

        Raises:
            UndecodableError: it was cut off; what is missing would never be noticed.
        """
        if self._kept_back if self._inflate is None else not self._inflate.eof:
            raise UndecodableError("cut off")
        return self.so_far()

    def so_far(self) -> bytes:
        """What has been decoded until now."""
        return bytes(self._body)

    @property
    def _room(self) -> int:
        """One byte more than may come shows that there is too much; zlib takes 0 for no limit."""
        return self._limit + 1 - len(self._body)

    def _add(self, plain: bytes) -> None:
        self._body += plain
        if self._room < 1:
            raise TooLargeError

    def _inflated(self, rest: bytes) -> bytes:
        """Inflate `rest`; gives back what is too short to tell how it is compressed.

        A gzip body may have several members (RFC 1952, section 2.2).
        """
        while rest:
            if self._inflate is None or self._inflate.eof:
                if len(rest) < 2:
                    return rest
                if self._inflate and not rest.startswith(_GZIP):
                    return b""  # padding, which browsers overlook too
                self._inflate = _decompressor(rest)
            self._add(self._inflate.decompress(rest, self._room))
            rest = self._inflate.unused_data
        return b""


def _decompressor(start: bytes) -> "zlib._Decompress":
    """By what is there: some servers send deflate without its zlib header.

    RFC 9110, section 8.4.1.2; the header's check is RFC 1950, section 2.2.
    """
    is_zlib = start[0] & 15 == zlib.DEFLATED and int.from_bytes(start[:2], "big") % 31 == 0
    has_header = is_zlib or start.startswith(_GZIP)
    return zlib.decompressobj(zlib.MAX_WBITS | 32 if has_header else -zlib.MAX_WBITS)
