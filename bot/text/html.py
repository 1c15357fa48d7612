"""From markup to plain text, with selectolax (the HTML5 parser Lexbor): never fails."""

import html
import re
import unicodedata
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST: Final = 1_000_000
"""Characters of markup that are read: an article has some thousands."""
MOST_TAGS: Final = 10_000
"""Beyond, tags are cut out blindly: the parser's time grows with the square of the nesting."""

_DROPPED: Final = ["script", "style", "iframe", "noscript", "template", "svg", "form", "button"]
_AROUND: Final = ["nav", "header", "footer", "aside", "dialog", "menu", "select", "figure"]
"""What stands around a page's article."""
_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip
_INVISIBLE: Final = re.compile(
    "[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"
)
"""Soft hyphens, zero-width spaces, control characters. Joiners stay: they belong to words."""
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
"""Halves of characters, which Lexbor does not take."""
_SPACES: Final = re.compile(r"[ \t\r\n\f\v\x85\u2000-\u200a\u2028\u2029\u3000]+")
_BLOCK: Final = "\0"
_LINE: Final = "\x01"
_BORDER: Final = re.compile(r"\0|\x01\s*\x01")
"""Between paragraphs: the border of a block, or two line breaks."""
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")
_TAG: Final = re.compile(r"<[^<>]*>")
_MARKUP: Final = re.compile(r"<[a-zA-Z/!]|&(?:#\d|#x|[a-zA-Z]+;)")


def plain_text(markup: str) -> str:
    """The text of an HTML fragment or of plain text.

    Block elements become paragraphs, which a blank line separates; white space is folded (a
    no-break space stays one); scripts and other invisible things are gone. Unicode NFC.
    """
    return _text(markup, _DROPPED)


def page_text(markup: str) -> str:
    """The same of a whole page, without menus, pictures and what else stands around its text."""
    return _text(markup, [*_DROPPED, *_AROUND])


def _text(markup: str, dropped: list[str]) -> str:
    markup = _SURROGATES.sub("", markup[:MOST])
    if not _MARKUP.search(markup):
        return _paragraphs(_BLANK_LINE.split(markup))
    if markup.count("<") > MOST_TAGS:
        return _paragraphs(_BLANK_LINE.split(html.unescape(_TAG.sub(" ", markup))))
    tree = LexborHTMLParser(markup)
    body = tree.body
    if body is None:
        return ""
    body.strip_tags(dropped)
    pieces: list[str] = []
    _walk(body, pieces)
    return _paragraphs(_BORDER.split("".join(pieces)))


def plain_title(markup: str) -> str:
    """A title on one line: unescaped twice (feeds escape titles once too often), tags stripped."""
    once = html.unescape(markup[:20_000])
    stripped = plain_text(html.unescape(once) if _MARKUP.search(once) else once)
    return " ".join(stripped.split("\n")).replace("  ", " ").strip()


def _walk(root: LexborNode, pieces: list[str]) -> None:
    """The text under `root`, with marks for line breaks and the borders of blocks.

    With a stack of its own: hostile documents nest deeper than Python's.
    """
    stack: list[LexborNode | str | None] = [root.first_child]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif node is not None:
            border = _BLOCK if node.tag in _BLOCKS else ""
            pieces.append(border or _inline(node))
            stack += [node.next, border, node.first_child]


def _inline(node: LexborNode) -> str:
    if node.tag == "-text":
        return (node.text_content or "").replace(_BLOCK, "").replace(_LINE, "")
    return _LINE if node.tag == "br" else ""


def _paragraphs(raw: list[str]) -> str:
    cleaned = (clean(paragraph) for paragraph in raw)
    return "\n\n".join(paragraph for paragraph in cleaned if paragraph)


def clean(text: str) -> str:
    """One line: white space folded, invisible characters gone, Unicode NFC."""
    return unicodedata.normalize(
        "NFC", _SPACES.sub(" ", _INVISIBLE.sub("", text.replace(_LINE, " ")))
    ).strip()
