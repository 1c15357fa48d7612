"""The charset of a document, as its publishers mean it rather than as they say it. Pure."""

import codecs
import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

_BEGINNINGS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""Byte order marks, and how a ``<`` shows the same (XML 1.0, appendix F)."""
_MARK: Final = "\ufeff"
_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_META: Final = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w:.-]{1,40})", re.IGNORECASE)
"""What a page of HTML says itself."""
_CHARSETS: Final = re.compile(
    r"utf-\d+(-[bl]e|-sig)?|ascii|iso8859-\d+|cp\d+|koi8-\w|mac-\w+|tis-620|"
    r"gb\w+|hz|big5\w*|euc_\w+|iso2022_\w+|shift_jis\w*"
)
"""Codecs that are charsets: Python has others, such as zlib's."""
_MEANT: Final = {
    "utf-16": "utf-8",  # whoever can read the declaration does not read UTF-16
    "utf-32": "utf-8",
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""What is written where another one is declared (WHATWG, Encoding Standard, section 4.2)."""
_HOLE: Final = "\ufffd"


def decode(body: bytes, content_type: str) -> str:
    """The characters of a document; never raises.

    In this order: the byte order mark; UTF-8 where all of it is valid; the HTTP header; the XML
    declaration; UTF-8 with holes, where a few bytes are broken; windows-1252.
    """
    for beginning, charset in _BEGINNINGS:
        if body.startswith(beginning):
            return body.decode(charset, "replace").removeprefix(_MARK)
    declared = list(_declared(body, content_type))
    # Some charsets of East Asia look like ASCII: for those the declaration counts.
    for charset in declared if body.isascii() else ["utf-8", *declared]:
        try:
            return body.decode(charset)
        except UnicodeError:
            continue
    return _mended(body, declared)


def with_charset(content_type: str, start: bytes) -> str:
    """The content type of a web page; where it tells no charset, with the one in its `start`."""
    said = _META.search(start)
    if "charset" in content_type.lower() or not said:
        return content_type
    return f"text/html; charset={said[1].decode('ascii', 'replace')}"


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    """What the header and the XML declaration name, as far as those are charsets."""
    declaration = _DECLARED.match(body)
    for name in (_of_header(content_type), declaration[1].decode() if declaration else ""):
        try:
            known = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        if _CHARSETS.fullmatch(known):
            yield _MEANT.get(known, known)


def _of_header(content_type: str) -> str:
    message = Message()
    message["content-type"] = content_type
    return message.get_content_charset("")


def _mended(body: bytes, declared: list[str]) -> str:
    """A broken byte or two do not make a document of UTF-8 one of windows-1252."""
    if "utf-8" in declared or not declared:
        text = body.decode(errors="replace")
        beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
        if beyond_ascii > 2 * text.count(_HOLE):
            return text
    return body.decode("cp1252", "replace")
