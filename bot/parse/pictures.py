"""The picture of an article: one that the feed names, else one that it certainly shows. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import chain
from typing import Any, Final

from bot.text.urls import absolute

LONGEST: Final = 200_000
"""Characters of a text that are looked at."""
MOST_LOOKED_AT: Final = 10
"""Images of a text."""
SMALLEST: Final = 50
"""Pixels of a side: below are buttons, smileys and counters."""

_FILE: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:[?#]|$)", re.IGNORECASE)
_IMG: Final = re.compile(r"<img\s((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"(?<![\w-])(src|width|height|style|alt|class)\s*+=\s*+"
    r"(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++))",
    re.IGNORECASE,
)
_SIDE: Final = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*")
_STYLED: Final = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*(\d{1,5})px|display\s*:\s*none")
_NO_PICTURE: Final = re.compile(
    r"//(?:pixel|stats?|track(?:er|ing)?|count(?:er)?|analytics|beacon|logs?|metrics|ads?)\d?[.-]|"
    r"[/_.-](?:pixel|tracker|tracking|beacon|counter|spacer|blank|transparent|smil(?:ey|ies)|emoji)"
    r"[/_.?-]|"
    r"feeds?\.feedburner\.com/~|feedsportal\.com|feedblitz\.com|doubleclick\.net|"
    r"google-analytics\.com|googlesyndication\.com|xiti\.com|wp\.com/b\.gif|wordpress\.com/b\.gif|"
    r"estat\.com|weborama\.|smartadserver\.|medium\.com/_/stat|gravatar\.com/avatar|/1x1\b",
    re.IGNORECASE,
)
"""Counters and decorations, by their usual addresses."""


def picture(item: Mapping[str, Any], texts: Iterable[str], base: str) -> str:
    """The address of an article's picture, absolute http(s); empty when none is certain.

    Args:
        item: As feedparser has it: Media RSS, enclosures and iTunes count, in this order.
        texts: Its texts in HTML, of which the first image counts that is neither small nor a
            counter.
        base: The address that relative ones are seen from.
    """
    urls = chain(_named(item), *(_shown(text[:LONGEST]) for text in texts))
    return next((found for url in urls if url and (found := absolute(url, base))), "")


def _named(item: Mapping[str, Any]) -> Iterator[str]:
    images = [media for media in _mappings(item, "media_content") if _is_image(media)]
    for media in sorted(images, key=_width, reverse=True):
        yield _string(media, "url")
    for media in _mappings(item, "media_thumbnail"):
        yield _string(media, "url")
    for link in _mappings(item, "links"):
        if link.get("rel") == "enclosure" and _string(link, "type").startswith("image/"):
            yield _string(link, "href")
    image = item.get("image")
    if isinstance(image, Mapping):
        yield _string(image, "href")


def _mappings(item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = item.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _string(of: Mapping[str, Any], name: str) -> str:
    found = of.get(name)
    return found.strip() if isinstance(found, str) else ""


def _is_image(media: Mapping[str, Any]) -> bool:
    kind = _string(media, "medium") or _string(media, "type").partition("/")[0]
    return kind == "image" if kind else bool(_FILE.search(_string(media, "url")))


def _width(media: Mapping[str, Any]) -> int:
    width = _SIDE.fullmatch(_string(media, "width"))
    return int(width[1]) if width else 0


def _shown(text: str) -> Iterator[str]:
    """What its images show, as far as it may be a picture."""
    for number, image in enumerate(_IMG.finditer(text)):
        if number == MOST_LOOKED_AT:
            return
        attributes = {
            name.lower(): unescape(double or single or bare).strip()
            for name, double, single, bare in _ATTRIBUTE.findall(image[1])
        }
        url = attributes.get("src", "")
        if not (_is_tiny(attributes) or _NO_PICTURE.search(url)):
            yield url


def _is_tiny(attributes: Mapping[str, str]) -> bool:
    sides = [_SIDE.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
    if any(side and int(side[1]) < SMALLEST for side in sides):
        return True
    styles = _STYLED.finditer(attributes.get("style", ""))
    return any(not style[1] or int(style[1]) < SMALLEST for style in styles)
