"""Where a text may be cut: never inside what a reader sees as one sign.

A family of emoji, a flag, a letter with its accents are several characters each. They are told
apart by extended grapheme clusters (Unicode UAX 29), as the library knows them.
"""

from typing import Final

import regex

_CLUSTER: Final = regex.compile(r"\X")


def beginning(text: str, longest: int) -> str:
    """Its first `longest` characters at most, up to the end of a sign.

    A sign that is longer by itself (a letter under hundreds of accents) is cut all the same.
    """
    if len(text) <= longest:
        return text
    end = 0
    for cluster in _CLUSTER.finditer(text, 0, longest + 1):
        if cluster.end() > longest:
            break
        end = cluster.end()
    return text[: end or longest]
