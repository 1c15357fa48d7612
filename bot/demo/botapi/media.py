"""Photos and documents: files that bots sent, and how messages show them."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["photo", "document"]

MOST_KEPT: Final = 64 * 1024 * 1024
"""Bytes of files in memory; the oldest go first, and can then no longer be fetched."""
_PREFIXES: Final[Mapping[Kind, str]] = {"photo": "AgAC", "document": "BQAC"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Media:
    """What a message shows above its caption. `width` and `height` are those of a photo."""

    kind: Kind
    number: int
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0

    @property
    def file_id(self) -> str:
        """What bots know it by."""
        return f"{_PREFIXES[self.kind]}AgADstandin{self.number:09d}"

    @property
    def path(self) -> str:
        """`file_path` of the Bot API, without any name that the sender gave."""
        ending = ".jpg" if self.kind == "photo" else ""
        return f"{self.kind}s/file_{self.number}{ending}"

    def file_json(self) -> dict[str, Any]:
        """As `File` of the Bot API."""
        unique = f"AQAD{self.number:09d}"
        return {"file_id": self.file_id, "file_unique_id": unique, "file_size": self.size}

    def to_json(self) -> dict[str, Any]:
        """The field of a message: a photo in its one size, or a document."""
        if self.kind == "photo":
            shape = {"width": self.width, "height": self.height}
            return {"photo": [self.file_json() | shape]}
        told = {"file_name": self.name, "mime_type": self.mime}
        return {"document": self.file_json() | {name: each for name, each in told.items() if each}}


class Files:
    """The bytes of what was sent, by file id."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Media, bytes]] = OrderedDict()
        self._bytes = 0
        self._made = 0

    def keep(self, kind: Kind, upload: Upload, size: tuple[int, int] = (0, 0)) -> Media:
        """Remember a file."""
        self._made += 1
        data = upload.data
        media = Media(kind, self._made, upload.name, upload.mime, len(data), *size)
        self._kept[media.file_id] = (media, data)
        self._bytes += len(data)
        while self._bytes > MOST_KEPT:
            _, (_, oldest) = self._kept.popitem(last=False)
            self._bytes -= len(oldest)
        return media

    def known(self, file_id: str) -> Media | None:
        """The file of that id, if it is still there."""
        found = self._kept.get(file_id)
        return found[0] if found else None

    def numbered(self, number: int) -> tuple[Media, bytes] | None:
        """The file of that number with its bytes, if it is still there."""
        return next((each for each in self._kept.values() if each[0].number == number), None)

    def at(self, path: str) -> tuple[Media, bytes] | None:
        """The file of that path with its bytes, if it is still there."""
        return next((each for each in self._kept.values() if each[0].path == path), None)
