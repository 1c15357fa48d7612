"""What the commands print with: the two consoles, highlights, the states of a post in words."""

import re

from rich.console import Console
from rich.style import Style
from rich.text import Text as Line

from bot.i18n import Text
from bot.model import EDIT, REPLY, Delivery, DeliveryState, Evidence, Passage

OUT = Console(highlight=False, soft_wrap=True)
"""What was asked for."""
ERR = Console(highlight=False, soft_wrap=True, stderr=True)
"""What happens on the way."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

STATES = {
    DeliveryState.SENT: Text(en="sent", fr="envoyé"),
    DeliveryState.PENDING: Text(en="waiting", fr="en attente"),
    DeliveryState.SENDING: Text(en="being sent", fr="en cours d'envoi"),
    DeliveryState.UNCERTAIN: Text(en="uncertain", fr="incertain"),
    DeliveryState.HELD: Text(en="held for you to decide", fr="retenu, à vous de décider"),
    DeliveryState.DEAD: Text(en="refused for good", fr="refusé définitivement"),
    DeliveryState.DROPPED: Text(en="dropped", fr="abandonné"),
    DeliveryState.GATHERED: Text(en="for a digest", fr="pour un récapitulatif"),
    DeliveryState.GROUPED: Text(en="told in a digest", fr="dit dans un récapitulatif"),
}


_EDITED = Text(en="changed", fr="modifié")
_REPLIED = Text(en="reply sent", fr="réponse envoyée")


def became(delivery: Delivery, state: DeliveryState) -> Text:
    """What became of a post, or of what follows up on it, in a word."""
    if state is DeliveryState.SENT and delivery.part == EDIT:
        return _EDITED
    if state is DeliveryState.SENT and delivery.part.startswith(REPLY):
        return _REPLIED
    return STATES[state]


def tame(text: str) -> str:
    """A text that does not steer the terminal; every character keeps its place."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def highlighted(passage: Passage) -> Line:
    """A passage with its highlights bold and underlined."""
    line = Line(tame(passage.text))  # it comes from the web
    for span in passage.highlights:
        line.stylize(Style(bold=True, underline=True), *span)
    return line


def terms(evidence: tuple[Evidence, ...]) -> str:
    """The terms of some evidence, each once, in their order."""
    return ", ".join(dict.fromkeys(place.term for place in evidence))
