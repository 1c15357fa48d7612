"""The outlets and their articles, as the files of `press/` and `stories/` tell them."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, Literal

Format = Literal["rss", "rss-full", "atom", "rdf"]
"""RSS 2.0, the same with the whole text in `content:encoded`, Atom 1.0, RDF (RSS 1.0)."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article in the feed of an outlet."""

    id: str
    page: str
    """The path of its page, ``outlet/article``: another outlet's where it is aggregated."""
    title: str
    blocks: tuple[str, ...]
    """Paragraphs and furniture, as HTML elements."""
    author: str
    age: timedelta
    """How long before the demo it was published."""
    after: timedelta
    """How long after the beginning of the demo it appears; zero for what is there at once."""

    def published_at(self, opened_at: datetime) -> datetime:
        """When it came out, for a demo that began at `opened_at`."""
        return opened_at + self.after if self.after else opened_at - self.age


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A paper, an agency or an aggregator, and the habits of its feed."""

    slug: str
    name: str
    lang: str
    format: Format
    items: tuple[Item, ...]
    charset: str = "utf-8"
    tracking: str = ""
    """A query that it adds to every link."""
    delay: float = 0.0
    """Seconds before it answers."""
    titles_escaped_twice: bool = False
    ampersands_bare: bool = False
    """Its XML is not well-formed: ``&`` stands as it is."""


@cache
def press() -> tuple[Outlet, ...]:
    """Every outlet that works, by slug."""
    found = sorted(
        (path.name.removesuffix(".toml"), path.read_text("utf-8"))
        for path in files(__package__).joinpath("press").iterdir()
        if path.name.endswith(".toml")
    )
    return tuple(_outlet(slug, tomllib.loads(text)) for slug, text in found)


def _outlet(slug: str, data: dict[str, Any]) -> Outlet:
    items = tuple(_item(slug, rank, item) for rank, item in enumerate(data.pop("item")))
    return Outlet(slug=slug, items=items, **data)


def _item(outlet: str, rank: int, data: dict[str, Any]) -> Item:
    title, text = _story(data["story"]) if "story" in data else (data["title"], data["text"])
    name = data.get("of") or data.get("story") or _slug(title)
    return Item(
        id=f"{outlet}/{name}",
        page=f"{data.get('via', outlet)}/{name}",
        title=title,
        blocks=tuple(_block(block) for block in text.strip().split("\n\n")),
        author=data.get("author", ""),
        age=timedelta(minutes=data.get("minutes", 25 + 53 * rank)),
        after=timedelta(seconds=data.get("after", 0)),
    )


def _story(name: str) -> tuple[str, str]:
    """Title and text of a file of `stories/`: a line that begins with #, then paragraphs."""
    file = files(__package__).joinpath("stories", f"{name}.md")
    title, _, text = file.read_text("utf-8").partition("\n")
    return title.removeprefix("# "), text


def _block(block: str) -> str:
    """A paragraph as HTML; what begins with a tag is HTML already."""
    return block if block.startswith("<") else f"<p>{escape(block, quote=False)}</p>"


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain)[:9])
