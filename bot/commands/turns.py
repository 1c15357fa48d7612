"""How often one person or chat is heard: nobody keeps the bot busy for the others."""

from typing import Final

MOST_KNOWN: Final = 10_000
"""People who are remembered; when there are more, all have their turns anew."""


class Turns:
    """So many for each person in so many seconds. No clock in it: the time is an argument."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._taken: dict[int, list[float]] = {}

    def take(self, person: int, now: float) -> bool:
        """Whether it is their turn, which is then taken; `now` in seconds of a steady clock."""
        lately = [at for at in self._taken.get(person, ()) if now - at < self._seconds]
        if len(lately) >= self._most:
            return False
        if len(self._taken) >= MOST_KNOWN:
            self._taken.clear()
        self._taken[person] = [*lately, now]
        return True
