"""The Zstandard decompressor: Python's own from 3.14 on, before that its backport."""

import sys
from typing import Final

if sys.version_info >= (3, 14):
    from compression.zstd import DecompressionParameter, ZstdDecompressor, ZstdError
else:
    from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdError

__all__ = ["Decompressor", "ZstdError", "decompressor"]

Decompressor = ZstdDecompressor
_OPTIONS: Final[dict[int, int]] = {DecompressionParameter.window_log_max: 23}
"""8 MB, as for a browser (RFC 9659); a frame might ask for 2 GB."""


def decompressor() -> ZstdDecompressor:
    """For one frame."""
    return ZstdDecompressor(options=_OPTIONS)
