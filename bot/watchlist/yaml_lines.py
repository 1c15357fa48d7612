"""The lines that most of a long feeds.yaml is made of, read without the YAML library.

``  - {name: Le Phare, url: "https://…", tags: [mer]}`` takes ruamel half a millisecond, and there
may be ten thousand. Lines of this form, and of no other, are read here and shortened to ``- {}``
for ruamel, which still sees everything around them. Where that does not work out (such a line was
part of a longer text, or anything is wrong anywhere) ruamel reads the whole file as it is.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from bot.expression import Span

_WORD: Final = "[A-Za-z0-9À-ÖØ-öø-ÿ]"
_PLAIN: Final = rf"{_WORD}(?:(?:{_WORD}|[().’–—/_+-]| (?! ))*+(?<![ –—/_+-]))?"
"""What YAML takes for a text to the letter, wherever it stands."""
_ODD: Final = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_SCALAR: Final = rf"(?:\"[^\"\\{_ODD}]*+\"|'[^'{_ODD}]*+'|{_PLAIN})"
_LIST: Final = rf"\[{_SCALAR}(?:, {_SCALAR})*+\]"
_PAIR: Final = rf"[a-z_]{{1,20}}+: (?:{_LIST}|{_SCALAR})"
_LINE: Final = re.compile(rf"^ *+- (\{{{_PAIR}(?:, {_PAIR})*+\}})(?= *+(?:#|\r?$))", re.MULTILINE)
_ONE_PAIR: Final = re.compile(rf"([a-z_]+): ({_LIST}|{_SCALAR})")
_ONE_SCALAR: Final = re.compile(_SCALAR)


@dataclass(frozen=True, slots=True)
class Shortened:
    """A text in which each such line is ``- {}``."""

    text: str
    braces: dict[int, int]
    """Of each: where the brace opens in the whole text, and where it has closed."""
    _starts: list[int] = field(default_factory=list)
    _shifts: list[int] = field(default_factory=list)

    def place(self, index: int) -> int:
        """Where in the whole text a place of the shortened one is."""
        number = bisect_right(self._starts, index)
        return index + (self._shifts[number - 1] if number else 0)


def shortened(text: str) -> Shortened:
    """The text without what is in the braces of such lines."""
    pieces: list[str] = []
    braces: dict[int, int] = {}
    starts: list[int] = []
    shifts: list[int] = []
    done = shift = 0
    for found in _LINE.finditer(text):
        begin, end = found.span(1)
        pieces += [text[done:begin], "{}"]
        braces[begin] = done = end
        starts.append(begin - shift + 1)
        shift += end - begin - 2
        shifts.append(shift)
    pieces.append(text[done:])
    return Shortened("".join(pieces), braces, starts, shifts)


Scalar = tuple[Span, str, str]
"""Where it is written, what it says, and its quotation mark."""


def pairs_in(text: str, begin: int, end: int) -> list[tuple[Scalar, Span, list[Scalar] | Scalar]]:
    """Key, place and value of each pair between braces; a value is a text or a list of them."""
    found: list[tuple[Scalar, Span, list[Scalar] | Scalar]] = []
    for pair in _ONE_PAIR.finditer(text, begin + 1, end):
        key: Scalar = (Span(*pair.span(1)), pair[1], "")
        start, stop = pair.span(2)
        value = (
            _texts(text, start + 1, stop - 1)
            if text[start] == "["
            else _texts(text, start, stop)[0]
        )
        found.append((key, Span(start, stop), value))
    return found


def _texts(text: str, begin: int, end: int) -> list[Scalar]:
    return [_scalar(found) for found in _ONE_SCALAR.finditer(text, begin, end)]


def _scalar(found: re.Match[str]) -> Scalar:
    written = found[0]
    quoted = written[0] in "\"'"
    place = Span(*found.span())
    return (place, written[1:-1], written[0]) if quoted else (place, written, "")
