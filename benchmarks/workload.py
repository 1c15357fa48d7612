"""A made-up stream of articles and made-up rules, the same in every run.

Articles have about 500 words from a Zipf vocabulary of 100,000; each is about two topics, whose
words stand together more often than chance would have it. Rules have two to five terms of one
topic: 70 % are plain conjunctions, 12 % have a choice, 10 % an exclusion, 8 % a phrase. The words
are pronounceable and of no language: what is measured is matching, not grammar.
"""

from bisect import bisect
from itertools import accumulate
from random import Random
from typing import Final

from bot.expression import (
    And,
    AtLeast,
    Concept,
    Expression,
    Gap,
    Near,
    Not,
    Or,
    Phrase,
    Word,
)
from bot.model import Rule

VOCABULARY: Final = 100_000
TOPICS: Final = 1_500
TOPIC_WORDS: Final = 100
LENGTH: Final = 500
"""Words of an article."""
ON_TOPIC: Final = 0.15
"""Share of an article's words that come from its topics."""
COLLOCATED: Final = 0.3
"""How often a word of a topic is followed by the one that goes with it."""
COMMON: Final = 200
"""The most frequent words belong to no topic."""


class Workload:
    """Makes articles and rules."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = Random(seed)
        self.words = [spelt(number) for number in range(VOCABULARY)]
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
        self.topics = [
            [self.chance.randrange(COMMON, VOCABULARY) for _ in range(TOPIC_WORDS)]
            for _ in range(TOPICS)
        ]

    def article(self) -> list[str]:
        """The words of an article."""
        topics = self.chance.sample(self.topics, 2)
        words: list[str] = []
        while len(words) < LENGTH:
            if self.chance.random() >= ON_TOPIC:
                place = bisect(self._weights, self.chance.random() * self._weights[-1])
                words.append(self.words[min(place, VOCABULARY - 1)])
                continue
            topic = self.chance.choice(topics)
            at = self.chance.randrange(TOPIC_WORDS - 1)
            words.append(self.words[topic[at]])
            if self.chance.random() < COLLOCATED:
                words.append(self.words[topic[at + 1]])
        return words

    def rule(self, number: int) -> Rule:
        """A rule as most people write it."""
        topic = self.chance.choice(self.topics)
        kind = self.chance.random()
        terms = [self.word(topic) for _ in range(self.chance.randint(2, 5))]
        clauses: list[Expression] = [*dict.fromkeys(terms)]
        if kind < 0.12:
            clauses[-1] = Or(tuple(dict.fromkeys(self.word(topic) for _ in range(4))))
        elif kind < 0.22:
            clauses[-1] = Not(self.word(topic))
        elif kind < 0.30:
            clauses[-1] = self.phrase(topic)
        return made(number, clauses)

    def analyst_rule(self, number: int) -> Rule:
        """A rule of somebody who does it for a living: long choices, distances, counts, names."""
        topic = self.chance.choice(self.topics)
        clauses: list[Expression] = [
            Or(tuple(dict.fromkeys(self.word(topic) for _ in range(50)))),
            self.chance.choice((self.near, self.at_least, self.concept))(topic),
            self.word(topic),
        ]
        return made(number, clauses)

    def word(self, topic: list[int]) -> Word:
        """A word of a topic."""
        return Word(self.words[self.chance.choice(topic)])

    def phrase(self, topic: list[int]) -> Phrase:
        """Two words of a topic that go together."""
        at = self.chance.randrange(TOPIC_WORDS - 1)
        return Phrase(f"{self.words[topic[at]]} {self.words[topic[at + 1]]}")

    def near(self, topic: list[int]) -> Expression:
        """Two words within ten of each other."""
        return Near((self.word(topic), self.word(topic)), (Gap(10),))

    def at_least(self, topic: list[int]) -> Expression:
        """Two of five words."""
        return AtLeast(2, tuple(dict.fromkeys(self.word(topic) for _ in range(5))))

    def concept(self, topic: list[int]) -> Expression:
        """One of the names of a thing; a topic has three of them."""
        of_topic = topic[self.chance.randrange(3) * 30 :][:20]
        return Concept(f"c{of_topic[0]}", tuple(Word(self.words[word]) for word in of_topic))


def made(number: int, clauses: list[Expression]) -> Rule:
    """A rule that all `clauses` make."""
    wanted = [clause for clause in clauses if not isinstance(clause, Not)]
    if not wanted:
        clauses = [clause.child for clause in clauses if isinstance(clause, Not)]
    expression = And(tuple(clauses)) if len(clauses) > 1 else clauses[0]
    return Rule(str(number), "", expression, (), "")


_CONSONANTS: Final = "bcdfglmnprstv"
_VOWELS: Final = "aeiou"


def spelt(number: int) -> str:
    """A word of its own for every number."""
    letters, left = "", number + 7_000
    while left:
        left, consonant = divmod(left, len(_CONSONANTS))
        left, vowel = divmod(left, len(_VOWELS))
        letters += _CONSONANTS[consonant] + _VOWELS[vowel]
    return letters
