"""Bodies to decompress."""

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import CompressionParameter, compress
else:
    from backports.zstd import CompressionParameter, compress


def zstd(plain: bytes, window_log: int | None = None) -> bytes:
    """One frame of Zstandard, with a check sum; the window is as large as it has to be, or so."""
    options: dict[int, int] = {CompressionParameter.checksum_flag: 1}
    if window_log:
        options[CompressionParameter.window_log] = window_log
        options[CompressionParameter.content_size_flag] = 0
    return compress(plain, options=options)
