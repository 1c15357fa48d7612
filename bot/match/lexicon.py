"""The words that rules use, each under a number, and which of them a piece of text fulfils.

A word of a rule, a prefix, an exact form and a whole group of words are one key each. A piece of
text between blanks (a chunk) is analysed once in each language; from then on one look-up tells the
keys that it fulfils, so lemmas, prefixes and groups of fifty names cost an article nothing.
"""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Final, NamedTuple, TypeVar

from bot.expression import Term
from bot.match.patterns import STAR, Pattern, Sought, is_plain, lone, pattern
from bot.text.analysis import Analyser
from bot.text.folding import is_latin, plain
from bot.text.words import chunks, split

T = TypeVar("T")
E = TypeVar("E")

NO_KEY: Final = -1
_FOREIGN: Final = ""
_HEAD: Final = 3
"""Letters of a prefix that are always there."""
_MOST_REMEMBERED: Final = 200_000
"""Chunks of a language. A year of a newspaper has fewer."""
_ROOM: Final = 1_000
"""Words of rules that are gone, kept for rules to come; more where there are more words."""
_LONGEST_REMEMBERED: Final = 48
"""Characters: what is longer (an address, a line of Chinese) is hardly ever seen twice."""


class Spot(NamedTuple):
    """Where in a chunk a key is fulfilled: from its word number `first` to before `stop`."""

    key: int
    first: int
    stop: int


class Placed(NamedTuple):
    """A chunk: how many words it has, and where the keys are."""

    words: int
    spots: tuple[Spot, ...]


Known = Pattern | tuple[int]
"""A term in keys: most have one key that alone tells whether they are there."""


_ONE_WORD: Final = Placed(1, ())
"""What nearly every chunk is: one word that no rule needs."""


class Lexicon:
    """Keys by form, counted by use; and what was found out about chunks.

    One thread adds and removes while others look up: a key is complete before it can be found.
    """

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser
        self._keys: dict[str, int] = {}
        """By what identifies them: their forms in one string."""
        self._identities: dict[int, str] = {}
        self.uses: dict[int, int] = {}
        """How many rules need each key."""
        self._by_form: dict[str, tuple[int, ...]] = {}
        self._by_head: dict[str, tuple[tuple[str, int], ...]] = {}
        self._known: dict[str, Known] = {}
        """By words as people write them: most rules are made of words of other rules. What no rule
        needs any more is still there for a while."""
        self._next = 0
        self._keys_of: dict[tuple[str, str | None], _Memo[tuple[int, ...]]] = {}
        self._placed: dict[tuple[str, str | None], _Memo[Placed]] = {}

    # ── rules ────────────────────────────────────────────────────────────────────────────────

    def take(self, term: Term, scope: str = "") -> Known:
        """The keys of a term, each of which is counted once more."""
        if not is_plain(term):
            return pattern(term, self.analyser, partial(self._take, scope=scope))
        known = self._still_known(scope + term.text)
        if known is not None:
            for key in known if isinstance(known, tuple) else known.every:
                self.uses[key] += 1
            return known
        found = pattern(term, self.analyser, partial(self._take, scope=scope))
        known = found if found.only is None else (found.only,)
        self._know(scope + term.text, known)
        return known

    def take_any(self, keys: Iterable[int]) -> int:
        """The key of what fulfils one of `keys` at least, counted once more."""
        forms = {form for key in keys for form in self._identities[key].split("\n")}
        return self._count(sorted(forms))

    def find(self, term: Term, scope: str = "") -> Pattern:
        """The pattern of a term; nothing fulfils the keys of words that no rule needs."""
        known = self._still_known(scope + term.text) if is_plain(term) else None
        if isinstance(known, tuple):
            return lone(known[0])
        return known or pattern(term, self.analyser, partial(self._find, scope=scope))

    def _still_known(self, spelling: str) -> Known | None:
        known = self._known.get(spelling)
        return known if known is not None and self._is_needed(known) else None

    def _is_needed(self, known: Known) -> bool:
        if isinstance(known, tuple):
            return known[0] in self.uses
        return all(key in self.uses for key in known.every)

    def _know(self, spelling: str, known: Known) -> None:
        self._known[spelling] = known
        if len(self._known) > 2 * len(self._keys) + _ROOM:
            every = self._known.items()
            self._known = {each: known for each, known in every if self._is_needed(known)}

    def _take(self, sought: Sought, scope: str) -> int:
        key = self._known_key(sought, scope)
        if key is None:
            return self._count(self._forms(sought, scope))
        self.uses[key] += 1
        return key

    def _find(self, sought: Sought, scope: str) -> int:
        key = self._known_key(sought, scope)
        if key is None:
            key = self._keys.get("\n".join(self._forms(sought, scope)), NO_KEY)
        return key

    def _known_key(self, sought: Sought, scope: str) -> int | None:
        """The key of a word that is a term of some rule."""
        known = None if sought.sign else self._still_known(scope + sought.text)
        if isinstance(known, tuple):
            return known[0]
        return known.steps[0][0].key if known and len(known.steps) == 1 else None

    def _forms(self, sought: Sought, scope: str) -> list[str]:
        return sorted(scope + form for form in sought.forms(self.analyser))

    def _count(self, forms: list[str]) -> int:
        """The key of these forms (any of them), counted once more."""
        identity = "\n".join(forms)
        key = self._keys.get(identity)
        if key is None:
            key = self._add(identity, forms)
        self.uses[key] += 1
        return key

    def drop(self, keys: Iterable[int]) -> None:
        """One rule fewer needs these keys."""
        for key in keys:
            left = self.uses[key] = self.uses[key] - 1
            if not left:
                self._remove(key)

    def _remove(self, key: int) -> None:
        identity = self._identities.pop(key)
        del self._keys[identity], self.uses[key]
        for form in identity.split("\n"):
            _without(self._by_form, form, lambda each: each != key)
            if form.endswith(STAR):
                _without(self._by_head, _head(form), lambda each: each[1] != key)

    def _add(self, identity: str, forms: list[str]) -> int:
        key, self._next = self._next, self._next + 1
        self.uses[key] = 0
        self._identities[key] = identity
        for form in forms:
            if form.endswith(STAR):
                head = _head(form)
                self._by_head[head] = (*self._by_head.get(head, ()), (form[:-1], key))
            else:
                self._by_form[form] = (*self._by_form.get(form, ()), key)
        self._keys[identity] = key
        self._forget()
        return key

    def _forget(self) -> None:
        """What was found out about chunks did not know of a new key."""
        if self._keys_of or self._placed:
            self._keys_of, self._placed = {}, {}

    # ── texts ────────────────────────────────────────────────────────────────────────────────

    def keys(self, text: str, lang: str | None, scope: str = "") -> set[int]:
        """The keys that some chunk of `text` fulfils."""
        lang = self._known_lang(lang)
        memo = self._keys_of.get((scope, lang))
        if memo is None:
            memo = self._keys_of[scope, lang] = _Memo(lambda chunk: self._look(chunk, lang, scope))
        return set(chain.from_iterable(map(memo.__getitem__, set(chunks(text)))))

    def placed(self, lang: str | None, scope: str = "") -> Callable[[str], Placed]:
        """Tells where in a chunk the keys are."""
        lang = self._known_lang(lang)
        memo = self._placed.get((scope, lang))
        if memo is None:
            memo = self._placed[scope, lang] = _Memo(lambda chunk: self._place(chunk, lang, scope))
        return memo.__getitem__

    def _known_lang(self, lang: str | None) -> str | None:
        """A language; all of which no words are known are one: a feed may name hundreds."""
        return lang if lang is None or lang in self.analyser.langs else _FOREIGN

    def _look(self, chunk: str, lang: str | None, scope: str) -> tuple[int, ...]:
        if chunk.isalpha() and is_latin(chunk):  # one word: nearly all of them
            return tuple(self._fulfilled(chunk, lang, scope))
        pieces, joined = split(chunk)
        texts = chain((piece.text for piece in pieces), (whole.text for whole in joined))
        return tuple({key for text in texts for key in self._fulfilled(text, lang, scope)})

    def _place(self, chunk: str, lang: str | None, scope: str) -> Placed:
        pieces, joined = split(chunk)
        spots = [
            Spot(key, number, number + 1)
            for number, piece in enumerate(pieces)
            for key in self._fulfilled(piece.text, lang, scope)
        ]
        for whole in joined:
            keys = self._fulfilled(whole.text, lang, scope)
            spots += (Spot(key, whole.first, whole.last + 1) for key in keys)
        return Placed(len(pieces), tuple(spots)) if spots or len(pieces) != 1 else _ONE_WORD

    def _fulfilled(self, word: str, lang: str | None, scope: str) -> Iterable[int]:
        """The keys of one word, each once, though several of its forms may fulfil it."""
        found: dict[int, None] = {}
        for form in self.analyser.forms(word, lang):
            for key in self._by_form.get(scope + form, ()):
                found[key] = None
        if self._by_head:
            surface = scope + plain(word)
            for prefix, key in self._by_head.get(surface[: len(scope) + _HEAD], ()):
                if surface.startswith(prefix):
                    found[key] = None
        return found


class _Memo(dict[str, T]):
    """What a function says of chunks, remembered; all is forgotten when it has become too much."""

    def __init__(self, look: Callable[[str], T]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, chunk: str) -> T:
        found = self._look(chunk)
        if len(chunk) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[chunk] = found
        return found


def _head(form: str) -> str:
    return form[: form.rfind(":") + 1 + _HEAD]


def _without(table: dict[str, tuple[E, ...]], name: str, stays: Callable[[E], bool]) -> None:
    left = tuple(each for each in table.get(name, ()) if stays(each))
    if left:
        table[name] = left
    else:
        table.pop(name, None)
