"""Writes the feed of an outlet in its own format, with its own habits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Final, Self

from bot.demo.outlets.press import Format, Item, Outlet

CONTENT_TYPES: Final[dict[Format, str]] = {
    "rss": "application/rss+xml",
    "rss-full": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
}
_NAMESPACES: Final = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


@dataclass(frozen=True, slots=True)
class Issue:
    """What an outlet shows at one moment: the newest first."""

    outlet: Outlet
    items: tuple[Item, ...]
    opened_at: datetime
    site: str
    """The address of all outlets, with a slash at the end."""

    @classmethod
    def at(cls, outlet: Outlet, opened_at: datetime, now: datetime, site: str) -> Self:
        """The issue at `now` of a demo that began at `opened_at`."""
        out = (item for item in outlet.items if opened_at + item.after <= now)
        newest_first = sorted(out, key=lambda item: item.published_at(opened_at), reverse=True)
        return cls(outlet, tuple(newest_first), opened_at, site)

    @property
    def changed_at(self) -> datetime:
        """When its last item came out."""
        return max((self.published_at(item) for item in self.items), default=self.opened_at)

    def published_at(self, item: Item) -> datetime:
        """When `item` came out."""
        return item.published_at(self.opened_at)

    def link(self, item: Item) -> str:
        """The address of `item`, with the tracking that the outlet adds."""
        tracking = f"?{self.outlet.tracking}" if self.outlet.tracking else ""
        return f"{self.site}articles/{item.page}{tracking}"

    def title(self, item: Item) -> str:
        """The title as XML text."""
        once = escape(item.title, quote=False)
        return escape(once, quote=False) if self.outlet.titles_escaped_twice else once


def write(issue: Issue) -> bytes:
    """The document, in the outlet's charset."""
    outlet = issue.outlet
    document = _WRITERS[outlet.format](issue)
    if outlet.ampersands_bare:
        document = document.replace("&amp;amp; ", "& ").replace("&amp; ", "& ")
    declaration = f'<?xml version="1.0" encoding="{outlet.charset}"?>\n'
    return (declaration + document).encode(outlet.charset, "xmlcharrefreplace")


def _rss(issue: Issue) -> str:
    return _rss_of(issue, lambda item: _element("description", escape(_html(item))))


def _rss_full(issue: Issue) -> str:
    return _rss_of(
        issue,
        lambda item: (
            _element("description", escape(_lead(item)))
            + _element("content:encoded", _cdata(_html(item)))
        ),
    )


def _rss_of(issue: Issue, body: Callable[[Item], str]) -> str:
    items = (
        "<item>"
        + _element("title", issue.title(item))
        + _element("link", escape(issue.link(item)))
        + f'<guid isPermaLink="false">{escape(item.id)}</guid>'
        + _element("pubDate", format_datetime(issue.published_at(item)))
        + (_element("dc:creator", escape(item.author)) if item.author else "")
        + body(item)
        + "</item>"
        for item in issue.items
    )
    return _lines(
        f'<rss version="2.0" {_NAMESPACES}><channel>',
        _element("title", escape(issue.outlet.name)),
        _element("link", issue.site),
        _element("description", escape(issue.outlet.name)),
        _element("language", issue.outlet.lang),
        _element("lastBuildDate", format_datetime(issue.changed_at)),
        *items,
        "</channel></rss>",
    )


def _atom(issue: Issue) -> str:
    entries = (
        f'<entry><title type="html">{escape(issue.title(item), quote=False)}</title>'
        f'<link rel="alternate" type="text/html" href="{escape(issue.link(item))}"/>'
        + _element("id", f"tag:vigie.example,2026:{escape(item.id)}")
        + _element("published", issue.published_at(item).isoformat())
        + _element("updated", issue.published_at(item).isoformat())
        + f"<author>{_element('name', escape(item.author or issue.outlet.name))}</author>"
        + f'<content type="html">{escape(_html(item))}</content>'
        + "</entry>"
        for item in issue.items
    )
    return _lines(
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{issue.outlet.lang}">',
        _element("title", escape(issue.outlet.name)),
        _element("id", f"tag:vigie.example,2026:{issue.outlet.slug}"),
        f'<link rel="alternate" href="{issue.site}"/>',
        _element("updated", issue.changed_at.isoformat()),
        *entries,
        "</feed>",
    )


def _rdf(issue: Issue) -> str:
    about = {item.id: f'rdf:about="{escape(issue.link(item))}"' for item in issue.items}
    items = (
        f"<item {about[item.id]}>"
        + _element("title", issue.title(item))
        + _element("link", escape(issue.link(item)))
        + _element("description", escape(_html(item)))
        + _element("dc:creator", escape(item.author or issue.outlet.name))
        + _element("dc:date", issue.published_at(item).isoformat())
        + "</item>"
        for item in issue.items
    )
    contents = (f'<rdf:li rdf:resource="{escape(issue.link(item))}"/>' for item in issue.items)
    return _lines(
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/"'
        f' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {_NAMESPACES}>',
        f'<channel rdf:about="{issue.site}">',
        _element("title", escape(issue.outlet.name)),
        _element("link", issue.site),
        _element("description", escape(issue.outlet.name)),
        _element("dc:language", issue.outlet.lang),
        f"<items><rdf:Seq>{''.join(contents)}</rdf:Seq></items>",
        "</channel>",
        *items,
        "</rdf:RDF>",
    )


_WRITERS: Final[dict[Format, Callable[[Issue], str]]] = {
    "rss": _rss,
    "rss-full": _rss_full,
    "atom": _atom,
    "rdf": _rdf,
}


def _html(item: Item) -> str:
    return "\n".join(item.blocks)


def _lead(item: Item) -> str:
    return next(block for block in item.blocks if block.startswith("<p>"))


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _lines(*parts: str) -> str:
    return "\n".join(parts) + "\n"
