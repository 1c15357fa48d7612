r"""Many rules against one article at a time: 1,000, 10,000, 100,000; `--full` a million.

`./dev bench match [--full | RULES …]`. The floor is `set(re.findall(r'\w+', text.lower()))` on the
same articles. "Matching alone" begins with the article's keys and ends with the rules' numbers;
mokaccino begins with a document of its own whose pairs of words are there, so ours begins with the
places of the article's words then. Every rival has to find the same rules, or the run fails.
"""

import re
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import cycle

from benchmarks import rivals
from benchmarks.figures import Figure
from benchmarks.workload import Workload
from bot.match import Matcher
from bot.match.article import Article
from bot.match.verdict import Verdict
from bot.model import Entry, Rule, Source
from bot.text.analysis import Analyser

SIZES = (1_000, 10_000, 100_000)
FULL = 1_000_000
ARTICLES = 200
ROUNDS = 5
"""The fastest one counts: what else the machine does only ever adds."""
SMALL = 1_000
"""Rules of which the slowest rivals are asked."""
REGEX_ARTICLES, NAIVE_ARTICLES, FTS_ARTICLES = 5, 20, 1_000
MOST_FTS_RULES = 100_000
CHANGES = 2_000
"""Rules that come and go while articles are matched."""
ANALYST = 10_000
SOURCE = Source("A paper", "https://paper.example/feed")
ALONE = {1_000: 0.80, 10_000: 0.80, 100_000: 0.40, 1_000_000: 0.15}
MOKACCINO = {10_000: 2.5, 100_000: 7.0, 1_000_000: 20.0}


class WrongAnswerError(Exception):
    """Two ways to match do not find the same rules: no figure would mean anything."""


class Stream:
    """The articles, and what they cost to read."""

    def __init__(self, workload: Workload) -> None:
        self.words = [workload.article() for _ in range(ARTICLES)]
        self.texts = [" ".join(words) for words in self.words]
        self.entries = [Entry("", "", "", "", text, "") for text in self.texts]
        self.floor = fastest(self._read)

    def _read(self) -> None:
        for text in self.texts:
            set(re.findall(r"\w+", text.lower()))


class Prepared:
    """Articles whose keys and places are known."""

    def __init__(self, matcher: Matcher, stream: Stream) -> None:
        self.matcher = matcher
        self.articles = [matcher.read(entry, SOURCE) for entry in stream.entries]
        self.keys = [matcher.keys(article) for article in self.articles]
        for article in self.articles:
            article.field("title"), article.field("body")

    def alone(self) -> None:
        """From keys to numbers, those whose places have to be looked at among them."""
        for keys in self.keys:
            self.matcher.index.hits(keys)

    def decided(self) -> list[list[int]]:
        """From keys and places to the numbers of the rules."""
        return [self.decide(keys, article) for keys, article in self.both()]

    def decide(self, keys: set[int], article: Article) -> list[int]:
        """Of one article."""
        return self.matcher.fulfilled(keys, Verdict(self.matcher.places(article)))

    def both(self) -> Iterator[tuple[set[int], Article]]:
        """Keys and articles, in pairs."""
        return zip(self.keys, self.articles, strict=True)


def measure(args: list[str]) -> list[Figure]:
    """Every size, then what is asked of one size only."""
    full = "--full" in args
    sizes = [int(arg) for arg in args if arg != "--full"] or [*SIZES, *([FULL] if full else [])]
    workload = Workload()
    stream = Stream(workload)
    rules = [workload.rule(number) for number in range(max(sizes))]
    further = [workload.rule(number) for number in range(len(rules), len(rules) + CHANGES)]
    figures = [Figure("the floor", 1e6 * stream.floor / ARTICLES, "µs")]
    for size in sizes:
        say(f"{size:,} rules …")
        start = time.process_time()
        matcher = Matcher(rules[:size], Analyser(()))
        built = 1e6 * (time.process_time() - start) / size
        figures += of_size(matcher, rules[:size], stream, built)
    figures += changes(matcher, further, stream, f"{len(rules):,} rules")
    del matcher
    return [*figures, memory(rules[: SIZES[-1]]), *slow_rivals(rules, stream), *analysts(stream)]


def of_size(
    matcher: Matcher, rules: Sequence[Rule], stream: Stream, built: float
) -> Iterator[Figure]:
    """What one number of rules costs."""
    size, name = len(rules), f"{len(rules):,} rules"
    prepared = Prepared(matcher, stream)
    alone, decided = fastest(prepared.alone), fastest(prepared.decided)
    whole = fastest(partial(match_all, matcher, stream))
    hits = sum(map(len, prepared.decided())) / ARTICLES
    ratio = stream.floor / alone
    yield Figure(f"{name}: hits an article", hits, "")
    yield Figure(f"{name}: floor ÷ matching alone", ratio, "", at_least=ALONE.get(size))
    yield Figure(f"{name}: floor ÷ (floor + matching)", 1 / (1 + 1 / ratio), "")
    yield Figure(f"{name}: floor ÷ matching with places", stream.floor / decided, "")
    yield Figure(f"{name}: text to evidence ÷ floor", whole / stream.floor, "")
    yield Figure(f"{name}: building", built, "µs/rule")
    if find_spec("mokaccino") is None:
        say("mokaccino is not installed: `./dev bench` installs it where there is a build of it.")
        return
    yield against_mokaccino(rules, stream, prepared, decided)


def against_mokaccino(
    rules: Sequence[Rule], stream: Stream, prepared: Prepared, ours: float
) -> Figure:
    """How many times longer it takes, with the same answers."""
    rival = rivals.Mokaccino(rules)
    documents = [rival.document(words) for words in stream.words]
    compare("mokaccino", prepared.decided(), [rival.answer(document) for document in documents])

    def work() -> None:
        for document in documents:
            rival.percolate(document)

    bar = MOKACCINO.get(len(rules))
    return Figure(f"{len(rules):,} rules: mokaccino ÷ ours", fastest(work, 2) / ours, "", None, bar)


def match_all(matcher: Matcher, stream: Stream) -> None:
    """The whole way: from the text to the evidence."""
    for entry in stream.entries:
        matcher.match(entry, SOURCE)


# ── rules that come and go ───────────────────────────────────────────────────────────────────


def changes(
    matcher: Matcher, further: Sequence[Rule], stream: Stream, name: str
) -> Iterator[Figure]:
    """What adding and removing cost; then once more while another thread matches.

    That one has to find what stays. It is not there when the cost is taken: two threads that take
    turns wear out each other's caches, and the figure would be about that.
    """
    names = [rule.name for rule in further]
    added, removed = each(matcher.add, further), each(matcher.remove, names)
    prepared = Prepared(matcher, stream)
    lasting = [set(numbers) for numbers in prepared.decided()]
    missed: list[int] = []
    answered = 0
    stopped = threading.Event()

    def answer() -> None:
        nonlocal answered
        for number in cycle(range(ARTICLES)):
            if stopped.is_set():
                return
            found = prepared.decide(prepared.keys[number], prepared.articles[number])
            missed.extend(lasting[number].difference(found))
            answered += 1

    thread = threading.Thread(target=answer)
    thread.start()
    each(matcher.add, further)
    each(matcher.remove, names)
    stopped.set()
    thread.join()
    if missed or not answered:
        raise WrongAnswerError(f"{len(missed)} rules missed in {answered} answers meanwhile")
    # Among fewer rules most of the words of a new one are new, too.
    is_full = len(matcher) >= FULL
    yield Figure(f"{name}: add", added, "µs", at_most=20.0 if is_full else None)
    yield Figure(f"{name}: remove", removed, "µs", at_most=8.0 if is_full else None)
    yield Figure(f"{name}: articles answered meanwhile", answered, "")


def each(work: Callable[[str], None] | Callable[[Rule], None], things: Sequence[object]) -> float:
    """Microseconds of this thread's CPU time for one of `things`."""
    start = time.thread_time()
    for thing in things:
        work(thing)  # type: ignore[arg-type]  # both take what they are given here
    return 1e6 * (time.thread_time() - start) / len(things)


def memory(rules: Sequence[Rule]) -> Figure:
    """Bytes that a rule takes, besides the rule itself; with all that removing it needs."""
    say(f"the memory of {len(rules):,} rules …")
    tracemalloc.start()
    matcher = Matcher(rules, Analyser(()))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    bar = 1_000 if len(matcher) >= SIZES[-1] else None  # words are shared by many rules
    return Figure(f"{len(matcher):,} rules: memory", taken / len(matcher), "B/rule", at_most=bar)


# ── slow rivals ──────────────────────────────────────────────────────────────────────────────


def slow_rivals(rules: Sequence[Rule], stream: Stream) -> Iterator[Figure]:
    """The plainest evaluator, a loop of regular expressions, and full-text search reversed."""
    few = rules[:SMALL]
    prepared = Prepared(Matcher(few, Analyser(())), stream)
    ours, right = fastest(prepared.decided) / ARTICLES, prepared.decided()
    told = (
        ("a loop of regular expressions", rivals.regexes(few), REGEX_ARTICLES, 300.0),
        ("the plainest evaluator", rivals.naive(few), NAIVE_ARTICLES, None),
    )
    for name, answer, count, bar in told:
        say(f"{name} …")
        words = stream.words[:count]
        compare(name, right[:count], [answer(each) for each in words])
        theirs = fastest(lambda answer=answer, words=words: [*map(answer, words)], 1) / count  # type: ignore[misc]  # mypy has no types for defaults of a lambda
        yield Figure(f"{len(few):,} rules: {name} ÷ ours", theirs / ours, "", at_least=bar)
    for size in (size for size in SIZES if size <= min(len(rules), MOST_FTS_RULES)):
        yield full_text(rules[:size], stream)


def full_text(rules: Sequence[Rule], stream: Stream) -> Figure:
    """SQLite FTS5: a batch of articles is indexed, then every rule is a query."""
    say(f"FTS5 in reverse, {len(rules):,} rules …")
    prepared = Prepared(Matcher(rules, Analyser(())), stream)
    ours = fastest(prepared.decided) / ARTICLES
    batch = [stream.words[number % ARTICLES] for number in range(FTS_ARTICLES)]
    start = time.process_time()
    found = rivals.full_text(rules, batch)
    theirs = (time.process_time() - start) / FTS_ARTICLES
    compare("FTS5", prepared.decided(), found[:ARTICLES])
    return Figure(f"{len(rules):,} rules: FTS5 in reverse ÷ ours", theirs / ours, "")


def compare(name: str, ours: list[list[int]], theirs: list[list[int]]) -> None:
    """Stop where the answers differ."""
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
        if mine != sorted(other):
            wrong = sorted(set(mine) ^ set(other))[:5]
            raise WrongAnswerError(f"{name}: article {number}, rules {wrong}")


def analysts(stream: Stream) -> Iterator[Figure]:
    """Rules with choices of fifty words, distances, counts and concepts."""
    say(f"{ANALYST:,} analyst's rules …")
    workload = Workload(seed=2)
    rules = [workload.analyst_rule(number) for number in range(ANALYST)]
    start = time.process_time()
    matcher = Matcher(rules, Analyser(()))
    built = 1e6 * (time.process_time() - start) / len(rules)
    prepared = Prepared(matcher, stream)
    alone, decided = fastest(prepared.alone), fastest(prepared.decided)
    name = f"{ANALYST:,} analyst's rules"
    yield Figure(f"{name}: hits an article", sum(map(len, prepared.decided())) / ARTICLES, "")
    yield Figure(f"{name}: floor ÷ matching alone", stream.floor / alone, "")
    yield Figure(f"{name}: floor ÷ matching with places", stream.floor / decided, "")
    yield Figure(f"{name}: building", built, "µs/rule")


def fastest(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of CPU time, in the fastest round."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def say(what: str) -> None:
    """Tell how far it is: a million rules take minutes."""
    print(what, flush=True)
