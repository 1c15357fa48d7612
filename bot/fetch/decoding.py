"""Bodies: decompressed as they stream in, never beyond a limit."""

import zlib
from typing import Final

ACCEPTED: Final = "gzip, deflate"
"""What `Decoder` can decode, and nothing else is asked for."""


class TooLargeError(Exception):
    """The decoded body goes beyond the limit."""


class UnknownEncodingError(Exception):
    """The server compressed in a way that nobody asked for."""


class Decoder:
    """Collects a body of at most `limit` decoded bytes.

    zlib is never asked for more than fits, so a compression bomb costs no more than `limit`.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._limit = limit
        self._body = bytearray()
        self._inflate: zlib._Decompress | None = None
        self._may_be_raw = encoding == "deflate"
        if encoding in {"gzip", "x-gzip", "deflate"}:
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, by the header
        elif encoding not in {"", "identity"}:
            raise UnknownEncodingError(encoding)

    def feed(self, chunk: bytes) -> None:
        """Add what came in.

        Raises:
            TooLargeError: beyond the limit.
            zlib.error: not what the header says.
        """
        room = self._limit - len(self._body) + 1
        self._body += self._inflated(chunk, room) if self._inflate else chunk[:room]
        if len(self._body) > self._limit:
            raise TooLargeError

    def _inflated(self, chunk: bytes, room: int) -> bytes:
        assert self._inflate is not None
        try:
            plain = self._inflate.decompress(chunk, room)
        except zlib.error:
            if not self._may_be_raw or self._body:
                raise
            # Some servers send deflate without its zlib header (RFC 9110, section 8.4.1.2).
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            plain = self._inflate.decompress(chunk, room)
        self._may_be_raw = False
        return plain

    def body(self) -> bytes:
        """The whole body; a compressed one that was cut off is cut off."""
        return bytes(self._body)
