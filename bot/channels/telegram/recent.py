"""A memory that is never full: of what came last. Pure."""

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Recent(Generic[T]):
    """Remembers the last so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[T, None] = {}

    def __contains__(self, one: T) -> bool:
        return one in self._known

    def add(self, one: T) -> bool:
        """Remember it; says whether it is new."""
        if one in self._known:
            return False
        self._known[one] = None
        if len(self._known) > self._most:
            del self._known[next(iter(self._known))]
        return True

    def forget(self, one: T) -> None:
        """As if it had never come."""
        self._known.pop(one, None)
