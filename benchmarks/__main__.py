"""`python -m benchmarks [NAME [ARGS]]`."""

import importlib
import sys

from benchmarks.figures import tell

BENCHMARKS = {
    "start": "from `vigie run` to the first request",
    "schedule": "which of 100,000 feeds are due, and that they were polled",
    "poll": "what a poll costs, against others who poll feeds",
    "soak": "a run of 10,000 feeds for 10 minutes: polls, delays, memory, the log",
    "rounds": "the whole path: 300 feeds against 100 rules, then all 304; memory",
    "cadence": "how late entries are found at equal polls, against other ways to poll",
    "splice": "reading a document of which little is new; whether the event loop notices",
    "match": "rules against articles: up to 100,000 (--full: a million), and against rivals",
    "analyse": "from the characters of a text to the keys of the rules' words in it",
    "parse-rules": "from the line that a person types to the tree of a rule",
    "stories": "which story an article belongs to, without the database",
    "look-ups": "finding what may be alike among 100,000 stored articles (--full: a million)",
    "deliver": "Telegram: pace, breaking alerts, waits, cost, against AIORateLimiter",
    "stop": "from SIGTERM to the end: idle, while polling, while feeds hang",
    "replay": "a rule tried on a past of 200,000 articles (--full: a million); memory",
}
"""Each is a module here with `measure(args) -> list[Figure]`."""


def main(name: str = "", *args: str) -> int:
    """Run one benchmark, or list them; returns the exit code."""
    if name not in BENCHMARKS:
        for known, about in BENCHMARKS.items():
            print(f"./dev bench {known:12} {about}")
        return 64 if name else 0  # EX_USAGE
    figures = importlib.import_module(f"benchmarks.{name.replace('-', '_')}").measure(list(args))
    return 0 if tell(name, figures) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
