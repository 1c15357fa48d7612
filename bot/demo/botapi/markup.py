"""Telegram's HTML, read as strictly as the server does.

Behaves like `parse_html` of td (td/telegram/MessageEntity.cpp): the same tags, the same leniency
about attributes, the same error texts with offsets in bytes of UTF-8.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from bot.demo.botapi.entities import Entity, Formatted, in_order, utf16_length
from bot.demo.botapi.links import checked_link, linked_user

_STYLES: Final = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_TAGS: Final = frozenset(_STYLES) | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
_NAMED: Final = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}

# The text ends with a NUL, which counts as a blank, as in td.
_PLAIN: Final = re.compile(rb"[^<&]*")
_BLANKS: Final = re.compile(rb"[ \t\r\n\v]*")
_NAME: Final = re.compile(rb"[^> \t\r\n\v\0]*")
_ATTRIBUTE: Final = re.compile(rb"[^=>/\"' \t\r\n\v\0]*")
_TOKEN: Final = re.compile(rb"[A-Za-z0-9.-]*")
_REFERENCE: Final = re.compile(rb"&(?:#x([0-9A-Fa-f]*)|#([0-9]*)|([A-Za-z]*));?")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TIME_FORMAT: Final = re.compile(r"r|w?[dD]?[tT]?")


class MarkupError(ValueError):
    """The markup cannot be read; the text is the server's."""


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    offset: int
    """In UTF-16 units of the text."""
    piece: int
    """How many pieces of text came before."""


def parse_html(html: str) -> Formatted:
    """The text without markup, and its entities.

    Raises:
        MarkupError: With the words of the server.
    """
    return _Reader(html).read()


class _Reader:
    def __init__(self, html: str) -> None:
        self.data = html.replace("\0", " ").encode() + b"\0"
        self.at = 0
        self.units = 0
        self.pieces: list[str] = []
        self.open: list[_Tag] = []
        self.entities: list[Entity] = []

    def read(self) -> Formatted:
        while self.at < len(self.data) - 1:
            self._step()
        if self.open:
            raise MarkupError(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"'
            )
        text = "".join(self.pieces)
        if _SURROGATE.search(text):
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        kept = (
            replace(each, language="") if each.type == "code" else each for each in self.entities
        )
        return Formatted(text, tuple(sorted(kept, key=in_order)))

    def _step(self) -> None:
        if self.data[self.at : self.at + 1] == b"<":
            self._tag()
        elif self.data[self.at : self.at + 1] == b"&":
            self._write(self._reference())
        else:
            self._write(self._take(_PLAIN).rstrip(b"\0").decode())

    def _take(self, pattern: re.Pattern[bytes]) -> bytes:
        found = pattern.match(self.data, self.at)
        assert found is not None, "every pattern here matches the empty string"
        self.at = found.end()
        return found[0]

    def _next(self) -> bytes:
        return self.data[self.at : self.at + 1]

    def _write(self, text: str) -> None:
        self.pieces.append(text)
        self.units += utf16_length(text)

    def _reference(self) -> str:
        """A character reference decoded, or the ampersand itself when it is none."""
        found = _REFERENCE.match(self.data, self.at)
        character = _referred(found) if found else ""
        if found is None or not character:
            self.at += 1
            return "&"
        self.at = found.end()
        return character

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self._next() == b"/":
            self._end_tag(begin)
            return
        name = self._take(_NAME).decode().lower()
        if self._next() == b"\0":
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        if name not in _TAGS:
            raise MarkupError(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Tag(name, attributes, self.units, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._take(_BLANKS)
            if self._next() == b">":
                self.at += 1
                return attributes
            name = self._take(_ATTRIBUTE).decode()
            if not name:
                raise MarkupError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
            attributes[name] = self._value(tag, begin)

    def _value(self, tag: str, begin: int) -> str:
        """What follows an attribute's name: nothing, ``=token`` or ``="literal"``."""
        self._take(_BLANKS)
        if self._next() == b"=":
            self.at += 1
            self._take(_BLANKS)
            if self._next() != b"\0":
                value = self._literal() if self._next() in b"\"'" else self._token()
                if self._next() == b"\0":
                    raise MarkupError(f"Unclosed start tag at byte offset {begin}")
                return value
        if self._next() == b"\0":
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return ""

    def _token(self) -> str:
        begin = self.at
        token = self._take(_TOKEN)
        if self._next() not in b"> \t\r\n\v\0":
            raise MarkupError(f"Unexpected end of name token at byte offset {begin}")
        return token.decode().lower()

    def _literal(self) -> str:
        quote = self._next()
        plain = re.compile(rb"[^&\0" + quote + rb"]*")
        self.at += 1
        value = self._take(plain).decode()
        while self._next() == b"&":
            value += self._reference() + self._take(plain).decode()
        if self._next() == quote:
            self.at += 1
        return value

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise MarkupError(f"Unexpected end tag at byte offset {begin}")
        self.at += 1
        found = self._take(_NAME).decode().lower()
        self._take(_BLANKS)
        if self._next() != b">":
            raise MarkupError(f"Unclosed end tag at byte offset {begin}")
        tag = self.open[-1]
        if found and found != tag.name:
            raise MarkupError(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{tag.name}>", found "</{found}>"'
            )
        self.at += 1
        self.open.pop()
        if self.units > tag.offset:
            self._mark(tag)

    def _mark(self, tag: _Tag) -> None:
        """Add the entity that a closed tag stands for; some tags stand for none."""
        length = self.units - tag.offset
        if tag.name in _STYLES:
            self.entities.append(Entity(_STYLES[tag.name], tag.offset, length))
        elif tag.name in ("pre", "code"):
            self._mark_code(tag, length)
        elif tag.name == "a":
            self._mark_link(tag, length)
        else:
            self.entities.append(_special(tag, length))

    def _mark_link(self, tag: _Tag, length: int) -> None:
        link = tag.attributes.get("href") or "".join(self.pieces[tag.piece :])
        if user_id := linked_user(link):
            self.entities.append(Entity("text_mention", tag.offset, length, user_id=user_id))
        elif url := checked_link(link):
            self.entities.append(Entity("text_link", tag.offset, length, url=url))

    def _mark_code(self, tag: _Tag, length: int) -> None:
        """`pre` and `code` of a language around exactly the same text are one entity."""
        language = tag.attributes.get("class", "")
        language = language.removeprefix("language-") if language.startswith("language-") else ""
        inner = self.entities[-1] if self.entities else None
        if inner is not None and (inner.offset, inner.length) == (tag.offset, length):
            if tag.name == "pre" and inner.type == "code" and inner.language:
                self.entities[-1] = Entity("pre", tag.offset, length, language=inner.language)
                return
            if tag.name == "code" and inner.type == "pre" and language:
                self.entities[-1] = Entity("pre", tag.offset, length, language=language)
                return
        self.entities.append(
            Entity(tag.name, tag.offset, length, language="" if tag.name == "pre" else language)
        )


def _referred(found: re.Match[bytes]) -> str:
    """The character that a reference stands for; empty for none that the server knows."""
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name, "")
    if len(found[0].rstrip(b";")) >= 10:
        return ""
    code = int(decimal or b"0") if hexadecimal is None else int(hexadecimal or b"0", 16)
    return chr(code) if 0 < code < 0x10FFFF else ""


def _special(tag: _Tag, length: int) -> Entity:
    if tag.name == "blockquote":
        kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
        return Entity(kind, tag.offset, length)
    if tag.name == "tg-emoji":
        emoji = tag.attributes.get("emoji-id", "")
        if not re.fullmatch(r"[1-9]\d{0,18}", emoji, re.ASCII):
            raise MarkupError("Invalid custom emoji identifier specified")
        return Entity("custom_emoji", tag.offset, length, custom_emoji_id=emoji)
    return _time(tag, length)


def _time(tag: _Tag, length: int) -> Entity:
    """A date: `unix` is needed. The words of the two errors are ours, td's are not public."""
    unix, shape = tag.attributes.get("unix", ""), tag.attributes.get("format", "")
    if not re.fullmatch(r"[1-9]\d{0,9}", unix, re.ASCII):
        raise MarkupError("Invalid Unix time specified")
    if not _TIME_FORMAT.fullmatch(shape):
        raise MarkupError("Invalid date-time format specified")
    return Entity("date_time", tag.offset, length, unix_time=int(unix), date_time_format=shape)
