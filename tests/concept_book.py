"""Two concepts for the tests of the language, whatever the shipped ones become."""

from typing import Final

from bot.expression import Concept, Phrase, Prefix, Word

CHINA: Final = Concept(
    "Chine",
    (Word("Chine"), Word("China"), Word("Китай"), Word("中国"), Prefix("chinois"), Word("china")),
)
SOUTH_KOREA: Final = Concept("Corée du Sud", (Phrase("Corée du Sud"), Phrase("South Korea")))
DRONES: Final = Concept("Drones", (Word("drone"),))


class ConceptBook:
    """Looks up the concepts above by their names."""

    def find(self, name: str) -> Concept | None:
        """By the whole name, whatever its case."""
        named = (
            known for known in (CHINA, SOUTH_KOREA, DRONES) if known.name.lower() == name.lower()
        )
        return next(named, None)

    def like(self, name: str) -> tuple[str, ...]:
        """Those that begin with the same three letters."""
        near = (CHINA, SOUTH_KOREA, DRONES)
        return tuple(known.name for known in near if known.name[:3].lower() == name[:3].lower())


BOOK: Final = ConceptBook()
