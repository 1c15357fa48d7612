"""The terminal as a channel: a dry run shows what would be posted, and posts nothing."""

import re
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Final, Self

from rich.console import Console
from rich.style import Style as Look
from rich.text import Text as RichText

from bot.model import EDIT, REPLY, Delivery, Destination, Mark, Message, Receipt, Style
from bot.ports import Clock, Settled

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A feed must not steer the terminal. Replaced one by one, so that styles keep their places."""


_MARKS: Final = {EDIT[:5]: " ✎", REPLY[:5]: " ↳"}
"""Of what follows up on a post."""


class ConsoleChannel:
    """Prints posts with their styles; plain where the terminal cannot or should not (NO_COLOR)."""

    def __init__(self, clock: Clock, console: Console | None = None) -> None:
        """By default, posts go to standard output."""
        self._clock = clock
        self._console = console or Console(highlight=False)
        self._numbers = count(1)

    async def __aenter__(self) -> Self:
        """Nothing to open: it can stand wherever the other channel does."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close."""

    async def send(
        self,
        destination: Destination,
        started: Callable[[int], Awaitable[Delivery]],
    ) -> Receipt:
        """Print the post below the name of its destination; it always arrives."""
        delivery = await started(0)
        heading = RichText(
            f"── {destination.name} ({destination.telegram}){_MARKS.get(delivery.part[:5], '')}",
            style="dim",
        )
        for part in (heading, rendered(delivery.message), RichText()):
            self._print(part)
        return Receipt(0, next(self._numbers), self._clock.now())

    async def find(self, delivery: Delivery, destination: Destination, settled: Settled) -> None:
        """Whatever was interrupted is printed again: nobody is disturbed by it."""

    def _print(self, text: RichText) -> None:
        print_to(self._console, text)


def print_to(console: Console, text: RichText) -> None:
    """Print with styles; where there can be none, what would be underlined stands in asterisks."""
    styled = console.is_terminal and not console.no_color
    plain = text if styled else _starred(text)
    console.print(plain, markup=False, emoji=False, soft_wrap=True)


def rendered(message: Message) -> RichText:
    """The post with its styles, and the addresses of its buttons below."""
    text = RichText(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", message.plain))
    for style in message.styles:
        text.stylize(_look(style), *style.span)
    for button in message.buttons:
        if button.url:
            text.append(f"\n{button.label} → {_CONTROL.sub('', button.url)}", style="dim")
    return text


def _starred(text: RichText) -> str:
    plain = text.plain
    for span in sorted(text.spans, key=lambda span: -span.start):
        if isinstance(span.style, Look) and span.style.underline:
            inside = plain[span.start : span.end]
            plain = f"{plain[: span.start]}*{inside}*{plain[span.end :]}"
    return plain


def _look(style: Style) -> Look:
    return Look(
        bold=style.mark is Mark.BOLD or None,  # None leaves other styles alone, False does not
        italic=style.mark is Mark.ITALIC or None,
        underline=style.mark in {Mark.UNDERLINE, Mark.LINK} or None,
        link=style.url or None,
    )
