"""The charset that is meant (line 19 of the polite poller)."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parse.charset import decode
from tests.raw_feed import item, only, rss

TEXT = "Été à Zaporijjia : « 3 drones », 20 €"
XML = "application/xml"


def _declared(charset: str, text: str = TEXT) -> str:
    return f"<?xml version='1.0' encoding='{charset}'?><a>{text}</a>"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_line_19_mark(charset: str) -> None:
    """1. A byte order mark, whatever the header and the declaration say."""
    body = _declared("koi8-r").encode(charset)
    assert decode(body, "text/xml; charset=iso-8859-1") == _declared("koi8-r")


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "koi8-r", "gb2312"])
def test_line_19_utf_8(charset: str) -> None:
    """2. UTF-8, where all of it is valid: it is hardly ever so by chance."""
    body = _declared(charset).encode()
    assert decode(body, f"text/xml; charset={charset}") == _declared(charset)


def test_line_19_header() -> None:
    """3. The header, before the declaration (RFC 7303, section 3)."""
    body = _declared("windows-1251", "дроны").encode("koi8-r")
    assert decode(body, "text/xml; charset=koi8-r") == _declared("windows-1251", "дроны")


@pytest.mark.parametrize("content_type", ["", "text/xml", "text/xml; charset=nonsense"])
def test_line_19_declaration(content_type: str) -> None:
    """4. The declaration, where the header does not say, or says nonsense."""
    body = _declared("koi8-r", "дроны").encode("koi8-r")
    assert decode(body, content_type) == _declared("koi8-r", "дроны")


@pytest.mark.parametrize("charset", ["", "nonsense", "utf-8"])
def test_line_19_windows_1252(charset: str) -> None:
    """5. Else windows-1252, which has a letter for nearly every byte."""
    text = _declared(charset, "« 20 € »")
    assert decode(text.encode("cp1252"), "") == text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode(), "text/xml"),
        (TEXT.encode(), "text/xml; charset=iso-8859-1"),
        (TEXT.encode(), "text/xml; charset=nonsense"),
        (codecs.BOM_UTF8 + TEXT.encode(), "text/xml; charset=iso-8859-1"),
        (TEXT.encode("cp1252"), ""),
        (TEXT.encode("cp1252"), "text/xml; charset=utf-8"),
        (TEXT.encode("cp1252"), "text/xml; charset=iso-8859-1"),
        (TEXT.encode("cp1252"), "text/xml; charset=us-ascii"),
        (TEXT.encode("iso8859-15"), 'text/xml; charset="ISO-8859-15"'),
        (TEXT.encode("utf-16"), ""),
        (TEXT.encode("utf-16"), "text/xml; charset=utf-8"),
        (TEXT.encode("utf-32"), ""),
        (TEXT.encode("gb18030"), "text/xml; charset=gb2312"),
        (TEXT.encode("cp1252"), "text/xml; charset=zlib"),
        (TEXT.encode("cp1252"), "text/xml; charset=idna"),
        (TEXT.encode("cp1252"), "text/xml; charset=\x00"),
    ],
)
def test_plain(body: bytes, content_type: str) -> None:
    """Marks first, then valid UTF-8 whatever is said, then the header, then windows-1252."""
    assert decode(body, content_type) == TEXT


@pytest.mark.parametrize(
    ("charset", "written", "content_type"),
    [
        ("utf-8", "utf-8", XML),
        ("iso-8859-1", "utf-8", XML),
        ("iso-8859-15", "iso-8859-15", XML),
        ("iso-8859-1", "cp1252", XML),
        ("utf-8", "cp1252", XML),
        ("utf-16", "utf-8", XML),
        ("utf-16", "utf-16-le", XML),
        ("utf-16", "utf-16-be", XML),
        ("utf-32", "utf-32-be", XML),
        ("unknown", "cp1252", XML),
        ("utf-8", "iso-8859-15", "text/xml; charset=iso-8859-15"),
    ],
)
def test_declared(charset: str, written: str, content_type: str) -> None:
    """The declaration is believed last, and never against the evidence."""
    text = _declared(charset)
    assert decode(text.encode(written), content_type) == text


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-2022-jp", "ドローン"),
        ("shift_jis", "ドローン ①"),
        ("euc-jp", "ドローン"),
        ("big5", "無人機"),
        ("euc-kr", "드론"),
        ("koi8-r", "дроны"),
        ("windows-1251", "дроны"),
    ],
)
def test_other_scripts(charset: str, text: str) -> None:
    """What is declared counts, also where the bytes look like ASCII."""
    written = {"shift_jis": "cp932"}.get(charset, charset)
    assert decode(_declared(charset, text).encode(written), XML) == _declared(charset, text)


def test_broken_byte() -> None:
    """One cut character does not turn all the others into mojibake."""
    body = TEXT.encode() + "é".encode()[:1]
    assert decode(body, "") == TEXT + "\ufffd"


@given(st.binary(max_size=200), st.text(max_size=40))
def test_never_raises(body: bytes, content_type: str) -> None:
    """Every document has characters, and all of them can be written again."""
    decode(body, f"text/xml; charset={content_type}").encode()


@pytest.mark.parametrize("content_type", ["text/xml", "text/html", "application/octet-stream", ""])
def test_content_types(content_type: str) -> None:
    """Whatever a server calls its feed, the letters are right and nothing is complained about."""
    assert only(rss(item(TEXT)), content_type).title == TEXT
