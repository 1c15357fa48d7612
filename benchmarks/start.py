"""From `vigie run` to the first poll, and the memory of an idle Vigie with its parse worker."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Figure

IDLE_SECONDS = 5.0
FEED = (
    b"<rss version='2.0'><channel><title>one</title><item><guid>1</guid>"
    b"<title>Nothing of note</title></item></channel></rss>"
)
WATCHLIST = """
sources: [{{name: one, url: "http://127.0.0.1:{port}/feed"}}]
channels: {{news: {{telegram: "@news_channel"}}}}
rules: [{{name: storms, match: storm, to: [news]}}]
"""


class Feed(BaseHTTPRequestHandler):
    """Answers every request with one feed, and says when the first came."""

    asked = threading.Event()

    def do_GET(self) -> None:
        """Serve the feed."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(FEED)))
        self.end_headers()
        self.wfile.write(FEED)
        self.asked.set()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Run(NamedTuple):
    """What one run showed: seconds, bytes, seconds."""

    first_poll: float
    memory: int
    stop: float


def measure(_args: list[str]) -> list[Figure]:
    """Start a real `vigie run` against one local feed, three times."""
    server = HTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    runs = [one_run(server.server_port) for _ in range(3)]
    # The best time counts: other work on the machine only ever adds to it.
    return [
        Figure("start to first poll", min(run.first_poll for run in runs), "s", at_most=2.0),
        Figure("idle memory, all processes", max(run.memory for run in runs) / 1e6, "MB", 150.0),
        Figure("SIGTERM to end", max(run.stop for run in runs), "s", at_most=10.0),
    ]


def one_run(port: int) -> Run:
    """Start, wait until it is idle, stop."""
    Feed.asked.clear()
    with tempfile.TemporaryDirectory() as directory:
        began = time.monotonic()
        vigie = start_vigie(Path(directory), port)
        try:
            assert Feed.asked.wait(30), "no poll within 30 seconds"
            first_poll = time.monotonic() - began
            time.sleep(IDLE_SECONDS)
            memory = sum(map(resident, family(vigie.pid)))
        finally:
            began = time.monotonic()
            vigie.terminate()
            vigie.wait(30)
    return Run(first_poll, memory, time.monotonic() - began)


def start_vigie(directory: Path, port: int) -> subprocess.Popen[bytes]:
    """Begin `vigie run` on an empty database."""
    watchlist = directory / "feeds.yaml"
    watchlist.write_text(WATCHLIST.format(port=port))
    environ = {
        "VIGIE_WATCHLIST": str(watchlist),
        "VIGIE_DATA_DIR": str(directory),
        "VIGIE_ALLOW_PRIVATE_HOSTS": "yes",
        "VIGIE_LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "bot", "run", "--dry-run"]
    return subprocess.Popen(command, env=os.environ | environ, stdout=subprocess.DEVNULL)


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


def resident(pid: int) -> int:
    """Bytes of a process in memory; a page shared by n processes counts 1/n in each (PSS)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return kilobytes * 1024
