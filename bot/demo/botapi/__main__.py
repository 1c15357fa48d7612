"""`python -m bot.demo.botapi`: the stand-in by itself, for trying a bot by hand."""

import argparse
import asyncio
import contextlib
import signal
import sys

from bot.demo.botapi.standin import StandIn


def main() -> None:
    """Serve a local Telegram with one bot, which runs the given channels."""
    options = argparse.ArgumentParser(prog="python -m bot.demo.botapi", description=main.__doc__)
    options.add_argument("--port", type=int, default=8081, help="0 takes any free one (8081)")
    options.add_argument("--channel", nargs="*", default=["vigie_demo"], help="their names")
    chosen = options.parse_args()
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


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
