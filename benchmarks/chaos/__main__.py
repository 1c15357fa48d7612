"""`./dev chaos telegram`: kill at random moments, and show that nothing is lost or doubled."""

import argparse
import os
import signal
import sys
from dataclasses import astuple

from benchmarks.chaos.bars import figures
from benchmarks.chaos.kinds import CREWS, KINDS
from benchmarks.chaos.tally import HEADINGS
from benchmarks.chaos.telegram import Outcome, Plan, run
from benchmarks.figures import tell
from bot.i18n import Lang, Text, lang_from

_ABOUT = Text(
    en="Kill the process that sends posts at random moments, while the local Telegram holds, "
    "refuses and loses requests and other people write into the same chats; then count what is "
    "lost, doubled or damaged. Exits with 1 when a promise is broken.",
    fr="Tuer le processus qui envoie les messages à des moments choisis au hasard, pendant que le "
    "Telegram local retient, refuse et perd des requêtes et que d'autres écrivent dans les mêmes "
    "salons ; puis compter ce qui est perdu, doublé ou abîmé. Sort avec 1 si une promesse n'est "
    "pas tenue.",
)
_KILLS = Text(en="how often (1000)", fr="combien de fois (1000)")
_SEED = Text(en="of chance (1)", fr="graine du hasard (1)")
_CHAT = Text(
    en="only chats of this kind; can be given again", fr="seulement ce type de salon ; répétable"
)
_SUMMARY = Text(
    en="{kills} kills in {seconds:.0f} s, {hits} of them cut off a send",
    fr="{kills} arrêts brutaux en {seconds:.0f} s, dont {hits} pendant un envoi",
)
_TROUBLES = Text(en="requests at Telegram", fr="requêtes chez Telegram")


def main(arguments: list[str]) -> int:
    """The exit code."""
    named = filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")))
    lang = lang_from(next(named, None))
    chosen = _options(lang).parse_args(arguments)
    # As for Ctrl-C: what was started ends as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    plan = Plan(chosen.kills, chosen.seed, tuple(dict.fromkeys(chosen.chat or KINDS)))
    outcome = run(plan, _Progress(plan.kills, lang))
    _show(outcome, lang)
    return 0 if tell("chaos telegram", figures(outcome)) else 1


def _options(lang: Lang) -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="./dev chaos", description=_ABOUT.into(lang))
    options.add_argument("what", choices=["telegram"])
    options.add_argument("--kills", type=_positive, default=1000, help=_KILLS.into(lang))
    options.add_argument("--seed", type=int, default=1, help=_SEED.into(lang))
    options.add_argument("--chat", choices=list(KINDS), action="append", help=_CHAT.into(lang))
    return options


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("≥ 1")
    return number


class _Progress:
    """A line that says how far it is, on a terminal anew in its place."""

    def __init__(self, kills: int, lang: Lang) -> None:
        self._kills = kills
        self._lang = lang
        self._every = 1 if sys.stderr.isatty() else 50

    def __call__(self, outcome: Outcome) -> None:
        if outcome.kills % self._every and outcome.kills < self._kills:
            return
        said = _said(outcome, self._lang)
        line = f"{100 * outcome.kills // self._kills:3} %  {said}"
        end = "\r" if self._every == 1 and outcome.kills < self._kills else "\n"
        sys.stderr.write(line + end)
        sys.stderr.flush()


def _said(outcome: Outcome, lang: Lang) -> str:
    return _SUMMARY.into(lang).format(
        kills=outcome.kills, seconds=outcome.seconds, hits=outcome.hits
    )


def _show(outcome: Outcome, lang: Lang) -> None:
    """The table."""
    print(_said(outcome, lang))
    counted = ", ".join(f"{name} {number}" for name, number in outcome.troubles.most_common())
    print(f"{_TROUBLES.into(lang)}: {counted}")
    headings = [heading.into(lang) for heading in HEADINGS]
    for crew_name, crew in CREWS.items():
        width = 37
        print(f"\n{crew.name.into(lang):{width}} " + " ".join(f"{each:>10}" for each in headings))
        for (name, kind), counts in outcome.counts.items():
            if name == crew_name:
                values = " ".join(f"{value:10}" for value in astuple(counts))
                print(f"{KINDS[kind].name.into(lang):{width}} {values}")
    print()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
