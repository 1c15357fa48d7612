"""Which feeds of a list become sources: new addresses, each with a name of its own. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from bot.i18n import Text
from bot.model import Source
from bot.notation import read_duration
from bot.text.urls import canonical_url
from bot.watchlist import values

_SPARE: Final = 8
"""Characters left for the number after a name that is taken."""


class Subscription(NamedTuple):
    """A feed of a list: nothing of it is checked yet."""

    title: str
    url: str
    tags: frozenset[str] = frozenset()
    lang: str | None = None
    country: str | None = None
    every: str = ""
    paused: bool = False
    full_text: bool = True


class Refused(NamedTuple):
    """A feed that does not become a source."""

    title: str
    url: str
    reason: Text


class Admission(NamedTuple):
    """What becomes of the feeds of a list, in its order."""

    sources: tuple[Source, ...]
    refused: tuple[Refused, ...]


def admit(feeds: Iterable[Subscription], present: Sequence[Source]) -> Admission:
    """Tell newcomers from those that are there, and those that cannot be."""
    names = Names(source.name for source in present)
    bearers = {key_of(source.url): source.name for source in present}
    admitted: list[Source] = []
    refused: list[Refused] = []
    for feed in feeds:
        key = key_of(feed.url)
        if reason := _obstacle(feed, bearers.get(key)):
            refused.append(Refused(feed.title, feed.url, reason))
            continue
        source = _source_of(feed, names.free(feed.title or host_of(feed.url)))
        bearers[key] = source.name
        admitted.append(source)
    return Admission(tuple(admitted), tuple(refused))


def _source_of(feed: Subscription, name: str) -> Source:
    """The source that a subscription becomes, its address being usable."""
    read = read_duration(feed.every)
    every = values.every(feed.every) if read else None
    return Source(
        name=name,
        url=feed.url,
        lang=feed.lang,
        tags=feed.tags,
        every=every,
        country=feed.country,
        paused=feed.paused,
        full_text=feed.full_text,
    )


def _obstacle(feed: Subscription, bearer: str | None) -> Text | None:
    if values.url(feed.url) is None:
        return _NO_ADDRESS
    return already(bearer) if bearer else None


def already(name: str) -> Text:
    """The address belongs to a source."""
    return Text(en=f"It is already there: “{name}”.", fr=f"Déjà là : « {name} ».")


def bearer_of(url: str, present: Iterable[Source]) -> Source | None:
    """The source that has this address, or one that leads to the same."""
    key = key_of(url)
    return next((source for source in present if key_of(source.url) == key), None)


def key_of(url: str) -> str:
    """What tells addresses apart: not http or https, ``www.``, tracking, or a trailing slash."""
    return canonical_url(url) or url


def host_of(url: str) -> str:
    """The host of an address, for want of a name."""
    return canonical_url(url).removeprefix("https://").partition("/")[0] or url[:60]


class Names:
    """Names that are taken, without regard to case."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}
        self._numbers: dict[str, int] = {}

    def free(self, wish: str) -> str:
        """The name that is wished for, else with a number; it is taken from now on."""
        words = " ".join("".join(char if char.isprintable() else " " for char in wish).split())
        name = words[: values.LONGEST_NAME].rstrip() or "?"
        stem = name[: values.LONGEST_NAME - _SPARE].rstrip()
        number = self._numbers.get(stem, 1)
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem} ({number})"
        self._numbers[stem] = number
        self._taken.add(name.casefold())
        return name


_NO_ADDRESS: Final = Text(
    en="Its address is not one of the web (https://…).",
    fr="Son adresse n'en est pas une du web (https://…).",
)
