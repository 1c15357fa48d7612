"""How large a picture is, read from its first bytes: PNG, GIF and JPEG."""

from typing import Final

MOST_EDGES: Final = 10_000
"""Width and height of a photo together (documentation of `sendPhoto`)."""
MOST_RATIO: Final = 20
"""How many times longer than wide it may be (documentation of `sendPhoto`)."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG that carry the size."""


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None when it is no picture that can be read."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        return _number(data, 16, 4), _number(data, 20, 4)
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return _jpeg(data) if data.startswith(b"\xff\xd8") else None


def media_type(data: bytes) -> str:
    """How a browser knows a picture that `dimensions` can read."""
    if data.startswith(_PNG):
        return "image/png"
    return "image/gif" if data.startswith(b"GIF") else "image/jpeg"


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            return _number(data, at + 7, 2), _number(data, at + 5, 2)
        at += 2 + max(_number(data, at + 2, 2), 2)
    return None


def fits(width: int, height: int) -> bool:
    """Whether Telegram takes a photo of that size."""
    shorter, longer = sorted((width, height))
    return shorter > 0 and width + height <= MOST_EDGES and longer <= MOST_RATIO * shorter
