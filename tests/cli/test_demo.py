"""`vigie demo --once`: what a stranger sees first."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import Vigie
from tests.house.source import ROOT

BROKEN = {
    "Radio Silence",
    "Le Sablier",
    "Rond-Point Info",
    "Le Pavé",
    "Vitrine 24",
    "Pixels brisés",
    "Fort Nimbus",
    "La Gazette disparue",
}
"""Of the demo's feeds.yaml."""
LOOK_ALIKES = ("achine", "ndochine", "orcelaine", "salad", "ade in China", "eekeeping", "utumn")
"""Words of articles that have the letters of a rule, or one of its words, and are about others."""


def test_first_round(process: Vigie) -> None:
    """One alert per story with source, terms and summary; a line per broken feed; no look-alike."""
    said = process("demo", "--once", VIGIE_LANG="fr")
    assert said.code == 0, said.err
    alerts = said.out.split("── ")[1:]
    about = [alert for alert in alerts if alert.startswith("veille") and "*drones*" in alert]
    assert len(about) == 1
    _, headline, source, blank, summary, *_ = about[0].splitlines()
    assert {"*Chine*", "*drones*", "*Russie*"} <= set(re.findall(r"\*.+?\*", headline))
    assert re.match(r"[\w’ ]+(?: \+\d)? · \d+ \w+\.? \d{4}, \d\d:\d\d", source)
    assert blank == ""
    assert "*drones*" in summary
    assert [word for word in LOOK_ALIKES if word in said.out] == []
    failed = re.findall(r"^✗ (.+?)  ", said.err, re.MULTILINE)
    assert sorted(failed) == sorted(BROKEN)
    assert f"{len(alerts)} alertes pour" in said.err


def test_curtain(tmp_path: Path) -> None:
    """Ctrl-C ends the demo without a word of what it breaks off, and clears its things away."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "── veille · sent\n"
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_impossible_port(vigie: Vigie, port: str) -> None:
    """A port that cannot be is a mistake, and nothing starts."""
    said = vigie("demo", "--port", port)
    assert said.code == 64
    assert "--port" in said.err
