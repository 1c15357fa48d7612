"""Writing a value of feeds.yaml so that reading it gives the same text."""

import re
from collections.abc import Mapping
from typing import Final

Value = str | tuple[str, ...]
"""A text, or a list of them."""

_PLAIN: Final = re.compile(r"[\w(](?:[\w ()+|*./=~’–—-]*[\w()*+|.)])?")
"""What needs no quotation marks, wherever it stands."""
_TIMES: Final = re.compile(r"\d[\d-]*(?: \d\d?)?(?::\d\d)+(?:-\d\d?:\d\d)?", re.ASCII)
"""A moment or hours: their colons are no sign of YAML."""
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def written(value: Value) -> str:
    """A value on one line; a list of one text stands without brackets."""
    if isinstance(value, str):
        return scalar(value)
    texts = [scalar(text) for text in value]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def scalar(text: str) -> str:
    """One text: plain where that is safe, else between single or double quotation marks."""
    if not text.isprintable():
        return '"' + "".join(map(_escaped, text)) + '"'
    if _PLAIN.fullmatch(text) or _TIMES.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _escaped(char: str) -> str:
    if char in _ESCAPES or char.isprintable():
        return _ESCAPES.get(char, char)
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def block_lines(pairs: Mapping[str, Value]) -> list[str]:
    """A line per key."""
    return [f"{key}: {written(value)}" for key, value in pairs.items()]


def flow(pairs: Mapping[str, Value]) -> str:
    """Between braces."""
    return "{" + ", ".join(block_lines(pairs)) + "}"
