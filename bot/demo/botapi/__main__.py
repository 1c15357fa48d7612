"""`python -m bot.demo.botapi`: the stand-in by itself, for trying a bot by hand; and its checks."""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import time

from bot.demo.botapi.selftest import MEANT, Talk, Unusable, place_from, run
from bot.demo.botapi.standin import StandIn
from bot.i18n import Lang, lang_from

_SERVE = """Serve a local Telegram with one bot, which runs the given channels.

Everything is at one address: the page, the Bot API, and /control, where another process makes
chats and plays people (GET /control lists how)."""
_CHECK = """Run the same assertions against the stand-in, or against the real Bot API.

Each line says ok or differs; the exit status is 1 when any differs. For the real one, the
environment names a bot and a chat that it may write into, best a channel of its own:

  BOTAPI_CHECK_TOKEN  the bot's token; it is never shown
  BOTAPI_CHECK_CHAT   the chat's number or @name
  BOTAPI_CHECK_URL    another server than https://api.telegram.org

What is sent there is deleted at the end; the bot's updates are left alone. It takes about five
minutes, because a bot may write into a channel only twenty times a minute."""


def main() -> None:
    """Serve, or check."""
    raw = argparse.RawDescriptionHelpFormatter
    options = argparse.ArgumentParser(
        prog="python -m bot.demo.botapi", description=_SERVE, formatter_class=raw
    )
    options.add_argument("--port", type=int, default=8081, help="0 takes any free one (8081)")
    options.add_argument("--channel", nargs="*", default=["vigie_demo"], help="their names")
    commands = options.add_subparsers(dest="command", metavar="check")
    check = commands.add_parser(
        "check", help="compare with the real Bot API", description=_CHECK, formatter_class=raw
    )
    check.add_argument("--real", action="store_true", help="the server that the environment names")
    chosen = options.parse_args()
    if chosen.command == "check":
        sys.exit(_check(real=chosen.real))
    try:
        asyncio.run(_serve(chosen.port, chosen.channel))
    except OSError as error:
        sys.exit(f"Port {chosen.port}: {error.strerror}")


async def _serve(port: int, channels: list[str]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with StandIn.serve(port) as standin:
        _say(f"page:  {standin.url}/\nAPI:   {standin.url}/bot\ntoken: {standin.token}")
        for channel in channels:
            chat_id = standin.add_channel(channel.replace("_", " ").title(), channel)
            _say(f"chat:  @{channel} ({chat_id})")
        standin.start()
        await stop.wait()


def _check(*, real: bool) -> int:
    """The exit status: 0 when all is as expected, 1 when not, 2 when it could not be seen."""
    lang = lang_from(os.environ.get("LC_ALL") or os.environ.get("LANG"))
    try:
        if real:
            return min(run(place_from(os.environ, time.sleep), _say, lang), 1)
        return asyncio.run(_check_standin(lang))
    except Unusable as error:
        sys.stderr.write(f"{error.text.into(lang)}\n")
        return 2


async def _check_standin(lang: Lang) -> int:
    async with StandIn.serve() as standin:
        channel = standin.add_channel("Vigie", "vigie_check")
        talk = Talk(standin.url, standin.token, str(channel), time.sleep)
        differing = await asyncio.to_thread(run, talk, _say, lang)
        strayed = [each for each in standin.violations if each not in MEANT]
    for violation in strayed:
        _say(violation)
    return min(differing + len(strayed), 1)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
