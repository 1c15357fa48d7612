r"""What the analysis of a text costs: from its characters to the keys of the rules' words in it.

The floor is `set(re.findall(r'\w+', text.lower()))` on the same texts in the same run. Warm: every
chunk of the texts has been seen. Unseen: the texts are new, after some thousands of others. The
keys are those of rules, as a matcher remembers them: a chunk that no rule asks for has none.
"""

import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, islice
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure
from bot.expression import Word
from bot.match import Matcher
from bot.model import Entry, Rule, Source
from bot.text.analysis import Analyser
from bot.text.words import chunks, split

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "stories"
SEEN = "orangesum_stream_2020_may_jul_fr.jsonl.gz"
UNSEEN = "orangesum_abstract_valid_fr.jsonl.gz"
MOST_SEEN = 6_000
RULE_WORDS = 2_000
BATCH = 50
ROUNDS = 5
SOURCE = Source("A paper", "https://paper.example/feed")


class Keys:
    """What a matcher does first with an article."""

    def __init__(self, analyser: Analyser, words: Sequence[str]) -> None:
        rules = [Rule(word, word, Word(word), (), "") for word in words]
        self._matcher = Matcher(rules, analyser)

    def of(self, texts: Sequence[str]) -> None:
        """Find the keys of texts."""
        for text in texts:
            self._matcher.keys(self._matcher.read(Entry("", "", "", "", text, "", "fr"), SOURCE))


def measure(args: list[str]) -> list[Figure]:
    """Measure on French articles, `./dev bench analyse [ARTICLES]` of them unseen (1,000)."""
    seen, unseen = articles(int(args[0]) if args else 1_000)
    analyser = Analyser()
    making = [seconds(partial(analyser.forms, "drones", lang)) for lang in ("fr", "en")]
    keys = Keys(analyser, rule_words(seen))
    keys.of(seen)
    each = [ratios(keys, unseen[at : at + BATCH]) for at in range(0, len(unseen), BATCH)]
    once, warm = (median(column) for column in zip(*each, strict=True))
    known = set(chain.from_iterable(map(chunks, seen)))
    new = len(set(chain.from_iterable(map(chunks, unseen))) - known) / len(unseen)
    return [
        Figure("warm ÷ floor", warm, "×", at_most=1.8),
        Figure("unseen ÷ floor", once, "×", at_most=3.0),
        Figure("new chunks in an unseen article", new, ""),
        *cold_costs(unseen),
        Figure("making the French dictionary", making[0], "s"),
        Figure("making the English dictionary", making[1], "s"),
        Figure("adopting both", adopting(analyser), "s"),
    ]


def ratios(keys: Keys, texts: Sequence[str]) -> tuple[float, float]:
    """What new texts cost the first time, and the next time, in units of the floor."""
    floor = min(seconds(lambda: the_floor(texts)) for _ in range(ROUNDS))
    once = seconds(lambda: keys.of(texts))
    warm = min(seconds(lambda: keys.of(texts)) for _ in range(ROUNDS))
    return once / floor, warm / floor


def cold_costs(texts: Sequence[str]) -> Iterator[Figure]:
    """What a chunk costs that was never seen: taking it apart, and the forms of its words."""
    new = list(dict.fromkeys(chain.from_iterable(map(chunks, texts))))
    analyser = Analyser()
    analyser.forms("drones", "fr")
    apart = seconds(lambda: [split(chunk) for chunk in new])
    words = [word.text for chunk in new for word in split(chunk)[0]]
    forms = seconds(lambda: [analyser.forms(word, "fr") for word in words])
    yield Figure("of a new chunk: taking it apart", apart / len(new) * 1e6, "µs")
    yield Figure("of a new word: its forms", forms / len(words) * 1e6, "µs")


def adopting(made: Analyser) -> float:
    """Seconds to take both dictionaries from where they were kept."""
    kept = made.export()
    fresh = Analyser()
    return seconds(lambda: [fresh.adopt(lang, data) for lang, data in kept.items()])


def rule_words(texts: Sequence[str]) -> list[str]:
    """Two thousand words for rules: neither the commonest words of the texts nor the rarest."""
    usage = Counter(chain.from_iterable(set(chunks(text)) for text in texts))
    words = [word for word, _ in usage.most_common() if word.isalpha() and len(word) > 3]
    return words[500 : 500 + 10 * RULE_WORDS : 10]


def the_floor(texts: Sequence[str]) -> None:
    """The least that anybody has to do."""
    for text in texts:
        set(re.findall(r"\w+", text.lower()))


def seconds(work: Callable[[], object]) -> float:
    """Of processor time."""
    began = time.process_time()
    work()
    return time.process_time() - began


def articles(count: int) -> tuple[list[str], list[str]]:
    """Texts to get to know the language from, and others; invented where the data are not."""
    if not DATA.is_dir():
        print(f"{DATA} is not there: measuring invented articles instead of OrangeSum's.")
        invented = list(islice(invent(), MOST_SEEN + count))
        return invented[:MOST_SEEN], invented[MOST_SEEN:]
    seen = [f"{row['title']}\n{row['text']}" for row in rows(SEEN)][:MOST_SEEN]
    openings = {text.partition("\n")[2][:200] for text in seen}
    fresh = (row for row in rows(UNSEEN) if row["article"][:200] not in openings)
    return seen, [f"{row['title']}\n{row['article']}" for row in islice(fresh, count)]


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of a file of the data."""
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def invent() -> Iterator[str]:
    """Articles of 370 words out of 100,000 after Zipf's law, a third of them inflected."""
    chance = random.Random(1)
    syllables = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "ou", "an", "é")]
    words = ["".join(chance.choices(syllables, k=2 + at % 3)) for at in range(100_000)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    while True:
        drawn = chance.choices(words, cum_weights=weights, k=370)
        yield " ".join(word + chance.choice(("", "", "s")) for word in drawn)
